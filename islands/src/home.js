/** The first page of a round: who asks and what for, what was begun here, and what waits. */

import { h, fill, moment, place } from "./html.js";
import * as store from "./store.js";
import * as sending from "./sending.js";
import { here, main, many, ours, pick, show, titled, tongues } from "./screen.js";
import { begin, goOn, letGo } from "./drafts.js";
import { waysOut } from "./stopped.js";

let chosen = new Set(); // what is ticked on the first page, while its language changes

export async function home() {
  if (here.current) letGo();
  const { round, words, once } = here;
  const shut = closed();
  const begun = once && (await drafts()).length > 0;
  // what was refused was not given: then it is said why, rather than thanked
  const refused = (await store.queue.all()).some((entry) => entry.address === here.address && entry.state !== "waiting");
  const lists = h("div", { lang: here.screen });
  await fillLists(lists, shut);
  show(home, titled(round),
    tongues(home),
    h("p", { class: "who" }, round.data.enterprise),
    h("h1", {}, titled(round)),
    round.given && !(refused && shut) ? ours(h("p", { class: "lead" }, words.given))
      : shut ? ours(h("p", { class: "lead" }, byItself() ? words.closed : round.ended))
      : begun ? ours(h("p", { class: "lead" }, words.begun_once)) : beginning(),
    lists);
  here.view.follow = () => fillLists(lists, shut);
}

const drafts = async () => (await store.drafts.all()).filter((draft) => draft.address === here.address);

/** Whether the round ended, rather than the way to it. */
const byItself = () => !here.round.ended || here.round.ended === "closed";

/** What was begun here, and what waits; all that changes by itself on the first page. */
async function fillLists(lists, shut) {
  const [own, waiting, sent, rounds] = await Promise.all([drafts(), store.queue.all(), store.sentHere(), store.rounds.all()]);
  const named = new Map(rounds.map((one) => [one.id, titled(one)]));
  const inside = lists.contains(document.activeElement);
  place(lists, [
    shut && byItself() && waiting.length > 0 && h("p", {}, here.words.closed_waits),
    draftList(own, shut || here.round.given),
    waitingList(waiting, named),
    sent.n > 0 && h("p", { class: "hint" }, many("sent_here", sent.n)),
  ].filter(Boolean));
  if (inside && !lists.contains(document.activeElement)) main.querySelector("h1")?.focus({ preventScroll: true });
}

function closed() {
  const { round } = here;
  const day = new Date();
  const today = `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, "0")}-${String(day.getDate()).padStart(2, "0")}`;
  return Boolean(round.ended) || (round.data.closes && round.data.closes < today);
}

function beginning() {
  const { words, asks } = here;
  const { data } = here.round;
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
  const form = h("form", { change: () => (chosen = new Set(new FormData(form).values())), submit: async (event) => {
    event.preventDefault();
    const given = new FormData(form);
    if (asks && !given.get("how")) {
      wrong.textContent = words.how_missing;
      form.querySelector("#how").focus();
      return;
    }
    if (await begin(given.getAll("consent"), given.get("how") ?? "self")) chosen = new Set();
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

function draftList(found, shut) {
  if (!found.length) return "";
  const { words, screen } = here;
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
  return h("section", {}, h("h2", {}, words.drafts), h("ul", { class: "kept" }, found.sort((a, b) => a.begun.localeCompare(b.begun)).map(line)));
}

function waitingList(waiting, named) {
  if (!waiting.length) return "";
  const { words, screen, round } = here;
  const line = (entry) => h("li", {},
    h("span", {}, fill(words.waiting_at, { time: moment(entry.at, screen) }), entry.round === round.id ? "" : ` · ${named.get(entry.round) ?? ""}`),
    entry.state === "waiting" ? "" : h("p", { class: "error" }, `${entry.message} ${entry.state === "ended" ? words.ended_link : words.stopped_keep}`),
    entry.state === "waiting" ? "" : waysOut(entry));
  const stopped = waiting.some((entry) => entry.state !== "waiting");
  return h("section", {}, h("h2", {}, words.waiting), h("p", { class: "hint" }, words.waiting_hint), stopped && h("p", { class: "hint" }, words.save_hint),
    h("ul", { class: "kept" }, waiting.sort((a, b) => a.at.localeCompare(b.at)).map(line)),
    h("p", {}, h("button", { class: "more", type: "button", click: () => sending.sendNow() }, words.send_now)));
}
