/** How each kind of question is drawn: as on the page on the web, from the same classes. Nothing moves that need not. */

import { h, place, fill } from "./html.js";
import { besideChoices, besideOf, besideQuestion, listOf, pictureOf, voiceOf } from "./beside.js";
import { bodyOf, isLeaf, isRepeat, nameOf, stands } from "./sheet.js";

const RADIOS_UP_TO = 12;
const PICTURED_UP_TO = 100; // with pictures or voices they stand open, as a menu shows none
const MOST_COLUMNS = 7; // answers of a grid
const INPUTS = {
  int: ["text", "numeric"], decimal: ["text", "decimal"], date: ["date"], time: ["time"], dateTime: ["datetime-local"],
};
const ACCEPT = { image: "image/jpeg,image/png", audio: "audio/*", video: "video/*" };
const MEGABYTE = 1024 * 1024;
const LARGEST_FILE = 10, LARGEST_FILES = 18; // MB, as the server takes them

/**
 * A page of questions. `ctx`: sheet, words, screen (its language), tried (whether "go on" was pressed), beside (what the
 * form shows, by question), changed().
 * Returns its element and `update`, to be called after anything changed.
 */
export function drawPage(page, ctx) {
  const parts = new Map();
  const box = h("div");
  const update = () => place(box, elementsOf(page.nodes, parts, ctx));
  update();
  return { box, update };
}

export const htmlId = (node) => `q-${nameOf(node).replace(/[/[]/g, "-").replaceAll("]", "").replaceAll(".", "_")}`;

function elementsOf(nodes, parts, ctx) {
  const found = [];
  for (const node of nodes.filter(stands)) {
    if (!parts.has(node.nodeId)) parts.set(node.nodeId, partOf(node, ctx));
    const part = parts.get(node.nodeId);
    part.update();
    found.push({ node, box: part.box });
  }
  return inGrids(found, parts);
}

const worn = (node, name) => node.appearances?.[name] === true || [...(node.appearances ?? [])].includes(name);
const isHead = (node) => node.nodeType === "select" && worn(node, "label");
const optionsOf = (node) => node.currentState.valueOptions.map((option) => [option.value, option.label.asString]);
const isRow = (node) => node.nodeType === "select" && worn(node, "list-nolabel");
const alike = (one, other) => one.selectType === other.selectType && JSON.stringify(optionsOf(one)) === JSON.stringify(optionsOf(other));

/** Rows that follow each other and have the same answers stand in one grid; its head is no question of its own. */
function inGrids(found, parts) {
  const boxes = [];
  for (let at = 0; at < found.length; ) {
    const head = isHead(found[at].node) ? found[at] : null;
    const first = at + (head ? 1 : 0);
    let end = first;
    while (end < found.length && isRow(found[end].node) && alike(found[first].node, found[end].node)) end += 1;
    const rows = found.slice(first, end);
    const columns = rows.length ? optionsOf(rows[0].node) : [];
    if (rows.length > 1 && columns.length <= MOST_COLUMNS) {
      const key = `grid ${rows[0].node.nodeId}`;
      if (!parts.has(key)) parts.set(key, h("div"));
      const box = parts.get(key);
      box.className = `grid grid-of-${columns.length}`;
      const label = head ? labelOf(head.node).trim() : "";
      const words = h("p", { class: "words" }, label);
      const names = h("p", { class: "grid-head", "aria-hidden": "true" }, h("span"), columns.map(([, name]) => h("span", {}, name)));
      place(box, [...(label ? [words] : []), names, ...rows.map((row) => row.box)]);
      boxes.push(box);
    } else {
      if (head && labelOf(head.node).trim()) boxes.push(head.box);
      boxes.push(...rows.map((row) => row.box));
      if (!head && !rows.length) boxes.push(found[end++].box);
    }
    at = end;
  }
  return boxes;
}

function partOf(node, ctx) {
  if (isLeaf(node)) return question(node, ctx);
  return isRepeat(node) ? repeated(node, ctx) : group(node, ctx);
}

const labelOf = (node) => node.currentState.label?.asString ?? "";

function group(node, ctx) {
  const parts = new Map();
  const legend = h("legend");
  const box = h("fieldset", { class: "part" });
  const update = () => {
    legend.textContent = labelOf(node);
    place(box, [...(legend.textContent ? [legend] : []), ...elementsOf(bodyOf(node), parts, ctx)]);
  };
  return { box, update };
}

