// The reference engine as a line protocol: one JSON request per line in, one JSON answer per line out.
// {form, steps: [{op: "set", ref, value: [..]} | {op: "add", ref} | {op: "remove", ref, index}], language}
globalThis.__dirname = '/';
import { createInterface } from 'node:readline';
import { JSDOM } from 'jsdom';

const window = new JSDOM('<!doctype html><html></html>').window;
for (const name of [
  'window', 'document', 'DOMParser', 'XMLSerializer', 'Node', 'Element', 'Document', 'XPathResult', 'XPathEvaluator',
  'Attr', 'Text', 'CharacterData', 'Comment', 'HTMLElement', 'NodeFilter', 'MutationObserver', 'XMLDocument',
]) {
  globalThis[name] ??= name === 'window' ? window : window[name];
}
console.warn = () => {};
const { createInstance } = await import('@getodk/xforms-engine');

const MULTIPLE = new Set(['select', 'rank']);

function* walk(node) {
  for (const child of node.currentState.children ?? []) {
    yield child;
    yield* walk(child);
  }
}

const find = (root, ref) => [...walk(root)].find((node) => node.currentState.reference === ref);

function put(node, values) {
  if (node == null) throw new Error('no such node');
  if (node.nodeType === 'select') {
    node.selectType === 'select' ? node.selectValues(values) : node.selectValue(values[0] ?? null);
  } else if (node.nodeType === 'rank') {
    node.setValues(values);
  } else if (node.nodeType === 'trigger') {
    node.setValue(values.length > 0 && values[0] !== '');
  } else if (node.nodeType === 'input') {
    node.setValue(values[0] ?? '');
  } else if (node.nodeType === 'range') {
    node.setValue(values[0] ?? null);
  } else {
    throw new Error(`cannot set ${node.nodeType}`);
  }
}

function take(root, step) {
  if (step.op === 'set') put(find(root, step.ref), step.value);
  if (step.op === 'add') find(root, step.ref).addInstances();
  if (step.op === 'remove') find(root, step.ref).removeInstances(step.index - 1);
}

function described(node) {
  const state = node.currentState;
  const told = {
    ref: state.reference,
    type: node.nodeType,
    relevant: state.relevant,
    readonly: state.readonly,
    required: state.required,
    label: state.label?.asString ?? null,
  };
  if (!('validationState' in node) || state.instanceValue === undefined) return told;
  told.value = state.instanceValue;
  told.constraint = node.validationState.constraint?.valid ?? true;
  told.missing = !(node.validationState.required?.valid ?? true);
  told.message = node.validationState.violation?.message?.asString ?? null;
  if (MULTIPLE.has(node.nodeType)) {
    told.choices = state.valueOptions.map((option) => [option.value, option.label.asString]);
  }
  return told;
}

async function answer(request) {
  const { root, ...rest } = await createInstance(request.form, { form: {} });
  if (request.language) {
    const language = root.languages.find((one) => one.language === request.language);
    if (language) root.setLanguage(language);
  }
  const refused = [];
  for (const [index, step] of (request.steps ?? []).entries()) {
    try {
      take(root, step);
    } catch (error) {
      refused.push([index, String(error.message ?? error)]);
    }
  }
  return { nodes: [...walk(root)].map(described), refused, xml: root.instanceState.instanceXML };
}

for await (const line of createInterface({ input: process.stdin })) {
  let told;
  try {
    told = await answer(JSON.parse(line));
  } catch (error) {
    told = { error: String(error?.stack ?? error) };
  }
  process.stdout.write(JSON.stringify(told, (_, value) => (typeof value === 'bigint' ? String(value) : value)) + '\n');
}
process.exit(0);
