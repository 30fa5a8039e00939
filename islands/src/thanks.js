/** The receipt: shown once, and not kept on the device. */

import { h } from "./html.js";
import * as store from "./store.js";
import { here, ours, show } from "./screen.js";
import { home } from "./home.js";

export function thanks(code, id) {
  const { words } = here;
  const fate = h("p", { role: "status" }, words.thanks_waits);
  const follow = async () => {
    const entry = await store.queue.get(id);
    if (!entry) fate.textContent = words.thanks_sent;
    else if (entry.state !== "waiting") fate.textContent = `${entry.message} ${words.stopped_keep}`;
  };
  show(() => thanks(code, id), words.thanks, ours(
    h("p", { class: "who" }, here.round.data.enterprise),
    h("h1", {}, words.thanks),
    fate,
    h("h2", {}, words.receipt),
    h("p", { class: "receipt" }, h("output", {}, code)),
    h("p", {}, here.asks ? words.receipt_for : words.receipt_once),
    h("p", {}, words.receipt_text),
    here.once ? "" : h("p", {}, h("button", { class: "go", type: "button", click: () => home() }, words.next_person))));
  here.view.follow = follow;
  follow();
}