function repeated(node, ctx) {
  const { words } = ctx;
  const free = node.nodeType === "repeat-range:uncontrolled";
  const times = new Map();
  const title = h("h2");
  const add = h("button", { class: "more", type: "button", click: () => change(() => ctx.sheet.more(node)) }, words.add);
  const more = h("p", { lang: ctx.screen }, add);
  const box = h("section", { class: "times" });
  const change = (work) => {
    work();
    ctx.changed();
  };
  const time = (instance) => {
    const parts = new Map();
    const legend = h("legend");
    const away = h("button", { class: "back", type: "button", click: () => change(() => ctx.sheet.less(node, place_(instance))) }, words.take_away, h("span", { class: "visually-hidden" }));
    const foot = h("p", { lang: ctx.screen }, away);
    const field = h("fieldset", { class: "time" });
    const update = () => {
      legend.textContent = `${labelOf(instance) || labelOf(node)} ${place_(instance) + 1}`.trim();
      away.lastChild.textContent = `: ${legend.textContent}`;
      place(field, [legend, ...elementsOf(bodyOf(instance), parts, ctx), ...(free ? [foot] : [])]);
    };
    return { box: field, update };
  };
  const place_ = (instance) => node.currentState.children.indexOf(instance);
  const update = () => {
    title.textContent = labelOf(node);
    const shown = node.currentState.children.filter((instance) => instance.currentState.relevant).map((instance) => {
      if (!times.has(instance.nodeId)) times.set(instance.nodeId, time(instance));
      times.get(instance.nodeId).update();
      return times.get(instance.nodeId).box;
    });
    place(box, [...(title.textContent ? [title] : []), ...shown, ...(free && !node.currentState.readonly ? [more] : [])]);
  };
  return { box, update };
}

/** What all questions have: label, "(if you wish)", hint, error; `control` is what is particular. */
function question(node, ctx) {
  const id = htmlId(node);
  const control = controlOf(node, id, ctx);
  const text = h("span", { class: "asked" });
  const free = h("span", { class: "free", lang: ctx.screen }, ` ${ctx.words.if_you_wish}`);
  const hint = h("p", { class: "hint", id: `${id}-hint` });
  const error = h("p", { class: "error", id: `${id}-error` });
  const beside = besideQuestion(node, ctx);
  const set = control.kind === "set";
  const head = set ? h("legend", {}, text) : control.kind === "note" ? h("p", { class: "words" }, text) : h("label", { for: id }, text);
  const box = set
    ? h("fieldset", { class: `ask ${control.class ?? ""}`.trim(), id, tabindex: "-1" })
    : h("div", control.kind === "note" ? { class: "ask note-only", id } : { class: "ask" });
  const update = () => {
    const state = node.currentState;
    text.textContent = labelOf(node);
    hint.textContent = state.hint?.asString ?? "";
    const may = control.kind !== "note" && control.kind !== "tick" && !state.required;
    if (may) head.append(free);
    else free.remove();
    error.textContent = ctx.tried || ctx.sheet.refused.has(node.nodeId) ? ctx.sheet.wrong(node, ctx.words) : "";
    box.classList.toggle("has-error", error.textContent !== "");
    const around = [hint, error].filter((at) => at.textContent).map((at) => at.id);
    const described = set ? box : control.field;
    if (described) {
      if (around.length) described.setAttribute("aria-describedby", around.join(" "));
      else described.removeAttribute("aria-describedby");
      if (!set) described.toggleAttribute("aria-invalid", false);
      if (!set && error.textContent) described.setAttribute("aria-invalid", "true");
    }
    control.update(text.textContent);
    const top = control.kind === "tick" ? [] : [head];
    const said = [hint, error].filter((at) => at.textContent);
    place(box, control.kind === "note" ? [...beside, ...top, ...said, ...control.boxes] : [...top, ...said, ...beside, ...control.boxes]);
  };
  return { box, update };
}

