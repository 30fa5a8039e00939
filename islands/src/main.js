/** The installed page: its first page, pages of questions, the receipt; and, on each, how it stands with what waits. */

import { h, fill, moment, place } from "./html.js";
import * as store from "./store.js";
import * as sending from "./sending.js";
import { newCode, markOf } from "./codes.js";
import { openSheet } from "./sheet.js";
import { drawPage, htmlId } from "./draw.js";

const WORDS = JSON.parse(document.getElementById("words").textContent);
const script = document.querySelector("script[data-worker]");
const main = document.getElementById("page");
const state = document.getElementById("state");
const foot = document.getElementById("foot");
const address = location.pathname;
const asks = address.startsWith(`${script.dataset.scope}for/`);

let screen = Object.keys(WORDS).find((code) => navigator.language.startsWith(code)) ?? "fr"; // the language of our words
let words = WORDS[screen];
let round = null; // what this address asks
let language = ""; // of the questionnaire
let view = null; // what is on screen: its name, and how to draw it again
let ready = false; // whether all that this page needs is on the device
let current = null; // the draft under way: {draft, sheet, lock}

const many = (name, n) => fill(words[n === 1 ? `${name}_one` : `${name}_many`], { n });
const pick = (texts) => texts?.[language] || texts?.[screen] || Object.values(texts ?? {})[0] || "";
const titled = (which) => which.data.titles[language] || Object.values(which.data.titles)[0] || which.data.enterprise;

function speak(code) {
  language = code;
  screen = code in WORDS ? code : screen;
  words = WORDS[screen];
  document.documentElement.lang = code === "und" ? screen : code;
}

/** A page: its heading is where one begins to read. */
function show(again, title, ...kids) {
  view = { again };
  main.replaceChildren(...kids.flat().filter(Boolean));
  document.title = round ? `${title} · ${round.data.enterprise}` : title;
  footer();
  stand();
  const heading = main.querySelector("h1");
  heading.tabIndex = -1;
  scrollTo(0, 0);
  heading.focus({ preventScroll: true });
}

const ours = (...kids) => h("div", { lang: screen }, ...kids);

function footer() {
  const link = foot.querySelector("a");
  link.textContent = words.have_receipt;
  foot.lang = screen;
  foot.replaceChildren(h("p", {}, `${words.no_account} `, link));
}

/** How it stands: on every page, and said aloud when it changes. */
async function stand() {
  const [waiting, sent] = await Promise.all([store.queue.all(), store.sentHere()]);
  const stopped = waiting.filter((entry) => entry.state !== "waiting").length;
  const said = [
    ready && !current ? words.ready : "",
    navigator.onLine ? "" : words.no_connection,
    sending.busy() && waiting.length > stopped ? words.sending : "",
    waiting.length > stopped ? many("waits", waiting.length - stopped) : stopped ? "" : words.nothing_waits,
    stopped ? many("stopped", stopped) : "",
    sent.last ? fill(words.last_sent, { time: moment(sent.last, screen) }) : "",
  ].filter(Boolean).join(" ");
  if (state.textContent !== said) state.textContent = said;
  state.lang = screen;
  state.parentElement.classList.toggle("has-waiting", waiting.length > 0);
  state.parentElement.classList.toggle("has-stopped", stopped > 0);
}

// The first page

let chosen = new Set(); // what is ticked on the first page, while its language changes

async function home() {
  if (current) letGo();
  const shut = closed();
  const lists = h("div", { lang: screen });
  await fillLists(lists, shut);
  show(home, titled(round),
    tongues(home),
    h("p", { class: "who" }, round.data.enterprise),
    h("h1", {}, titled(round)),
    shut ? ours(h("p", { class: "lead" }, !round.ended || round.ended === "closed" ? words.closed : round.ended)) : beginning(),
    lists);
  view.follow = () => fillLists(lists, shut);
}

