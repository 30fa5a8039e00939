/** Small helpers for elements: no markup is ever made from text. */

/** An element. `props`: attributes; a function is a listener; null and false are left out. */
export function h(tag, props = {}, ...kids) {
  const at = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value == null || value === false) continue;
    if (typeof value === "function") at.addEventListener(name, value);
    else at.setAttribute(name, value === true ? "" : value);
  }
  at.append(...kids.flat().filter((kid) => kid != null && kid !== false && kid !== ""));
  return at;
}

/** What stands in `box`, in this order; what is there already is not moved, so that nobody loses her place. */
export function place(box, wanted) {
  const kept = new Set(wanted);
  for (const kid of [...box.children]) if (!kept.has(kid)) kid.remove();
  let at = box.firstElementChild;
  for (const one of wanted) {
    if (one === at) at = at.nextElementSibling;
    else box.insertBefore(one, at);
  }
}

/** The text with its places filled: `{n}`. */
export const fill = (text, facts) => text.replace(/\{(\w+)\}/g, (_, name) => facts[name] ?? "");

/** Today the hour, else the day with it. */
export function moment(when, language) {
  const date = new Date(when);
  const today = date.toDateString() === new Date().toDateString();
  const parts = { hour: "2-digit", minute: "2-digit", ...(today ? {} : { day: "numeric", month: "long" }) };
  return new Intl.DateTimeFormat(language, parts).format(date);
}
