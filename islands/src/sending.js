/** Sends what waits. An entry leaves the queue only when the server said that it is kept; sending twice is harmless. */

import * as store from "./store.js";

const PATIENCE = 60_000; // milliseconds for one answer with its pictures
const FIRST_PAUSE = 5_000;
const LONGEST_PAUSE = 300_000;
const LATER = new Set([408, 423, 425, 429]);

let pause = 0;
let timer = 0;
let running = false;
let look = () => {};

/** Whether something is being sent just now. */
export const busy = () => running;

/** Begins to watch: what waits is sent now, when a connection comes, and when somebody looks at the page again. */
export function watch(changed) {
  look = changed;
  addEventListener("online", () => sendNow());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && sendNow());
  sendNow();
}

/** Send at once, whatever pause was begun. */
export function sendNow() {
  pause = 0;
  return send();
}

async function send() {
  clearTimeout(timer);
  if (running) return;
  running = true;
  look();
  let later = false;
  try {
    later = "locks" in navigator ? await navigator.locks.request("vises-offline-send", { ifAvailable: true }, round) : await round({});
  } finally {
    running = false;
    look();
  }
  if (later) {
    pause = Math.min(pause ? pause * 2 : FIRST_PAUSE, LONGEST_PAUSE);
    timer = setTimeout(send, pause * (0.75 + Math.random() / 2));
  } else {
    pause = 0;
  }
}

/** Everything that waits, one after the other. True where something has to wait for a better moment. */
async function round(lock) {
  if (!lock) return true; // another window sends
  const waiting = (await store.queue.all()).filter((entry) => entry.state === "waiting");
  for (const entry of waiting.sort((a, b) => a.at.localeCompare(b.at))) {
    const outcome = await deliver(entry);
    if (outcome === "later") return true;
    if (outcome === "kept") await store.arrived(entry.id);
    else await store.mark(entry.id, outcome);
  }
  return false;
}

/** One answer. "kept", "later", or what to write beside it where it cannot go as it is. */
async function deliver(entry) {
  const form = new FormData();
  form.append("xml_submission_file", new File([entry.xml], "answer.xml", { type: "text/xml" }));
  for (const use of entry.consents) form.append("consent", use);
  for (const name of ["language", "told", "mark", "how"]) form.append(name, String(entry[name] ?? ""));
  entry.files.forEach((file, place) => form.append(`file-${place}`, new File([file.blob], file.name, { type: file.type })));
  let response, said;
  try {
    const signal = AbortSignal.timeout?.(PATIENCE);
    const address = `${entry.address}round/?lang=${encodeURIComponent(entry.screen)}`;
    response = await fetch(address, { method: "POST", body: form, credentials: "omit", redirect: "error", signal });
    said = await response.json();
  } catch {
    return "later"; // no connection, no reply, or a reply that is not ours (a page of a hotel's network)
  }
  if (response.ok && ["kept", "known", "aside"].includes(said.state)) return "kept";
  if (said.state === "gone") return "kept"; // it had arrived, and the person took it back: here too nothing of it stays
  if (response.ok || response.status >= 500 || LATER.has(response.status) || !said.state) return "later";
  return { state: said.code === "access.link-ended" ? "ended" : "refused", message: said.message ?? "" };
}
