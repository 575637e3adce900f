// Writing in a form of a review: what is typed is sent a moment later, text by text. What cannot be sent waits on this
// page alone (nothing is put into the browser's storage) and goes when the line is back. Without this script the page is
// a form with a button that does the same.
const PAUSE = 1_200;
const WHILE_TYPING = 8_000;
const FIRST_RETRY = 2_000;
const LONGEST_RETRY = 20_000;
const PATIENCE = 10_000;
const KEEPALIVE_BYTES = 60_000; // browsers take no more when a page is being left

const form = document.querySelector("[data-writing]");
if (form) write();

function write() {
  const status = form.querySelector("[data-status]");
  const busy = form.querySelector("[data-busy]");
  const bar = status.parentElement;
  const whole = form.closest("[data-page]");
  const units = new Map([...form.querySelectorAll("[data-unit]")].map((unit) => [unit.dataset.unit, unit]));
  const waiting = new Map(); // unit to the count of its last change
  const inConflict = new Set();
  let changes = 0;
  let sequence = 0;
  let sending = null;
  let typingSince = 0;
  let retry = FIRST_RETRY;
  let timer = 0;
  let ended = ""; // why nothing can be sent from here any more
  let isCovered = false;
  let isKept = false;

  // --- what the page says -------------------------------------------------------------------------------------------

  function say(text, isWaiting) {
    if (status.textContent !== text) status.textContent = text; // read aloud once, not at every pause
    bar.classList.toggle("writing-status--waiting", isWaiting);
    showBusy(false);
  }

  function showBusy(isBusy) {
    busy.hidden = !isBusy;
    status.classList.toggle("govuk-visually-hidden", isBusy); // hidden and shown again it would be read aloud again
  }

  function sayWaiting(why) {
    const number = waiting.size;
    say(`Not saved yet – ${number} ${number === 1 ? "change" : "changes"} waiting. ${why}`, true);
  }

  const oneLine = (texts) => texts.filter(Boolean).join(" ");

  function show(element, text) {
    element.textContent = text;
    element.hidden = !text;
  }

  // --- what is on the page ------------------------------------------------------------------------------------------

  function valuesOf(name) {
    const unit = units.get(name);
    const values = {};
    for (const control of unit.querySelectorAll("input, textarea")) {
      if (control.type === "radio") {
        values[control.name] ??= "";
        if (control.checked) values[control.name] = control.value;
      } else {
        values[control.name] = control.value.replace(/\r\n?|\n/g, "\r\n"); // as the form itself would send it
      }
    }
    return values;
  }

  function bodyOf(names) {
    const body = new URLSearchParams({
      csrf_token: form.elements.csrf_token.value,
      form_key: form.elements.form_key.value,
      sequence: ++sequence,
    });
    for (const name of names) for (const [key, value] of Object.entries(valuesOf(name))) body.set(key, value);
    return body;
  }

  const toSend = () => [...waiting.keys()].filter((name) => !inConflict.has(name));

  function changed(event) {
    const unit = event.target.closest("[data-unit]");
    if (!unit) return;
    waiting.set(unit.dataset.unit, ++changes);
    typingSince ||= Date.now();
    if (ended) return sayWaiting(ended);
    if (!bar.classList.contains("writing-status--waiting")) showBusy(true);
    plan(Math.max(0, Math.min(PAUSE, typingSince + WHILE_TYPING - Date.now())));
  }

  function plan(wait) {
    clearTimeout(timer);
    timer = setTimeout(send, wait);
  }

  // --- sending ------------------------------------------------------------------------------------------------------

  function send({ isLeaving = false } = {}) {
    if (sending && !isLeaving) return sending;
    const names = toSend();
    if (!names.length || ended || isCovered) return Promise.resolve();
    clearTimeout(timer);
    typingSince = 0;
    const done = sendThese(names, isLeaving).finally(() => {
      if (sending === done) sending = null;
      if (!ended && !isCovered && toSend().some((name) => !names.includes(name))) plan(PAUSE);
    });
    sending = done;
    return done;
  }

  async function sendThese(names, isLeaving) {
    const as = new Map(names.map((name) => [name, waiting.get(name)]));
    const body = bodyOf(names);
    let answer;
    try {
      answer = await fetch(form.action, {
        method: "POST",
        body,
        headers: { "HX-Request": "true" },
        keepalive: isLeaving && body.toString().length < KEEPALIVE_BYTES,
        signal: AbortSignal.timeout(PATIENCE),
      });
      await take(answer, as);
    } catch {
      later("No connection. It is sent when the line is back.");
    }
  }

  async function take(answer, as) {
    const isJson = answer.headers.get("Content-Type")?.includes("json");
    if (isJson) return settle(await answer.json(), as);
    if (answer.status === 401) return cover(answer.headers.get("HX-Redirect") ?? "");
    if (answer.status === 400) return renew();
    if (answer.status === 413) return later("This is too much at once: shorten it.", LONGEST_RETRY);
    if (answer.status === 429 || answer.status >= 500) return later("The service is busy. It is sent again in a moment.");
    return end("You can no longer write here. Your text is still on this page: copy what you need.");
  }

  function later(why, wait = retry) {
    sayWaiting(why);
    plan(wait);
    retry = Math.min(2 * retry, LONGEST_RETRY);
  }

  function end(why) {
    ended = why;
    sayWaiting(why);
  }

  function settle(said, as) {
    if (!said.texts) return end(`${said.problem} Your text is still on this page: copy what you need.`);
    retry = FIRST_RETRY;
    for (const [name, text] of Object.entries(said.texts)) settleOne(name, text, as, said.at);
    const wrong = form.querySelector("[data-wrong]");
    if (wrong) {
      wrong.replaceChildren(...said.wrong.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
      wrong.hidden = !said.wrong.length;
    }
    if (inConflict.size) sayWaiting("Somebody else has changed the same text: choose below.");
    else if ([...waiting.keys()].some((name) => as.has(name) && waiting.get(name) === as.get(name))) sayWaiting("Look at the problem below.");
    else if (waiting.size) later("It is sent in a moment.", PAUSE);
    else say(`Everything is saved, ${said.at}.`, false);
  }

  function settleOne(name, text, as, at) {
    const unit = units.get(name);
    show(unit.querySelector("[data-problem]"), text.problem ?? "");
    if (text.verdict === "refused") return; // it is sent again when it has been changed
    unit.querySelector(`[name="version-${name}"]`).value = text.version;
    if (text.verdict === "conflict") return showConflict(name, text);
    if (waiting.get(name) === as.get(name)) waiting.delete(name);
    const warning = unit.querySelector("[data-warning]");
    if (warning && text.warnings) {
      const found = text.warnings.map(({ what, words }) => `“${words}” (perhaps ${what})`).join("; ");
      show(warning, found && `May tell who a pupil is: ${found}. If it does, take it out.`);
    }
    if (text.verdict === "saved" && unit.querySelector("[data-by]")) show(unit.querySelector("[data-by]"), `Saved by you, ${at}`);
  }

  // --- two texts for one place --------------------------------------------------------------------------------------

  function showConflict(name, { theirs, by, at }) {
    const box = document.querySelector("[data-conflict-template]").content.cloneNode(true).firstElementChild;
    const isText = typeof theirs === "string";
    box.querySelector("[data-who]").textContent = oneLine([by || "Somebody", "has changed this", at && `at ${at}`]);
    box.querySelector("[data-theirs]").textContent = isText ? theirs : oneLine([theirs.rating && `Rating ${theirs.rating}`, theirs.shared, theirs.confidence]);
    if (!isText) box.querySelector("[data-settle=join]").remove();
    box.addEventListener("click", (event) => {
      const how = event.target.dataset.settle;
      if (how) chosen(name, how, theirs);
    });
    units.get(name).querySelector("[data-conflict]").replaceChildren(box);
    inConflict.add(name);
  }

  function chosen(name, how, theirs) {
    const unit = units.get(name);
    const text = unit.querySelector("textarea");
    if (text && how === "join") text.value = `${theirs.trimEnd()}\n\n${text.value}`;
    if (how === "take") put(unit, theirs);
    unit.querySelector("[data-conflict]").replaceChildren();
    inConflict.delete(name);
    waiting.set(name, ++changes);
    (text ?? unit.querySelector("input:not([type=hidden])")).focus();
    text?.dispatchEvent(new Event("input", { bubbles: true }));
    plan(0);
  }

  function put(unit, theirs) {
    if (typeof theirs === "string") {
      unit.querySelector("textarea").value = theirs;
      return;
    }
    for (const control of unit.querySelectorAll("input:not([type=hidden])")) {
      if (control.type === "radio") control.checked = control.value === theirs[control.name];
      else control.value = theirs[control.name];
    }
  }

  // --- signed out, here or on another tab ---------------------------------------------------------------------------

  // The next person at this machine must not read what is on the page; its writer finds it behind the cover.
  function cover(location) {
    isKept = location.includes("%2Fkept%2F");
    sayWaiting("You are signed out.");
    if (isCovered) return;
    isCovered = true;
    whole.hidden = true;
    const box = document.querySelector("[data-signed-out]").content.cloneNode(true).firstElementChild;
    const link = box.querySelector("[data-sign-in]");
    box.querySelector("[data-why]").textContent = isKept
      ? "What you typed is kept for you. Sign in, and you can send it."
      : "What you typed is still on this page. Sign in on another tab, then come back here.";
    link.href = isKept ? location : `/sign-in?next=${encodeURIComponent(window.location.pathname)}`;
    if (!isKept) link.target = "_blank";
    whole.before(box);
    box.focus();
  }

  // Signed in again, the page needs a new token; it is asked for once, and only for the person who has typed here.
  async function renew() {
    const answer = await fetch(window.location.pathname, { headers: { "HX-Request": "true" }, signal: AbortSignal.timeout(PATIENCE) });
    if (answer.status === 401) return cover("");
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-writing]");
    if (!fresh) return answer.ok ? end("This form is closed.") : later("The service is busy.");
    if (fresh.dataset.writing !== form.dataset.writing) return cover("");
    form.elements.csrf_token.value = fresh.querySelector("[name=csrf_token]").value;
    if (isCovered) document.querySelector("main [data-why]").closest("section").remove();
    isCovered = false;
    whole.hidden = false;
    sayWaiting("It is sent now.");
    plan(0);
  }

  // --- leaving ------------------------------------------------------------------------------------------------------

  const isLost = () => waiting.size > 0 && !isKept;

  async function leaveBy(go) {
    if (sending) await sending;
    await send();
    go(); // where something still waits, the browser asks
  }

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const forward = event.submitter?.dataset.goes;
    leaveBy(() => (forward && !waiting.size ? window.location.assign(forward) : waiting.size || say("Everything is saved.", false)));
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || !isLost() || link.target || link.getAttribute("href").startsWith("#") || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    leaveBy(() => window.location.assign(link.href));
  });
  document.addEventListener("submit", (event) => {
    if (event.target === form || !isLost()) return;
    event.preventDefault();
    leaveBy(() => event.target.submit());
  }, true);
  window.addEventListener("beforeunload", (event) => {
    if (isLost()) event.preventDefault();
  });
  window.addEventListener("pagehide", () => send({ isLeaving: true }));
  window.addEventListener("pageshow", (event) => event.persisted && !isLost() && window.location.reload());
  window.addEventListener("online", () => plan(0));
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) send({ isLeaving: true });
    else if (isCovered && !isKept) renew().catch(() => {});
    else if (waiting.size) plan(0);
  });
  window.addEventListener("focus", () => isCovered && !isKept && renew().catch(() => {}));
}
