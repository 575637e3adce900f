// Numbers the saves of a draft, so that a late older one never wins, and says whether the last one arrived.
let sequence = 0;

function statusOf(event) {
  const element = event.detail.elt;
  return element?.classList?.contains("draft-status") ? element : null;
}

document.addEventListener("htmx:configRequest", (event) => {
  if (statusOf(event)) event.detail.parameters.sequence = String(++sequence);
});

document.addEventListener("htmx:afterRequest", (event) => {
  const status = statusOf(event);
  if (!status) return;
  const time = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  if (event.detail.successful) {
    status.textContent = `Draft saved ${time}`;
    return;
  }
  status.textContent = "Not saved yet. We will try again.";
  if (event.detail.xhr?.status === 409) return; // a newer text has been saved already
  setTimeout(() => window.htmx.trigger(status.closest("form"), "input"), 5000);
});
