// Numbers the saves of a draft, so that a late older one never wins, and says whether the last one arrived.
const FIRST_TRY_MS = 5_000;
const LAST_TRY_MS = 60_000;
const COUNTED_FROM = Date.UTC(2026, 0, 1);
const retries = new WeakMap();
let sequence = 0;

// Counting starts from the clock: a form that comes back with a problem is loaded anew, but is still the same showing,
// whose earlier saves have numbers already.
function nextNumber() {
  sequence = Math.max(sequence + 1, Math.floor((Date.now() - COUNTED_FROM) / 1_000));
  return sequence;
}

function statusOf(event) {
  const element = event.detail.elt;
  return element?.classList?.contains("draft-status") ? element : null;
}

function say(status, text) {
  if (status.textContent !== text) status.textContent = text; // read aloud once, not at every pause
  status.classList.toggle("draft-status--unsaved", !text.startsWith("Draft saved"));
}

function tryAgainSoon(status) {
  const wait = Math.min((retries.get(status)?.wait ?? FIRST_TRY_MS / 2) * 2, LAST_TRY_MS);
  clearTimeout(retries.get(status)?.timer);
  retries.set(status, { wait, timer: setTimeout(() => save(status), wait) });
}

function save(status) {
  const form = status.closest("form");
  if (form && status.isConnected) window.htmx.trigger(form, "input");
}

document.addEventListener("htmx:configRequest", (event) => {
  if (statusOf(event)) event.detail.parameters.sequence = String(nextNumber());
});

document.addEventListener("htmx:afterRequest", (event) => {
  const status = statusOf(event);
  if (!status) return;
  const code = event.detail.xhr?.status ?? 0;
  if (code === 204) { // nothing else means that the text was kept
    clearTimeout(retries.get(status)?.timer);
    retries.delete(status);
    const time = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/London" });
    say(status, `Draft saved ${time}`);
  } else if (code === 0 || code === 429 || code >= 500) {
    say(status, "Not saved yet. We will try again. Your text is still here.");
    tryAgainSoon(status);
  } else {
    say(status, "No draft could be saved. Your text is still here: send the form before you leave this page.");
  }
});

// The line is back: no need to wait for the next try.
window.addEventListener("online", () => {
  for (const status of document.querySelectorAll(".draft-status--unsaved")) save(status);
});
