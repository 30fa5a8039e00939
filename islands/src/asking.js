/** Pages of questions. */

import { h, fill } from "./html.js";
import { drawPage, htmlId } from "./draw.js";
import { here, show, titled } from "./screen.js";
import { failed, handIn, save, typed } from "./drafts.js";
import { home } from "./home.js";

export function questions(page, wrong = false) {
  const { words, screen } = here;
  const { draft, sheet } = here.current;
  draft.page = page.key;
  const pages = () => sheet.pages();
  const place = () => pages().findIndex((one) => one.key === page.key);
  const ctx = { sheet, words, screen, tried: wrong, beside: here.round.data.beside?.[here.language] ?? {}, changed: () => {
    refresh();
    save();
  } };
  const drawn = drawPage(page, ctx);
  const line = h("p", { class: "place", lang: screen });
  const go = h("button", { class: "go" });
  const hint = h("p", { class: "hint", lang: screen }, words.finish_hint);
  const summary = h("div");
  const title = page.title?.currentState.label?.asString;
  const heading = h("h1", { class: title ? null : "visually-hidden" }, title || titled(here.round));
  const refresh = () => {
    const all = pages();
    const now = Math.max(place(), 0) + 1;
    line.textContent = `${titled(here.round)} · ${fill(words.place, { place: now, of: all.length })}`;
    go.textContent = now === all.length ? words.finish : words.next;
    hint.hidden = now !== all.length;
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
    here.asks ? h("p", { class: "for-other", lang: screen }, words.for_other_page) : "",
    line, summary, heading, drawn.box,
    h("p", { class: "moves", lang: screen }, go,
      h("button", { class: "back", type: "button", click: back }, words.back)),
    hint,
    h("p", { class: "stopping", lang: screen }, h("button", { class: "later", type: "button", click: stop }, words.later), h("span", { class: "hint" }, words.later_hint)));
  refresh();
  show(() => questions(page, ctx.tried), heading.textContent, form);
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
    const after = pages()[place() + 1];
    if (after) return move(after);
    const bad = pages().find((one) => sheet.problems(one).length);
    if (bad) return questions(bad, true);
    go.disabled = true;
    try {
      await handIn();
    } catch (error) {
      go.disabled = false;
      failed(error);
    }
  }

  function back() {
    const at = place();
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

  async function move(to) {
    draft.page = to.key;
    questions(to);
    try {
      await save(true);
    } catch (error) {
      failed(error);
    }
  }
}
