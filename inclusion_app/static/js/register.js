// A register on a phone: each tick is sent at once; while the line is down it waits on the device (numbers and marks
// only, never names) and goes when the line is back. Without this script the page is a form with a button.
const register = document.querySelector("[data-register]");
if (register && !register.dataset.still) start(register);

function start(root) {
  const address = root.dataset.register;
  const store = `register-${root.dataset.key}`;
  const status = root.querySelector("[data-register-status]");
  const marked = root.querySelector("[data-register-marked]");
  const token = root.closest("form").querySelector("[name=csrf_token]").value;
  let waiting = read();
  let sending = false;

  function read() {
    try {
      return JSON.parse(localStorage.getItem(store)) ?? {};
    } catch {
      return {};
    }
  }
  function keep() {
    try {
      if (Object.keys(waiting).length) localStorage.setItem(store, JSON.stringify(waiting));
      else localStorage.removeItem(store);
    } catch {
      // no storage on this device: ticks wait in the page alone
    }
  }
  function say(text) {
    if (status.textContent !== text) status.textContent = text;
  }
  function sayHowManyWait() {
    const number = Object.keys(waiting).length;
    say(number === 0 ? "All marks are saved." : number === 1 ? "1 mark waits to be sent." : `${number} marks wait to be sent.`);
  }
  function show(booking, mark, minutes) {
    const line = root.querySelector(`[data-booking="${booking}"]`);
    const radio = line?.querySelector(`input[value="${CSS.escape(mark)}"]`);
    if (!radio) return;
    radio.checked = true;
    const field = line.querySelector("[inputmode=numeric]");
    if (field && document.activeElement !== field) field.value = minutes ?? "";
  }

  async function send(booking, tick) {
    const body = new URLSearchParams({ csrf_token: token, mark: tick.mark, minutes: tick.minutes, told_at: tick.at });
    const answer = await fetch(`${address}/marks/${booking}`, { method: "POST", body, headers: { "HX-Request": "true" } });
    if (answer.status === 401) throw new Error("signed out");
    if (answer.status === 422) return { refused: (await answer.json()).problem };
    if (!answer.ok) throw new Error("not now");
    return answer.json();
  }

  async function sendAll() {
    if (sending) return;
    sending = true;
    try {
      for (const [booking, tick] of Object.entries(waiting)) {
        const said = await send(booking, tick);
        if (waiting[booking] === tick) delete waiting[booking]; // unless it was ticked again meanwhile
        keep();
        if (said.refused) {
          say(said.refused);
          continue;
        }
        if (!waiting[booking]) show(booking, said.mark, said.minutes);
        marked.textContent = said.marked;
        sayHowManyWait();
      }
    } catch (problem) {
      const number = Object.keys(waiting).length;
      const marks = number === 1 ? "1 mark waits" : `${number} marks wait`;
      say(problem.message === "signed out" ? `You are signed out. Sign in on another tab: ${marks} on this device.` : `No connection. ${marks} to be sent.`);
    } finally {
      sending = false;
    }
    if (navigator.onLine && Object.values(waiting).some((tick) => tick.fresh)) {
      for (const tick of Object.values(waiting)) delete tick.fresh;
      sendAll();
    }
  }

  root.addEventListener("change", (event) => {
    const line = event.target.closest("[data-booking]");
    const chosen = line?.querySelector("input[type=radio]:checked");
    if (!chosen) return;
    const minutes = line.querySelector("[inputmode=numeric]").value.trim();
    waiting[line.dataset.booking] = { mark: chosen.value, minutes: chosen.value === "part" ? minutes : "", at: Date.now(), fresh: true };
    keep();
    sendAll();
  });
  window.addEventListener("online", sendAll);
  setInterval(() => Object.keys(waiting).length && sendAll(), 5000);

  const find = root.querySelector("[data-register-find]");
  find.hidden = false;
  find.querySelector("input").addEventListener("input", (event) => {
    const wanted = event.target.value.trim().toLocaleLowerCase();
    for (const line of root.querySelectorAll("[data-booking]")) {
      line.hidden = !line.querySelector("legend").textContent.toLocaleLowerCase().includes(wanted);
    }
  });

  for (const [booking, tick] of Object.entries(waiting)) show(booking, tick.mark, tick.minutes);
  if (Object.keys(waiting).length) sendAll();
}
