// Enhances pages that work without it: the frontend's components, focus after a swap, counts read aloud.
const own = document.querySelector("script[data-frontend]");
const frontend = await import(own.dataset.frontend);

document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported");
frontend.initAll();

// A swapped region brings new components; those already there are left alone.
document.addEventListener("htmx:afterSettle", (event) => {
  const region = event.detail.elt;
  for (const element of region.querySelectorAll("[data-module]")) {
    const name = element.dataset.module;
    if (element.hasAttribute(`data-${name}-init`)) continue;
    const Component = frontend[name.replace(/^govuk-/, "").replace(/(^|-)(\w)/g, (_all, _dash, letter) => letter.toUpperCase())];
    if (Component) new Component(element);
  }
  const announced = region.querySelector("[data-announce]");
  if (announced) document.getElementById("announcer").textContent = announced.textContent.trim();
  const summary = region.querySelector(".govuk-error-summary");
  if (summary) summary.focus();
});

// Facets are open beside the results and folded away above them on a phone.
const narrow = window.matchMedia("(max-width: 40.0525em)");
for (const panel of document.querySelectorAll("details[data-open-when-wide]")) panel.open = !narrow.matches;

// A region that is swapped keeps folded what the person has folded, and open what they have opened.
const folded = new Map();
document.addEventListener("htmx:beforeSwap", (event) => {
  for (const panel of event.detail.target.querySelectorAll("details[id]")) folded.set(panel.id, panel.open);
});
document.addEventListener("htmx:afterSwap", () => {
  for (const [id, open] of folded) {
    const panel = document.getElementById(id);
    if (panel) panel.open = open;
  }
  folded.clear();
});
