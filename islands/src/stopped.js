/** An answer that the server refused for good: whoever holds the device saves it as a file, or throws it away. */

import { h, moment } from "./html.js";
import * as store from "./store.js";
import * as sending from "./sending.js";
import { here } from "./screen.js";

const LEADS = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/; // what a spreadsheet would take for a formula
const cell = (text) => `"${(LEADS.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
const parsed = (xml) => new DOMParser().parseFromString(xml, "text/xml");

/** The answer as a table of one row, as tables of answers are taken in: a column a question, repeats with their number. */
export function asTable(xml, form) {
  const repeats = new Set([...(form ? parsed(form).getElementsByTagNameNS("*", "repeat") : [])].map((at) => at.getAttribute("nodeset")));
  const found = [["meta/instanceID", parsed(xml).getElementsByTagNameNS("*", "instanceID")[0]?.textContent ?? ""]];
  const into = (at, ref, name) => {
    const times = new Map();
    for (const kid of at.children) {
      if (kid.localName === "meta") continue;
      const here = `${ref}/${kid.localName}`;
      const time = (times.get(kid.localName) ?? 0) + 1;
      times.set(kid.localName, time);
      const own = `${name}${kid.localName}${repeats.has(here) ? `[${time}]` : ""}`;
      if (kid.children.length) into(kid, here, `${own}/`);
      else if (kid.textContent) found.push([own, kid.textContent]);
    }
  };
  const root = parsed(xml).documentElement;
  into(root, `/${root.localName}`, "");
  return `\ufeff${[0, 1].map((line) => found.map((one) => cell(one[line])).join(",")).join("\r\n")}\r\n`;
}

const made = new Map(); // id of an answer to what may be saved of it: name and address

async function saved(entry) {
  if (!made.has(entry.id)) {
    const round = (await store.rounds.all()).find((one) => one.id === entry.round);
    const table = new Blob([asTable(entry.xml, round?.data.form)], { type: "text/csv" });
    const files = [{ name: `answer-${entry.at.slice(0, 10)}.csv`, blob: table }, ...entry.files];
    made.set(entry.id, files.map(({ name, blob }) => [name, URL.createObjectURL(blob)]));
  }
  return made.get(entry.id);
}

/** What may be done with it, by buttons and links that say of which one. */
export function waysOut(entry) {
  const { words, screen } = here;
  const own = () => h("span", { class: "visually-hidden" }, `: ${moment(entry.at, screen)}`);
  const box = h("span", { class: "moves" });
  const links = h("span", { class: "moves" });
  const usual = () => box.replaceChildren(
    h("button", { class: "more", type: "button", click: async () => {
      await store.mark(entry.id, { state: "waiting", message: "" });
      await sending.sendNow();
    } }, words.try_again, own()),
    links,
    h("button", { class: "back", type: "button", click: () => {
      const sure = h("button", { class: "back", type: "button", click: () => store.throwStopped(entry.id) }, words.throw);
      box.replaceChildren(h("span", { role: "alert" }, words.throw_stopped), sure, h("button", { class: "more", type: "button", click: usual }, words.keep));
      sure.focus();
    } }, words.throw, own()));
  saved(entry).then((files) => links.replaceChildren(...files.map(([name, address], place) =>
    h("a", { class: "more", href: address, download: name }, place ? name : words.save_file, own()))));
  usual();
  return box;
}