/** What was begun here, and what waits; all that changes by itself on the first page. */
async function fillLists(lists, shut) {
  const [drafts, waiting, sent, rounds] = await Promise.all([store.drafts.all(), store.queue.all(), store.sentHere(), store.rounds.all()]);
  const named = new Map(rounds.map((one) => [one.id, titled(one)]));
  const inside = lists.contains(document.activeElement);
  place(lists, [
    shut && (!round.ended || round.ended === "closed") && waiting.length > 0 && h("p", {}, words.closed_waits),
    draftList(drafts.filter((draft) => draft.address === address), shut),
    waitingList(waiting, named),
    sent.n > 0 && h("p", { class: "hint" }, many("sent_here", sent.n)),
  ].filter(Boolean));
  if (inside && !lists.contains(document.activeElement)) main.querySelector("h1")?.focus({ preventScroll: true });
}

function closed() {
  const day = new Date();
  const today = `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, "0")}-${String(day.getDate()).padStart(2, "0")}`;
  return Boolean(round.ended) || (round.data.closes && round.data.closes < today);
}

function tongues(again) {
  const { languages } = round.data;
  if (languages.length < 2) return null;
  return h("div", { class: "tongues", role: "group", "aria-label": words.language }, languages.map(([code, name]) =>
    h("button", { type: "button", lang: code, "aria-current": code === language && "true", click: () => {
      speak(code);
      current?.sheet.speak(code);
      if (current) current.draft.language = code;
      again();
    } }, name)));
}

function beginning() {
  const { data } = round;
  const who = { accompanist: words.as_accompanist, researcher: words.as_researcher };
  const readers = data.readers.map(([name, role]) => `${name} (${who[role] ?? words.as_other})`).join(", ") || words.nobody_reads.replace(/\.$/, "");
  const told = (term, text) => h("div", {}, h("dt", {}, term), h("dd", {}, text));
  const wrong = h("p", { class: "error", role: "alert" });
  const uses = data.uses.length > 0 && h("fieldset", {},
    h("legend", {}, asks ? words.uses_aloud : words.uses), asks ? "" : h("p", { class: "hint" }, words.uses_hint),
    data.uses.map((use) => h("label", { class: "pick" }, h("input", { type: "checkbox", name: "consent", value: use, checked: chosen.has(use) }),
      h("span", {}, words.use[use][0], h("small", {}, words.use[use][1])))));
  const how = asks && h("fieldset", { id: "how", tabindex: "-1" }, h("legend", {}, words.how), wrong,
    ["oral", "witnessed"].map((way) => h("label", { class: "pick" }, h("input", { type: "radio", name: "how", value: way, checked: chosen.has(way) }),
      h("span", {}, words[`how_${way}`], way === "witnessed" ? h("small", {}, words.how_witnessed_hint) : ""))));
  const form = h("form", { change: () => (chosen = new Set(new FormData(form).values())), submit: (event) => {
    event.preventDefault();
    const given = new FormData(form);
    if (asks && !given.get("how")) {
      wrong.textContent = words.how_missing;
      form.querySelector("#how").focus();
      return;
    }
    begin(given.getAll("consent"), given.get("how") ?? "self");
  } },
    asks ? [h("p", { class: "for-other" }, words.for_other), h("blockquote", { class: "aloud" }, pick(data.aloud))]
      : [pick(data.introduction) && h("p", { class: "lead" }, pick(data.introduction)),
        pick(data.question) && h("p", {}, words.because, " ", h("em", {}, pick(data.question))),
        h("dl", { class: "told" },
          data.minutes ? told(words.how_long, many("minutes", data.minutes)) : "",
          told(words.who_reads, `${readers}. ${words.nobody_else}`),
          told(words.free, words.free_text),
          told(words.on_device, words.on_device_text))],
    uses, how, asks ? h("p", { class: "hint" }, words.how_no) : "",
    h("p", {}, h("button", { class: "go" }, asks ? words.begin_for : words.begin)));
  return ours(form);
}

