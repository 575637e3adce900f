// A register on a phone: each mark is sent at once; while the line is down it waits on the device (numbers and marks
// only, never names) and goes when the line is back. Without this script the page is a form with a button.
const FIRST_RETRY = 2_000;
const LONGEST_RETRY = 20_000;
const PATIENCE = 10_000;
const REFUSED = new Set([403, 404, 422]); // sending again would change nothing
const SIGNED_OUT = new Set([400, 401]); // of 400 the reason is that the page is older than the signing-in

const register = document.querySelector("[data-register]");
if (register) {
  findAsYouType(register);
  if (!register.dataset.still) sendEachMark(register);
}

function findAsYouType(root) {
  const find = root.querySelector("[data-register-find]");
  const nobody = root.querySelector("[data-register-nobody]");
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase();
  const lines = [...root.querySelectorAll("[data-booking]")].map((line) => [line, plain(line.querySelector("legend").textContent)]);
  find.hidden = false;
  find.addEventListener("input", (event) => {
    const words = plain(event.target.value).split(/\s+/);
    for (const [line, name] of lines) line.hidden = !words.every((word) => name.includes(word));
    nobody.hidden = lines.some(([line]) => !line.hidden);
  });
  // the enter key of a phone would press the button that saves the page
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("[type=search], [inputmode=numeric]")) return;
    event.preventDefault();
    event.target.blur();
  });
}

// What waits is kept one by one, so that two tabs of one device do not lose each other's.
function waitingMarks(address) {
  const prefix = `${address}/`;
  const held = new Map();
  let isKept = true;
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(prefix)) held.set(key.slice(prefix.length), JSON.parse(localStorage.getItem(key)));
    }
  } catch {
    isKept = false;
  }
  return {
    held,
    isKept: () => isKept,
    put(booking, tick) {
      held.set(booking, tick);
      try {
        localStorage.setItem(prefix + booking, JSON.stringify(tick));
      } catch {
        isKept = false;
      }
    },
    drop(booking, tick) {
      if (held.get(booking) !== tick) return; // marked again meanwhile
      held.delete(booking);
      try {
        localStorage.removeItem(prefix + booking);
      } catch {
        isKept = false;
      }
    },
  };
}

function sendEachMark(root) {
  const address = root.dataset.register;
  const status = root.querySelector("[data-register-status]");
  const marked = root.querySelector("[data-register-marked]");
  const signIn = root.querySelector("[data-register-sign-in]");
  const token = root.closest("form").querySelector("[name=csrf_token]").value;
  const waiting = waitingMarks(address);
  let sending = false;
  let signedOut = false;
  let retry = FIRST_RETRY;
  let timer = 0;

  const lineOf = (booking) => root.querySelector(`[data-booking="${CSS.escape(booking)}"]`);
  const howMany = (number) => (number === 1 ? "1 mark is waiting to be sent." : `${number} marks are waiting to be sent.`);

  function say(before = "") {
    const number = waiting.held.size;
    const keep = number && !waiting.isKept() ? " Keep this page open." : "";
    const text = number ? `${before}${howMany(number)}${keep}` : "All marks are saved.";
    if (status.textContent !== text) status.textContent = text;
  }

  function show(booking, { mark, minutes }, problem = "") {
    const line = lineOf(booking);
    if (!line) return;
    for (const radio of line.querySelectorAll("[type=radio]")) radio.checked = radio.value === mark;
    const field = line.querySelector("[inputmode=numeric]");
    if (field !== document.activeElement) field.value = minutes ?? "";
    const wrong = line.querySelector("[data-wrong]");
    wrong.textContent = problem;
    wrong.hidden = !problem;
  }

  // What the page is known to show: the button saves only what differs.
  function noteAsShown(booking, { mark, minutes }) {
    const field = lineOf(booking)?.querySelector("[type=hidden]");
    if (field) field.value = mark ? `${mark}:${minutes ?? ""}` : "";
  }

  async function sendOne(booking, tick) {
    const ago = Math.max(0, Date.now() - tick.at);
    const body = new URLSearchParams({ csrf_token: token, mark: tick.mark, minutes: tick.minutes, ago });
    const answer = await fetch(`${address}/marks/${booking}`, {
      method: "POST",
      body,
      headers: { "HX-Request": "true" },
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (SIGNED_OUT.has(answer.status)) {
      signedOut = true;
      return;
    }
    if (!answer.ok && !REFUSED.has(answer.status)) throw new Error(`Not now: ${answer.status}`);
    const isJson = answer.headers.get("Content-Type")?.includes("json");
    const said = isJson ? await answer.json() : { mark: "", minutes: null, problem: "This place is no longer on the register. Load the page again." };
    waiting.drop(booking, tick);
    noteAsShown(booking, said);
    if (!waiting.held.has(booking)) show(booking, said, said.problem);
    if (said.marked !== undefined) marked.textContent = said.marked;
  }

  async function sendAll() {
    if (sending || signedOut) return;
    sending = true;
    clearTimeout(timer);
    try {
      while (waiting.held.size && !signedOut) {
        await sendOne(...waiting.held.entries().next().value);
        retry = FIRST_RETRY;
        if (!signedOut) say();
      }
    } catch {
      say("No connection. ");
      timer = setTimeout(sendAll, retry);
      retry = Math.min(2 * retry, LONGEST_RETRY);
    } finally {
      sending = false;
    }
    if (signedOut) {
      say("You are signed out. ");
      signIn.hidden = false;
    }
  }

  root.addEventListener("change", (event) => {
    const line = event.target.closest("[data-booking]");
    const chosen = line?.querySelector("[type=radio]:checked");
    if (!chosen) return;
    const minutes = chosen.value === "part" ? line.querySelector("[inputmode=numeric]").value.trim() : "";
    waiting.put(line.dataset.booking, { mark: chosen.value, minutes, at: Date.now() });
    if (signedOut) say("You are signed out. ");
    sendAll();
  });
  window.addEventListener("online", sendAll);
  document.addEventListener("visibilitychange", () => !document.hidden && waiting.held.size && sendAll());

  // a browser that comes back to the page would show what was chosen on it, not what is saved
  for (const radio of root.querySelectorAll("[type=radio]")) radio.checked = radio.defaultChecked;
  for (const [booking, tick] of waiting.held) show(booking, tick);
  if (waiting.held.size) {
    say();
    sendAll();
  }
}
