/** What stands beside a question and its choices: pictures, a voice, a film; as on the page on the web. */

import { h, fill } from "./html.js";
import { nameOf } from "./sheet.js";
import { showIn } from "./files.js";

function shown(tag, props, address) {
  const at = h(tag, props);
  showIn(at, address);
  return at;
}

/** What the form shows beside this question; {} for nothing. */
export const besideOf = (node, ctx) => ctx.beside[nameOf(node).replace(/\[\d+\]/g, "")] ?? {};

/** The elements beside a question itself. */
export function besideQuestion(node, ctx) {
  const { pictures, sound, film } = besideOf(node, ctx);
  const { words, screen } = ctx;
  return [
    pictures?.[""] && h("p", { class: "beside" }, shown("img", { alt: words.picture, lang: screen }, pictures[""])),
    sound && h("p", { class: "voice", lang: screen }, shown("audio", { controls: true, preload: "none", "aria-label": words.listen }, sound)),
    film && h("p", { class: "beside", lang: screen }, shown("video", { controls: true, preload: "none", "aria-label": words.film }, film)),
  ].filter(Boolean);
}

/** The picture in the label of a choice, or nothing. */
export function pictureOf(choices, value) {
  const address = choices.pictures?.[value];
  return address ? shown("img", { class: "pick-picture", alt: "" }, address) : "";
}

/** Whether a choice has a picture or a voice: then each choice stands open, never in a menu. */
export const besideChoices = ({ pictures, sounds }) => Object.keys({ ...pictures, ...sounds }).some(Boolean);

/** The choices of a ranking with what stands beside them, as a menu shows none; null where there is nothing. */
export function listOf(choices, options, ctx) {
  if (!besideChoices(choices)) return null;
  return h("ul", { class: "pictured" }, options.map(({ value, label }) => h("li", {},
    pictureOf(choices, value), h("span", {}, label.asString), voiceOf(choices, value, label.asString, ctx))));
}

/** The voice that says a choice, or nothing. It stands after the label: one does not choose by listening. */
export function voiceOf(choices, value, label, ctx) {
  const address = choices.sounds?.[value];
  const name = fill(ctx.words.listen_to, { label });
  return address ? shown("audio", { class: "pick-sound", controls: true, preload: "none", "aria-label": name }, address) : "";
}