function controlOf(node, id, ctx) {
  const wears = (name) => worn(node, name);
  if (isHead(node)) return { kind: "note", boxes: [], update: () => {} };
  if (node.nodeType === "note" || (node.currentState.readonly && !node.currentState.valueOptions)) return note(node);
  if (node.nodeType === "select") {
    const { length } = node.currentState.valueOptions;
    const pictured = length <= PICTURED_UP_TO && besideChoices(besideOf(node, ctx));
    const few = pictured || (length <= RADIOS_UP_TO && !wears("minimal"));
    if (node.selectType === "select") return picks(node, id, ctx, "checkbox", "boxes");
    return few ? picks(node, id, ctx, "radio", wears("likert") ? "scale" : "radios") : menu(node, id, ctx);
  }
  if (node.nodeType === "rank") return places(node, id, ctx);
  if (node.nodeType === "trigger") return tick(node, id, ctx);
  if (node.nodeType === "upload") return file(node, id, ctx);
  if (node.nodeType === "range") {
    const steps = stepsOf(node);
    if (steps.length) return range(node, id, ctx, steps);
  }
  return input(node, id, ctx, wears);
}

const answer = (ctx, node, given) => {
  ctx.sheet.put(node, given);
  ctx.changed();
};

function note(node) {
  const output = h("output");
  const box = h("p", {}, output);
  const boxes = [];
  const update = () => {
    output.textContent = node.nodeType === "note" || node.currentState.instanceValue ? String(node.currentState.instanceValue ?? "") : "";
    boxes.splice(0, 1, ...(output.textContent ? [box] : []));
  };
  return { kind: "note", boxes, update };
}

/** Radios or boxes. They are made anew only when the choices themselves change. */
function picks(node, id, ctx, type, look) {
  const box = h("div", { class: "picks" });
  const choices = besideOf(node, ctx);
  let known = "";
  const read = () => [...box.querySelectorAll("input:checked")].map((at) => at.value);
  const update = () => {
    const options = node.currentState.valueOptions;
    const now = options.map((option) => option.value).join(" ");
    if (now !== known) {
      known = now;
      box.replaceChildren(...options.flatMap((option, n) => [h("label", { class: "pick", for: `${id}-${n + 1}` },
        h("input", { type, id: `${id}-${n + 1}`, name: id, value: option.value, change: () => answer(ctx, node, read()) }),
        pictureOf(choices, option.value), h("span")), voiceOf(choices, option.value, option.label.asString, ctx)].filter(Boolean)));
    }
    const chosen = new Set(node.currentState.value);
    box.querySelectorAll("label").forEach((pick, n) => {
      pick.querySelector("span").textContent = options[n].label.asString;
      pick.querySelector("input").checked = chosen.has(options[n].value);
    });
  };
  return { kind: "set", class: look, boxes: [box], update };
}

function menu(node, id, ctx) {
  const field = h("select", { id, change: () => answer(ctx, node, field.value ? [field.value] : []) });
  const update = () => {
    const options = node.currentState.valueOptions.map((option) => h("option", { value: option.value }, option.label.asString));
    field.replaceChildren(h("option", { value: "" }), ...options);
    field.value = node.currentState.value[0] ?? "";
  };
  return { kind: "field", field, boxes: [field], update };
}

function places(node, id, ctx) {
  const box = h("div");
  const list = h("div");
  let known = "";
  const read = () => [...new Set([...box.querySelectorAll("select")].map((at) => at.value).filter(Boolean))];
  let before = [];
  const update = () => {
    const options = node.currentState.valueOptions;
    const now = JSON.stringify(options.map((option) => [option.value, option.label.asString]));
    if (now !== known) list.replaceChildren(...[listOf(besideOf(node, ctx), options, ctx)].filter(Boolean));
    known = now;
    const chosen = node.currentState.value.length ? node.currentState.value : before;
    const line = (_, n) => {
      const field = h("select", { id: `${id}-${n + 1}`, change: () => {
        before = [...box.querySelectorAll("select")].map((at) => at.value);
        answer(ctx, node, read().length === options.length ? read() : []);
      } }, h("option", { value: "" }), options.map((option) => h("option", { value: option.value }, option.label.asString)));
      field.value = chosen[n] ?? "";
      return h("p", { class: "place-line" }, h("label", { for: field.id }, `${n + 1}.`), " ", field);
    };
    const focused = document.activeElement?.id;
    box.replaceChildren(...options.map(line));
    if (focused?.startsWith(`${id}-`)) document.getElementById(focused)?.focus();
  };
  return { kind: "set", boxes: [list, box], update };
}

