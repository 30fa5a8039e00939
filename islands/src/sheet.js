/** A questionnaire being answered: the ODK engine behind what our pages need of it. */

import { loadForm } from "@getodk/xforms-engine";

const UUID = /^uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const LEAVES = new Set(["input", "note", "select", "rank", "range", "trigger", "upload"]);
const NOBODY = { deviceID: "", email: "", username: "", phoneNumber: "" }; // nothing tells which device, or whose
const HOUR = 3_600_000;
let hour = 0; // in which the answer on screen began
globalThis.visesNow = () => hour; // the engine asks for the time here (build.mjs)
const LEAST_INT = -2_147_483_648, MOST_INT = 2_147_483_647;

export const isRepeat = (node) => node.nodeType.startsWith("repeat-range");
export const isLeaf = (node) => LEAVES.has(node.nodeType);

/**
 * Opens a sheet: a new one, or the one that a draft holds. Throws where the engine cannot read the form.
 *
 * A draft is what was done, in its order, and is done again: the answer as XML leaves out what does not count just now,
 * so that defaults and repeats that count again later would be lost with it.
 */
export async function openSheet(round, language, draft = null) {
  hour = Math.floor((draft ? new Date(draft.begun) : new Date()).getTime() / HOUR) * HOUR;
  const form = await loadForm(round.data.form);
  if (form.status === "failure") throw form.error;
  const config = { preloadProperties: NOBODY, instanceAttachments: { fileNameFactory: (meta) => meta.basename + (meta.extension ?? "") } };
  const instance = await form.createInstance(config);
  const sheet = new Sheet(instance.root, round, language, draft?.id);
  if (draft) sheet.again(draft);
  return sheet;
}

class Sheet {
  constructor(root, round, language, id) {
    this.root = root;
    this.round = round;
    this.refused = new Map(); // node id to a text that is not of the question's type
    this.done = []; // what was done: {set: reference, to: value}, {more: reference}, {less: reference, at: place}
    this.id = id ?? this.#ownId();
    this.speak(language);
  }

  #ownId() {
    const found = metaOf(this.#document(), "instanceID")?.textContent ?? "";
    return UUID.test(found) ? found : `uuid:${crypto.randomUUID()}`;
  }

  /** From now on in that language (a code of the round). */
  speak(language) {
    const named = this.round.data.languages.find(([code]) => code === language)?.[2];
    const known = this.root.languages.find((one) => one.language === named && !one.isSyntheticDefault);
    if (known) this.root.setLanguage(known);
  }

