// Enhances pages that work without it: the frontend's components, focus after a swap, counts read aloud.
const own = document.querySelector("script[data-frontend]");
const frontend = await import(own.dataset.frontend);
const NOT_UPDATED = "The page could not be updated. Check your connection, then try again.";

document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported");
frontend.initAll();

function announce(text) {
  document.getElementById("announcer").textContent = text;
}

// A swapped region brings new components; those already there are left alone.
function startComponents(region) {
  for (const element of [region, ...region.querySelectorAll("[data-module]")]) {
    const name = element.dataset.module;
    if (!name || element.hasAttribute(`data-${name}-init`)) continue;
    const Component = frontend[name.replace(/^govuk-/, "").replace(/(^|-)(\w)/g, (_all, _dash, letter) => letter.toUpperCase())];
    if (Component) new Component(element);
  }
}

// Whoever worked inside the region goes on from its beginning when what they had pressed is gone.
let workedInside = false;
function moveFocus(region) {
  const summary = region.querySelector(".govuk-error-summary");
  if (summary) {
    summary.focus();
  } else if (workedInside && document.activeElement === document.body) {
    region.tabIndex = -1;
    region.focus({ preventScroll: true });
  }
  workedInside = false;
}

document.addEventListener("htmx:afterSettle", (event) => {
  const region = event.detail.elt;
  document.getElementById("not-updated")?.remove();
  startComponents(region);
  const found = region.querySelector("[data-announce]");
  if (found) announce(found.textContent.trim().replace(/\s+/g, " "));
  moveFocus(region);
});

// A list that could not be fetched says so; a draft has a line of its own.
function sayNotUpdated(event) {
  if (event.detail.elt.classList.contains("draft-status") || document.getElementById("not-updated")) return;
  const notice = document.createElement("div");
  notice.id = "not-updated";
  notice.className = "notice notice--warning";
  notice.setAttribute("role", "alert");
  notice.append(Object.assign(document.createElement("p"), { className: "govuk-body govuk-!-margin-bottom-0", textContent: NOT_UPDATED }));
  (event.detail.target ?? document.getElementById("main")).before(notice);
}
document.addEventListener("htmx:sendError", sayNotUpdated);
document.addEventListener("htmx:timeout", sayNotUpdated);
document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.status !== 401) sayNotUpdated(event); // 401 leads to the sign-in page
});

// Facets are open beside the results and folded away above them on a phone.
const narrow = window.matchMedia("(max-width: 40.0525em)");
for (const panel of document.querySelectorAll("details[data-open-when-wide]")) panel.open = !narrow.matches;

// A region that is swapped keeps folded what the person has folded, and open what they have opened.
const folded = new Map();
document.addEventListener("htmx:beforeSwap", (event) => {
  workedInside = event.detail.target.contains(document.activeElement);
  for (const panel of event.detail.target.querySelectorAll("details[id]")) folded.set(panel.id, panel.open);
});
document.addEventListener("htmx:afterSwap", () => {
  for (const [id, open] of folded) {
    const panel = document.getElementById(id);
    if (panel) panel.open = open;
  }
  folded.clear();
});
