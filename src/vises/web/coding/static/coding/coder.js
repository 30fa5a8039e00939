// Marking by selection and keys. Without this script the form asks for numbers of sentences.
"use strict";
(() => {
  const reading = document.querySelector("[data-coder]");
  const form = document.querySelector("[data-coder-form]");
  if (!reading || !form) return;
  const field = (name) => form.elements.namedItem(name);
  const chosen = form.querySelector("[data-chosen]");
  const letters = form.querySelector("[data-letters]");
  const found = form.querySelector("[data-found]");
  const sentences = [...reading.querySelectorAll("[data-sentence]")];
  form.querySelector("[data-scripted]").hidden = false;
  if (!form.querySelector(".errors")) form.querySelector("[data-by-number]").open = false;

  // Offsets count characters as the server does, not UTF-16 units.
  const length = (text) => Array.from(text).length;

  function place(node, offset) {
    const element = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-at]");
    if (!element || node.nodeType !== Node.TEXT_NODE) return null;
    return Number(element.dataset.at) + length(node.data.slice(0, offset));
  }

  // Where several people speak, a passage lies within what one of them said.
  const turn = (element) => element.closest("[data-turn]");
  const ends = (run) => Number(run.dataset.at) + length(run.textContent);

  function choose(words, runs, start, end) {
    field("start").value = start;
    field("end").value = end;
    for (const name of ["first", "last", "words"]) field(name).value = "";
    if (field("turn")) field("turn").value = turn(runs[0])?.dataset.turn ?? "";
    chosen.textContent = words.length > 240 ? words.slice(0, 240) + "…" : words;
  }

  // The runs of words that a selection touches: numbers and labels between them are not words.
  function selected() {
    const selection = document.getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount) return;
    const range = selection.getRangeAt(0);
    if (!reading.contains(range.commonAncestorContainer)) return;
    const touched = [...reading.querySelectorAll("[data-at]")].filter((run) => range.intersectsNode(run) && run.firstChild);
    const runs = touched.filter((run) => turn(run) === turn(touched[0]));
    if (!runs.length) return;
    const last = runs[runs.length - 1], whole = runs.length === touched.length;
    const start = place(range.startContainer, range.startOffset) ?? Number(runs[0].dataset.at);
    const end = (whole ? place(range.endContainer, range.endOffset) : null) ?? ends(last);
    if (end > start) choose(whole ? selection.toString() : runs.map((run) => run.textContent).join(" "), runs, start, end);
  }
  document.addEventListener("selectionchange", selected);

  // Arrow keys move through sentences, Shift takes more, Enter goes to the letters.
  let anchor = -1, here = -1;
  const said = (sentence) => [...sentence.querySelectorAll("[data-at]")].map((run) => run.textContent).join("");
  function show() {
    const [a, b] = [Math.min(anchor, here), Math.max(anchor, here)];
    sentences.forEach((sentence, n) => sentence.classList.toggle("here", n >= a && n <= b));
    sentences[here].scrollIntoView({ block: "nearest" });
    const taken = sentences.slice(a, b + 1);
    const runs = taken.flatMap((sentence) => [...sentence.querySelectorAll("[data-at]")]);
    choose(taken.map(said).join(" "), runs, Number(runs[0].dataset.at), ends(runs[runs.length - 1]));
  }
  reading.addEventListener("keydown", (event) => {
    if (event.target !== reading) return;
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (step) {
      here = Math.min(Math.max(here + step, 0), sentences.length - 1);
      if (!event.shiftKey || anchor < 0 || turn(sentences[here]) !== turn(sentences[anchor])) anchor = here;
      show();
      event.preventDefault();
    } else if (event.key === "Enter" && here >= 0) {
      letters.focus();
      event.preventDefault();
    }
  });

  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/^[–\s]+/, "");
  letters.addEventListener("input", () => {
    const typed = plain(letters.value);
    const options = [...field("code").options].filter((option) => option.value);
    const match = typed && (options.find((o) => plain(o.text).startsWith(typed)) || options.find((o) => plain(o.text).includes(typed)));
    field("code").value = match ? match.value : "";
    found.textContent = match ? match.text : "";
  });
  letters.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      if (field("code").value) form.requestSubmit();
    }
  });
})();