function tick(node, id, ctx) {
  const field = h("input", { type: "checkbox", id, change: () => answer(ctx, node, field.checked) });
  const text = h("span");
  const update = (label) => {
    text.textContent = label;
    field.checked = node.currentState.value === true || node.currentState.instanceValue === "OK";
  };
  return { kind: "tick", field, boxes: [h("label", { class: "pick", for: id }, field, text)], update };
}

function stepsOf(node) {
  const { start, end, step } = node.definition.bounds;
  const [from, to, by] = [start, end, step].map(Number);
  const count = by ? Math.floor(Math.abs((to - from) / by)) + 1 : 0;
  if (count < 1 || count > RADIOS_UP_TO) return [];
  return Array.from({ length: count }, (_, n) => String(Number((from + n * by).toPrecision(6))));
}

function range(node, id, ctx, steps) {
  const pick = (step, n) => h("label", { class: "pick", for: `${id}-${n + 1}` },
    h("input", { type: "radio", id: `${id}-${n + 1}`, name: id, value: step, change: () => answer(ctx, node, step) }), h("span", {}, step));
  const box = h("div", { class: "picks" }, steps.map(pick));
  const update = () => {
    const value = node.currentState.instanceValue;
    for (const at of box.querySelectorAll("input")) at.checked = value !== "" && Number(at.value) === Number(value);
  };
  return { kind: "set", class: "range", boxes: [box], update };
}

function file(node, id, ctx) {
  const { words } = ctx;
  const here = h("p", { class: "hint", lang: ctx.screen });
  const told = h("p", { class: "error", role: "alert" });
  const accept = ACCEPT[node.nodeOptions?.media?.type] ?? null;
  const field = h("input", { type: "file", id, accept, change: () => {
    const [chosen] = field.files;
    if (!chosen) return;
    const others = ctx.sheet.files().filter((one) => one.name !== node.currentState.instanceValue);
    const together = others.reduce((sum, one) => sum + one.blob.size, chosen.size);
    told.textContent = chosen.size > LARGEST_FILE * MEGABYTE ? fill(words.file_large, { limit: LARGEST_FILE })
      : together > LARGEST_FILES * MEGABYTE ? fill(words.files_large, { limit: LARGEST_FILES }) : "";
    if (told.textContent) field.value = "";
    else answer(ctx, node, new File([chosen], unlike(chosen.name, others.map((one) => one.name)), { type: chosen.type }));
  } });
  const boxes = [field];
  const update = () => {
    const name = node.currentState.instanceValue;
    here.textContent = name ? fill(words.file_here, { name }) : "";
    boxes.splice(0, boxes.length, ...(here.textContent ? [here] : []), ...(told.textContent ? [told] : []), field);
  };
  return { kind: "field", field, boxes, update };
}

/** The name, with a number before it where another file of this answer has it. */
function unlike(name, others) {
  let found = name;
  for (let n = 2; others.includes(found); n += 1) found = `${n}-${name}`;
  return found;
}

function input(node, id, ctx, worn) {
  const [type, mode] = INPUTS[node.valueType] ?? ["text", worn("numbers") ? "numeric" : undefined];
  let timer = 0;
  const take = () => {
    clearTimeout(timer);
    if (field.value !== shown()) answer(ctx, node, field.value);
  };
  const heard = { change: take, input: () => {
    clearTimeout(timer);
    timer = setTimeout(take, 250);
  } };
  const long = node.valueType === "string" && worn("multiline");
  const field = long
    ? h("textarea", { id, rows: "4", ...heard })
    : h("input", { type, id, inputmode: mode, autocomplete: "off", ...heard });
  const shown = () => {
    const value = ctx.sheet.refused.get(node.nodeId) ?? node.currentState.instanceValue ?? "";
    return node.valueType === "decimal" ? value.replace(/\.0$/, "") : node.valueType === "time" || node.valueType === "dateTime" ? value.replace(/(T?\d{2}:\d{2}):00(\.0+)?$/, "$1") : value;
  };
  const hint = node.valueType === "geopoint" ? [h("p", { class: "hint", lang: ctx.screen }, ctx.words.point)] : [];
  const update = () => {
    if (document.activeElement !== field && field.value !== shown()) field.value = shown();
  };
  return { kind: "field", field, boxes: [...hint, field], update, flush: take };
}
