/** What is on screen: in which language, about which round, with whose draft; and, on each page, how it stands with what waits. */

import { h, fill, moment } from "./html.js";
import * as store from "./store.js";
import * as sending from "./sending.js";

const WORDS = JSON.parse(document.getElementById("words").textContent);
export const script = document.querySelector("script[data-worker]");
export const main = document.getElementById("page");
const state = document.getElementById("state");
const foot = document.getElementById("foot");
const address = location.pathname;
const behind = (kind) => address.startsWith(`${script.dataset.scope}${kind}/`);

export const here = {
  address,
  asks: behind("for"), // somebody asks others
  once: behind("i"), // a personal link, good for one answer
  screen: Object.keys(WORDS).find((code) => navigator.language.startsWith(code)) ?? "fr", // the language of our words
  words: {},
  round: null, // what this address asks
  language: "", // of the questionnaire
  view: null, // what is on screen: how to draw it again, and what to do when what waits changes
  worker: false, // whether the page itself is on the device
  files: "here", // pictures and sounds of the round: here, coming or missing
  current: null, // the draft under way: {draft, sheet, lock}
};

export const many = (name, n) => fill(here.words[n === 1 ? `${name}_one` : `${name}_many`], { n });
export const pick = (texts) => texts?.[here.language] || texts?.[here.screen] || Object.values(texts ?? {})[0] || "";
export const titled = (which) => which.data.titles[here.language] || Object.values(which.data.titles)[0] || which.data.enterprise;
export const ours = (...kids) => h("div", { lang: here.screen }, ...kids);

export function speak(code) {
  here.language = code;
  here.screen = code in WORDS ? code : here.screen;
  here.words = WORDS[here.screen];
  document.documentElement.lang = code !== "und" && /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(code) ? code : here.screen;
}

/** A page: its heading is where one begins to read. */
export function show(again, title, ...kids) {
  here.view = { again };
  main.replaceChildren(...kids.flat().filter(Boolean));
  document.title = here.round ? `${title} · ${here.round.data.enterprise}` : title;
  footer();
  stand();
  const heading = main.querySelector("h1");
  heading.tabIndex = -1;
  scrollTo(0, 0);
  heading.focus({ preventScroll: true });
}

function footer() {
  const link = foot.querySelector("a");
  link.textContent = here.words.have_receipt;
  foot.lang = here.screen;
  foot.replaceChildren(h("p", {}, `${here.words.no_account} `, link));
}

/** How it stands: on every page, and said aloud when it changes. */
export async function stand() {
  const [waiting, sent] = await Promise.all([store.queue.all(), store.sentHere()]);
  const { words, files } = here;
  const stopped = waiting.filter((entry) => entry.state !== "waiting").length;
  const said = [
    here.worker && files === "here" && !here.current ? words.ready : "",
    files === "coming" ? words.files_coming : files === "missing" ? words.files_missing : "",
    navigator.onLine ? "" : words.no_connection,
    sending.busy() && waiting.length > stopped ? words.sending : "",
    waiting.length > stopped ? many("waits", waiting.length - stopped) : stopped ? "" : words.nothing_waits,
    stopped ? many("stopped", stopped) : "",
    sent.last ? fill(words.last_sent, { time: moment(sent.last, here.screen) }) : "",
  ].filter(Boolean).join(" ");
  if (state.textContent !== said) state.textContent = said;
  state.lang = here.screen;
  state.parentElement.classList.toggle("has-waiting", waiting.length > 0);
  state.parentElement.classList.toggle("has-stopped", stopped > 0);
}

/** The languages of the questionnaire; choosing one draws the page `again`. */
export function tongues(again) {
  const { languages } = here.round.data;
  if (languages.length < 2) return null;
  return h("div", { class: "tongues", role: "group", "aria-label": here.words.language }, languages.map(([code, name]) =>
    h("button", { type: "button", lang: code, "aria-current": code === here.language && "true", click: () => {
      speak(code);
      again();
    } }, name)));
}

/** Something that has to be known now, above the page that stays as it is. */
export function tell(text) {
  main.querySelector(".told-now")?.remove();
  const told = h("p", { class: "wrong told-now", role: "alert", lang: here.screen, tabindex: "-1" }, text);
  main.prepend(told);
  told.focus();
}