  #document() {
    return new DOMParser().parseFromString(this.root.instanceState.instanceXML, "text/xml");
  }

  /** The answer as it is sent: questions that do not count are left out; its id is the draft's. */
  xml() {
    const answer = this.#document();
    const space = answer.documentElement.namespaceURI;
    let meta = [...answer.documentElement.children].find((kid) => kid.localName === "meta");
    meta ??= answer.documentElement.appendChild(answer.createElementNS(space, "meta"));
    const id = metaOf(answer, "instanceID") ?? meta.appendChild(answer.createElementNS(meta.namespaceURI, "instanceID"));
    id.textContent = this.id;
    return new XMLSerializer().serializeToString(answer);
  }

  /** Pictures and sounds, by the names under which the answer speaks of them; `all`: also those that do not count now. */
  files(all = false) {
    return [...leaves(this.root)]
      .filter((node) => node.nodeType === "upload" && node.currentState.value && (all || node.currentState.relevant))
      .map((node) => ({ name: node.currentState.instanceValue, type: node.currentState.value.type, blob: node.currentState.value }));
  }

  /** Pages with something to show: a group each, what stands between groups together; `key` stays while pages come and go. */
  pages() {
    const found = [];
    let loose = null;
    let place = 0;
    for (const node of bodyOf(this.root)) {
      place += 1;
      if (isLeaf(node)) {
        if (!loose) found.push((loose = { key: `p${place}`, title: null, nodes: [] }));
        loose.nodes.push(node);
      } else {
        loose = null;
        const group = node.nodeType === "group";
        found.push({ key: `p${place}`, title: group ? node : null, nodes: group ? bodyOf(node) : [node], of: node });
      }
    }
    return found.filter((page) => (!page.of || page.of.currentState.relevant) && page.nodes.some(stands));
  }

  /** Do again what a draft says. */
  again(draft) {
    const files = new Map(draft.files.map((file) => [file.name, new File([file.blob], file.name, { type: file.type })]));
    for (const step of draft.done) {
      const node = find(this.root, step.set ?? step.more ?? step.less);
      if (!node) continue;
      if (step.more) this.more(node);
      else if (step.less) this.less(node, step.at);
      else if (!step.file) this.put(node, step.to);
      else if (files.has(step.file)) this.put(node, files.get(step.file));
    }
  }

  /** One time more of a repeat. */
  more(node) {
    this.done.push({ more: node.currentState.reference });
    node.addInstances();
  }

  /** One time less of a repeat: that at `at`, from 0. */
  less(node, at) {
    this.done.push({ less: node.currentState.reference, at });
    node.removeInstances(at);
  }

  #note(node, given) {
    const set = node.currentState.reference;
    if (this.done.at(-1)?.set === set) this.done.pop();
    this.done.push(given instanceof File ? { set, file: given.name } : { set, to: given });
  }

  /** Answer a question with what was typed or chosen; a text that is not of its type is remembered as such. */
  put(node, given) {
    this.#note(node, given);
    this.refused.delete(node.nodeId);
    if (node.nodeType === "select") {
      node.selectType === "select" ? node.selectValues(given) : node.selectValue(given[0] ?? null);
    } else if (node.nodeType === "rank") node.setValues(given);
    else if (node.nodeType === "trigger" || node.nodeType === "upload") node.setValue(given);
    else if (node.nodeType === "range") node.setValue(given || null);
    else this.#type(node, given);
  }

  #type(node, text) {
    const value = typed(node.valueType, text);
    let taken = value !== null;
    try {
      node.setValue(value ?? "");
    } catch {
      taken = false;
    }
    if (!taken || (value && node.currentState.instanceValue === "")) this.refused.set(node.nodeId, text);
  }

  /** What is wrong with a question now, in words, or "". */
  wrong(node, words) {
    const state = node.currentState;
    if (!state.relevant) return "";
    if (this.refused.has(node.nodeId)) return words.type[node.valueType] ?? words.answer.constraint;
    const violation = node.validationState?.violation;
    return violation ? violation.message?.asString || words.answer[violation.condition] : "";
  }

  /** The questions of a page that are not right yet. */
  problems(page) {
    return [...page.nodes].flatMap((node) => [...leaves(node)]).filter((node) => stands(node) && this.wrong(node, NO_WORDS));
  }
}

const NO_WORDS = { type: {}, answer: { constraint: "!", required: "!" } };

function metaOf(answer, name) {
  const meta = [...answer.documentElement.children].find((kid) => kid.localName === "meta");
  return meta && [...meta.children].find((kid) => kid.localName === name);
}

/** What stands in a group, a repeat or the whole: without what is only computed; groups that merely hold others are looked through. */
export function bodyOf(node) {
  return (node.currentState.children ?? []).flatMap((kid) => {
    if (kid.nodeType === "subtree") return bodyOf(kid);
    return isLeaf(kid) || isRepeat(kid) || kid.nodeType === "group" || kid.nodeType === "repeat-instance" ? [kid] : [];
  });
}

/** Whether a node counts and has something to show. */
export function stands(node) {
  if (!node.currentState.relevant) return false;
  if (isLeaf(node)) return true;
  return node.nodeType === "repeat-range:uncontrolled" || bodyOf(node).some(stands);
}

/** The node of that reference, also a repeat; null where there is none. */
function find(node, reference) {
  if (node.currentState.reference === reference && (isLeaf(node) || isRepeat(node))) return node;
  for (const kid of isLeaf(node) ? [] : bodyOf(node)) {
    const found = find(kid, reference);
    if (found) return found;
  }
  return null;
}

export function* leaves(node) {
  if (isLeaf(node)) yield node;
  else for (const kid of bodyOf(node)) yield* leaves(kid);
}

/** The name of a question among the others: "group/q", "rep[2]/q". */
export const nameOf = (node) => node.currentState.reference.split("/").slice(2).join("/");

/** What somebody typed, as it is kept; null where it is not of that type. Forgiving where nothing can be misread. */
export function typed(kind, text) {
  if (kind === "string") return text.replaceAll("\r\n", "\n");
  const given = text.trim();
  if (given === "") return "";
  if (kind === "int") {
    if (!/^[+-]?\d+(?:[.,]0*)?$/.test(given)) return null;
    const number = parseInt(given, 10);
    return number >= LEAST_INT && number <= MOST_INT ? String(number) : null;
  }
  if (kind === "decimal") {
    const number = given.includes(".") ? given : given.replace(",", ".");
    return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(number) ? number : null;
  }
  if (kind === "geopoint") return given.replace(/\s*[,;]\s*/g, " ");
  if ((kind === "time" || kind === "dateTime") && /(^|T)\d{2}:\d{2}$/.test(given)) return `${given}:00`;
  return given;
}