function draftList(drafts, shut) {
  if (!drafts.length) return "";
  const line = (draft) => {
    const time = moment(draft.begun, screen);
    const own = h("span", { class: "visually-hidden" }, `: ${time}`);
    const buttons = h("span", { class: "moves" });
    const usual = () => buttons.replaceChildren(
      shut ? "" : h("button", { class: "more", type: "button", click: () => goOn(draft.id) }, words.go_on_draft, own.cloneNode(true)),
      h("button", { class: "back", type: "button", click: () => {
        const sure = h("button", { class: "back", type: "button", click: async () => {
          await store.throwDraft(draft.id);
          home();
        } }, words.throw);
        buttons.replaceChildren(h("span", { role: "alert" }, words.throw_sure), sure, h("button", { class: "more", type: "button", click: usual }, words.keep));
        sure.focus();
      } }, words.throw, own.cloneNode(true)));
    usual();
    return h("li", {}, h("span", {}, fill(words.draft_at, { time })), buttons);
  };
  return h("section", {}, h("h2", {}, words.drafts), h("ul", { class: "kept" }, drafts.sort((a, b) => a.begun.localeCompare(b.begun)).map(line)));
}

function waitingList(waiting, named) {
  if (!waiting.length) return "";
  const line = (entry) => h("li", {},
    h("span", {}, fill(words.waiting_at, { time: moment(entry.at, screen) }), entry.round === round.id ? "" : ` · ${named.get(entry.round) ?? ""}`),
    entry.state === "waiting" ? "" : h("p", { class: "error" }, `${entry.message} ${entry.state === "ended" ? words.ended_link : words.stopped_keep}`),
    entry.state === "waiting" ? "" : h("button", { class: "more", type: "button", click: async () => {
      await store.mark(entry.id, { state: "waiting", message: "" });
      await sending.sendNow();
    } }, words.try_again));
  return h("section", {}, h("h2", {}, words.waiting), h("p", { class: "hint" }, words.waiting_hint),
    h("ul", { class: "kept" }, waiting.sort((a, b) => a.at.localeCompare(b.at)).map(line)),
    h("p", {}, h("button", { class: "more", type: "button", click: () => sending.sendNow() }, words.send_now)));
}

// Drafts

async function begin(consents, how) {
  navigator.storage?.persist?.(); // asks the browser not to clear this when room is short
  try {
    const sheet = await openSheet(round, language);
    const draft = {
      id: sheet.id, address, round: round.id, asks, language, consents, how, told: round.data.told, code: newCode(),
      begun: new Date().toISOString(), page: "", done: [], files: [],
    };
    const lock = await hold(draft.id);
    await store.keepDraft(draft, true);
    current = { draft, sheet, lock };
    chosen = new Set();
    questions(sheet.pages()[0]);
  } catch (error) {
    failed(error);
  }
}

