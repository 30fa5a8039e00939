/** The answer under way: begun, kept as it stands while somebody fills it in, gone on with, finished. */

import * as store from "./store.js";
import * as sending from "./sending.js";
import { newCode, markOf } from "./codes.js";
import { openSheet } from "./sheet.js";
import { here, speak, tell } from "./screen.js";
import { home } from "./home.js";
import { questions } from "./asking.js";
import { thanks } from "./thanks.js";

/** Begin an answer. True when it is on screen. */
export async function begin(consents, how) {
  const { address, round, asks, once, language } = here;
  navigator.storage?.persist?.(); // asks the browser not to clear this when room is short
  try {
    const sheet = await openSheet(round, language);
    const draft = {
      id: sheet.id, address, round: round.id, asks, once, language, consents, how, told: round.data.told, code: newCode(),
      begun: new Date().toISOString(), page: "", done: [], files: [],
    };
    const lock = await hold(draft.id);
    await store.keepDraft(draft, true);
    here.current = { draft, sheet, lock };
    questions(sheet.pages()[0]);
    return true;
  } catch (error) {
    failed(error);
    return false;
  }
}

export async function goOn(id) {
  const lock = await hold(id);
  if (!lock) return tell(here.words.elsewhere);
  try {
    const draft = await store.drafts.get(id);
    if (!draft) throw new store.Gone();
    speak(draft.language);
    const sheet = await openSheet(here.round, draft.language, draft);
    here.current = { draft, sheet, lock };
    const pages = sheet.pages();
    questions(pages.find((page) => page.key === draft.page) ?? pages[0]);
  } catch (error) {
    lock.free();
    failed(error);
  }
}

/** A draft is open in one window at a time; null where another has it. */
function hold(id) {
  if (!("locks" in navigator)) return { free() {} };
  return new Promise((resolve) => {
    navigator.locks.request(`vises-draft-${id}`, { ifAvailable: true }, (lock) => {
      if (!lock) return void resolve(null);
      return new Promise((free) => resolve({ free }));
    });
  });
}

export function letGo() {
  here.current.lock?.free();
  here.current = null;
}

let saving = Promise.resolve();
let timer = 0;

/** Keep the draft as it stands: soon, or at once where the page is left. Failing is told, never passed over. */
export function save(at_once = false) {
  clearTimeout(timer);
  if (!at_once) return void (timer = setTimeout(() => save(true).catch(failed), 150));
  if (!here.current) return saving;
  const { draft, sheet } = here.current;
  Object.assign(draft, { done: [...sheet.done], files: sheet.files(true), language: here.language });
  const kept = { ...draft };
  saving = saving.catch(() => {}).then(() => store.keepDraft(kept));
  return saving;
}

/** What is being typed counts, also before its field is left. */
export const typed = () => document.activeElement?.dispatchEvent(new Event("change", { bubbles: true }));

function leaving() {
  if (!here.current) return;
  typed();
  save(true).catch(console.error);
}
addEventListener("pagehide", leaving);
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && leaving());

/** The answer is finished: from here on it waits, and nobody can open it on this device. */
export async function handIn() {
  await save(true);
  const { draft, sheet } = here.current;
  const { code } = draft;
  const entry = {
    id: draft.id, address: here.address, round: here.round.id, asks: here.asks, once: here.once, at: new Date().toISOString(),
    xml: sheet.xml(), files: sheet.files(), consents: draft.consents, how: draft.how, told: draft.told,
    language: here.language, screen: here.screen, mark: await markOf(code), state: "waiting", message: "",
  };
  await store.finish(entry);
  here.round.given = here.once;
  letGo();
  thanks(code, entry.id);
  sending.sendNow();
}

export function failed(error) {
  console.error(error);
  if (error instanceof store.Gone) return void home(); // another window finished or threw away this draft
  tell(error instanceof DOMException ? here.words.full : here.words.unreadable);
}