async function goOn(id) {
  const lock = await hold(id);
  if (!lock) return tell(words.elsewhere);
  try {
    const draft = await store.drafts.get(id);
    if (!draft) throw new store.Gone();
    speak(draft.language);
    const sheet = await openSheet(round, draft.language, draft);
    current = { draft, sheet, lock };
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

function letGo() {
  current.lock?.free();
  current = null;
}

let saving = Promise.resolve();
let timer = 0;

/** Keep the draft as it stands: soon, or at once where the page is left. Failing is told, never passed over. */
function save(at_once = false) {
  clearTimeout(timer);
  if (!at_once) return void (timer = setTimeout(() => save(true).catch(failed), 150));
  if (!current) return saving;
  const { draft, sheet } = current;
  Object.assign(draft, { done: [...sheet.done], files: sheet.files(true), language });
  const kept = { ...draft };
  saving = saving.catch(() => {}).then(() => store.keepDraft(kept));
  return saving;
}

/** What is being typed counts, also before its field is left. */
const typed = () => document.activeElement?.dispatchEvent(new Event("change", { bubbles: true }));

function leaving() {
  if (!current) return;
  typed();
  save(true).catch(console.error);
}
addEventListener("pagehide", leaving);
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && leaving());

// Pages of questions

function questions(page, wrong = false) {
  const { draft, sheet } = current;
  draft.page = page.key;
  const pages = () => sheet.pages();
  const here = () => pages().findIndex((one) => one.key === page.key);
  const ctx = { sheet, words, screen, tried: wrong, changed: () => {
    refresh();
    save();
  } };
  const drawn = drawPage(page, ctx);
  const line = h("p", { class: "place", lang: screen });
  const go = h("button", { class: "go" });
  const hint = h("p", { class: "hint", lang: screen }, words.finish_hint);
  const summary = h("div");
  const heading = h("h1", {}, page.title?.currentState.label?.asString || titled(round));
  if (!page.title?.currentState.label?.asString) heading.className = "visually-hidden";
  const refresh = () => {
    const all = pages();
    const place = Math.max(here(), 0) + 1;
    line.textContent = `${titled(round)} · ${fill(words.place, { place, of: all.length })}`;
    go.textContent = place === all.length ? words.finish : words.next;
    hint.hidden = place !== all.length;
    drawn.update();
    if (!ctx.tried) return;
    const found = sheet.problems(page);
    summary.replaceChildren(found.length ? h("div", { class: "wrong", role: "alert", tabindex: "-1", lang: screen }, h("h2", {}, words.look_again),
      h("ul", {}, found.map((node) => h("li", {}, h("a", { href: `#${htmlId(node)}`, click: (event) => {
        event.preventDefault();
        document.getElementById(htmlId(node))?.focus();
      } }, node.currentState.label?.asString ?? ""), `: ${sheet.wrong(node, words)}`)))) : "");
  };
  const form = h("form", { novalidate: true, submit: (event) => {
    event.preventDefault();
    typed();
    next();
  } },
    asks ? h("p", { class: "for-other", lang: screen }, words.for_other_page) : "",
    line, summary, heading, drawn.box,
    h("p", { class: "moves", lang: screen }, go,
      h("button", { class: "back", type: "button", click: back }, words.back)),
    hint,
    h("p", { class: "stopping", lang: screen }, h("button", { class: "later", type: "button", click: stop }, words.later), h("span", { class: "hint" }, words.later_hint)));
  refresh();
  show(() => questions(page, ctx.tried), page.title?.currentState.label?.asString || titled(round), form);
  if (wrong) summary.firstElementChild?.focus();

  async function next() {
    if (go.disabled) return;
    ctx.tried = true;
    refresh();
    if (sheet.problems(page).length) {
      document.title = `${words.to_mend}: ${heading.textContent}`;
      summary.firstElementChild?.focus();
      return;
    }
    const after = pages()[here() + 1];
    if (after) return move(after);
    const bad = pages().find((one) => sheet.problems(one).length);
    if (bad) return questions(bad, true);
    go.disabled = true;
    try {
      await hand_in();
    } catch (error) {
      go.disabled = false;
      failed(error);
    }
  }

  function back() {
    const at = here();
    if (at > 0) move(pages()[at - 1]);
    else stop();
  }

  async function stop() {
    try {
      await save(true);
      home();
    } catch (error) {
      failed(error);
    }
  }

  async function move(page) {
    draft.page = page.key;
    questions(page);
    try {
      await save(true);
    } catch (error) {
      failed(error);
    }
  }
}

/** The answer is finished: from here on it waits, and nobody can open it on this device. */
async function hand_in() {
  await save(true);
  const { draft, sheet } = current;
  const { code } = draft;
  const entry = {
    id: draft.id, address, round: round.id, asks, at: new Date().toISOString(), xml: sheet.xml(), files: sheet.files(),
    consents: draft.consents, how: draft.how, told: draft.told, language, screen, mark: await markOf(code),
    state: "waiting", message: "",
  };
  await store.finish(entry);
  letGo();
  thanks(code, entry.id);
  sending.sendNow();
}

function thanks(code, id) {
  const fate = h("p", { role: "status" }, words.thanks_waits);
  const follow = async () => {
    if (!(await store.queue.get(id))) fate.textContent = words.thanks_sent;
  };
  show(() => thanks(code, id), words.thanks, ours(
    h("p", { class: "who" }, round.data.enterprise),
    h("h1", {}, words.thanks),
    fate,
    h("h2", {}, words.receipt),
    h("p", { class: "receipt" }, h("output", {}, code)),
    h("p", {}, asks ? words.receipt_for : words.receipt_once),
    h("p", {}, words.receipt_text),
    h("p", {}, h("button", { class: "go", type: "button", click: () => home() }, words.next_person))));
  view.follow = follow;
  follow();
}

/** Something that has to be known now, above the page that stays as it is. */
function tell(text) {
  main.querySelector(".told-now")?.remove();
  const told = h("p", { class: "wrong told-now", role: "alert", lang: screen, tabindex: "-1" }, text);
  main.prepend(told);
  told.focus();
}

function failed(error) {
  console.error(error);
  if (error instanceof store.Gone) return void home(); // another window finished or threw away this draft
  tell(error instanceof DOMException ? words.full : words.unreadable);
}

// The beginning

const able = () => isSecureContext && "serviceWorker" in navigator && "indexedDB" in self && crypto.subtle && "WebAssembly" in self;

/** What this address asks: as it is now where there is a connection, else as it was when it was last opened here. */
async function look() {
  const kept = await store.rounds.get(address);
  if (kept) settle(kept);
  try {
    const signal = AbortSignal.timeout?.(kept ? 8_000 : 30_000);
    const response = await fetch(`${address}round/?lang=${screen}`, { credentials: "omit", signal });
    const data = await response.json();
    if (response.ok) {
      const fresh = { address, id: data.round, asks, data, ended: "" };
      await store.keepRound(fresh);
      return fresh;
    }
    if (data.state === "ended" && kept) {
      const ended = { ...kept, ended: data.code === "collection.wave-ended" ? "closed" : data.message };
      await store.keepRound(ended);
      return ended;
    }
    return { ended: data.message ?? "" };
  } catch {
    return kept;
  }
}

/** The questionnaire in the language of this browser where it has it, else in its own. */
function settle({ data }) {
  const known = data.languages.map(([code]) => code);
  speak(known.includes(screen) ? screen : known.includes(data.language) ? data.language : known[0]);
}

async function begin_page() {
  speak(screen);
  if (!able()) return show(begin_page, words.unable, h("h1", {}, words.unable), onWeb());
  navigator.serviceWorker.register(script.dataset.worker, { scope: script.dataset.scope, updateViaCache: "none" }).catch(console.error);
  navigator.serviceWorker.ready.then(() => {
    ready = true;
    stand();
  });
  addEventListener("online", stand);
  addEventListener("offline", stand);
  store.onChange(() => {
    stand();
    view?.follow?.();
  });
  sending.watch(stand);
  const found = await look();
  if (!found?.data) {
    const told = found?.ended || words.never_opened;
    return show(begin_page, words.closed, ours(h("h1", {}, told), found?.ended ? "" : onWeb()));
  }
  round = found;
  settle(found);
  const manifest = h("link", { rel: "manifest", href: `${address}app.webmanifest?lang=${screen}` });
  document.head.append(manifest);
  await home();
}

const onWeb = () => (asks ? "" : h("p", {}, h("a", { class: "go", href: address.replace(script.dataset.scope, "/a/") }, words.on_web)));

begin_page();
