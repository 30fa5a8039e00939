// Marking by keyboard alone: arrows choose words or sentences, letters find a theme, Enter marks.
// Without this script the same form asks for numbers of sentences.
const reading = document.querySelector("[data-coder]");
const form = document.querySelector("[data-coder-form]");
if (reading && form) coder();

function coder() {
  const part = (name) => form.querySelector(`[data-${name}]`);
  const field = (name) => form.elements.namedItem(name);
  const [chosen, letters, list, status, undo] = ["chosen", "letters", "found", "status", "undo"].map(part);
  const says = status.dataset;
  part("scripted").hidden = false;
  const memo = field("memo"), fresh = field("new"); // neither is there where two people read apart
  if (memo) list.after(memo.closest(".field")); // Tab leads from the letters to the memo
  part("by-number").append(field("code").closest(".field"), ...(fresh ? [fresh.closest(".field")] : [])); // the letters do their work
  // where the form stands far under the words, it comes along once words are chosen
  const panel = form.closest(".marking"), narrow = matchMedia("(max-width: 74.99rem)");
  const leaveOff = () => { panel.classList.remove("choosing"); };
  part("leave").addEventListener("click", () => { leaveOff(); document.getSelection().removeAllRanges(); reading.focus({ preventScroll: true }); });
  if (!form.querySelector(".errors")) part("by-number").open = false;

  // Offsets count characters as the server does, not UTF-16 units.
  const count = (text) => Array.from(text).length;
  const units = (text, characters) => Array.from(text).slice(0, characters).join("").length;
  const runs = (element) => [...element.querySelectorAll("[data-at]")];
  const at = (run) => Number(run.dataset.at);
  const turnOf = (element) => element.closest("[data-turn]")?.dataset.turn ?? "";

  // Every word of the page with its place; found again when a piece of the page was drawn anew.
  let words = null;
  function allWords() {
    if (words) return words;
    words = [];
    for (const sentence of reading.querySelectorAll("[data-sentence]")) {
      const pieces = runs(sentence);
      if (!pieces.length) continue;
      const text = pieces.map((run) => run.textContent).join(""), begin = at(pieces[0]), first = words.length;
      for (const word of text.matchAll(/[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}'’-]*[\p{L}\p{N}\p{M}])?/gu)) {
        const start = begin + count(text.slice(0, word.index));
        words.push({ start, end: start + count(word[0]), sentence, first, turn: turnOf(sentence) });
      }
      for (const word of words.slice(first)) Object.assign(word, { last: words.length - 1, from: begin, to: begin + count(text) });
    }
    return words;
  }

  // --- what is chosen: words from anchor to focus
  let anchor = -1, focus = -1;

  function rangeOf(start, end, turn) {
    const range = document.createRange();
    let begun = false;
    for (const run of runs(reading)) {
      if (turn && turnOf(run) !== turn) continue;
      const node = run.firstChild, from = at(run), to = from + count(run.textContent);
      if (!node) continue;
      if (!begun && start >= from && start < to) { range.setStart(node, units(node.data, start - from)); begun = true; }
      if (begun && end > from && end <= to) { range.setEnd(node, units(node.data, end - from)); return range; }
    }
    return null;
  }

  function choose(start, end, turn, text) {
    field("start").value = start;
    field("end").value = end;
    for (const name of ["first", "last", "words"]) field(name).value = "";
    if (field("turn")) field("turn").value = turn;
    chosen.textContent = text.length > 240 ? `${text.slice(0, 240)}…` : text;
    if (narrow.matches && !panel.classList.contains("choosing")) { panel.classList.add("choosing"); offer(); }
    const range = rangeOf(start, end, turn);
    if (globalThis.CSS?.highlights && range) CSS.highlights.set("chosen", new Highlight(range));
    else reading.querySelectorAll("[data-sentence]").forEach((s) => s.classList.toggle("here", Boolean(range?.intersectsNode(s))));
    return range;
  }

  function show() {
    const all = allWords(), [a, b] = [all[Math.min(anchor, focus)], all[Math.max(anchor, focus)]];
    const whole = a === all[a.first] && b === all[b.last];
    const range = choose(whole ? a.from : a.start, whole ? b.to : b.end, a.turn, "");
    if (range) chosen.textContent = plainOf(range);
    all[focus].sentence.scrollIntoView({ block: "nearest" });
  }

  const plainOf = (range) => {
    const text = runs(reading).filter((run) => range.intersectsNode(run)).map((run) => {
      const node = run.firstChild;
      const from = node === range.startContainer ? range.startOffset : 0;
      const to = node === range.endContainer ? range.endOffset : node.data.length;
      return node.data.slice(from, to);
    }).join(" ");
    return text.length > 240 ? `${text.slice(0, 240)}…` : text;
  };

  function move(key, extend) {
    const all = allWords();
    if (!all.length) return;
    const now = all[Math.max(focus, 0)], fresh = focus < 0;
    const sentence = { ArrowDown: 1, ArrowUp: -1 }[key], word = { ArrowRight: 1, ArrowLeft: -1 }[key];
    if (sentence && extend && !fresh) {
      const down = focus >= anchor;
      if (sentence > 0) focus = down || now.last > anchor ? (all[now.last + 1] ?? all[now.last]).last : Math.min(now.last + 1, all.length - 1);
      else if (now.first > anchor) focus = now.first - 1;
      else { focus = (all[now.first - 1] ?? now).first; anchor = Math.max(anchor, all[anchor].last); }
    } else if (sentence) {
      const next = fresh ? now : sentence > 0 ? all[now.last + 1] : all[now.first - 1];
      if (!next) return leave(sentence);
      [anchor, focus] = [next.first, next.last];
    } else {
      const next = fresh ? 0 : focus + word;
      if (!all[next]) return leave(word);
      focus = next;
      if (!extend || anchor < 0) anchor = focus;
    }
    // where several people speak, a passage lies within what one of them said
    if (all[focus].turn !== all[anchor].turn) anchor = focus;
    show();
  }

  function leave(direction) {
    const link = document.querySelector(direction > 0 ? "a[rel=next]" : "a[rel=prev]");
    if (link) location.assign(`${link.href}#${direction > 0 ? "reading" : "reading-end"}`);
  }

  // With the mouse, or with a finger: the runs of words that a selection touches.
  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount) return;
    const range = selection.getRangeAt(0);
    if (!reading.contains(range.commonAncestorContainer)) return;
    const touched = runs(reading).filter((run) => run.firstChild && range.intersectsNode(run));
    if (!touched.length) return;
    const turn = turnOf(touched[0]), mine = touched.filter((run) => turnOf(run) === turn), last = mine[mine.length - 1];
    const inside = (node, offset, run) => (node === run.firstChild ? at(run) + count(node.data.slice(0, offset)) : null);
    const start = inside(range.startContainer, range.startOffset, mine[0]) ?? at(mine[0]);
    const end = inside(range.endContainer, range.endOffset, last) ?? at(last) + count(last.textContent);
    if (end <= start) return;
    choose(start, end, turn, mine.length === touched.length ? selection.toString() : mine.map((run) => run.textContent).join(" "));
    const near = allWords().filter((word) => word.turn === turn && word.start < end && word.end > start);
    if (near.length) [anchor, focus] = [words.indexOf(near[0]), words.indexOf(near[near.length - 1])];
  });

  reading.addEventListener("keydown", (event) => {
    if (event.target !== reading || event.altKey) return;
    if (event.ctrlKey || event.metaKey) {
      if (event.key.toLowerCase() === "z" && takeBack()) event.preventDefault();
      return;
    }
    if (event.key.startsWith("Arrow")) move(event.key, event.shiftKey);
    else if (event.key === "Enter" && focus >= 0) letters.focus();
    else if (event.key.length === 1 && event.key !== " " && focus >= 0) { letters.value = event.key; letters.focus(); offer(); }
    else return;
    event.preventDefault();
  });

  // --- the theme, by its letters
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/^[–\s]+/, "").trim();
  let matches = [], active = 0, asked = "";

  function offer() {
    const typed = plain(letters.value);
    const options = [...field("code").options].filter((option) => option.value);
    const rank = (option) => {
      const name = plain(option.text);
      return name.startsWith(typed) ? 0 : name.split(/[\s'’-]+/).some((word) => word.startsWith(typed)) ? 1 : name.includes(typed) ? 2 : 9;
    };
    const all = panel.classList.contains("choosing") ? options : []; // a finger would rather tap a theme than type
    matches = typed ? options.map((option) => [rank(option), option]).filter(([r]) => r < 9).sort((a, b) => a[0] - b[0]).map(([, option]) => option).slice(0, 7) : all;
    active = typed ? 0 : -1;
    asked = "";
    status.textContent = typed && !matches.length ? (fresh ? says.none : says.only).replace("{}", letters.value.trim()) : "";
    drawOffer();
  }

  function drawOffer() {
    list.replaceChildren(...matches.map((option, number) => {
      const line = document.createElement("li");
      Object.assign(line, { id: `found-${number}`, textContent: option.text.replace(/^[–\s]+/, "") });
      line.setAttribute("role", "option");
      line.setAttribute("aria-selected", String(number === active));
      line.addEventListener("mousedown", (event) => { event.preventDefault(); active = number; field("code").value = option.value; take(); });
      return line;
    }));
    letters.setAttribute("aria-expanded", String(Boolean(matches.length)));
    if (matches[active]) letters.setAttribute("aria-activedescendant", `found-${active}`);
    else letters.removeAttribute("aria-activedescendant");
    field("code").value = matches[active]?.value ?? "";
    if (fresh) fresh.value = "";
  }

  function take() {
    const name = letters.value.trim();
    if (matches[active]) form.requestSubmit();
    else if (name && fresh && asked === name) { fresh.value = name; form.requestSubmit(); }
    else if (name && fresh) { asked = name; status.textContent = says.again.replace("{}", name); }
  }

  letters.addEventListener("input", offer);
  letters.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!matches.length) return;
      active = event.key === "ArrowDown" ? (active + 1) % matches.length : (active < 1 ? matches.length : active) - 1;
      drawOffer();
    } else if (event.key === "Enter") take();
    else if (event.key === "Escape") { letters.value = ""; leaveOff(); offer(); reading.focus(); }
    else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !letters.value) takeBack();
    else return;
    event.preventDefault();
  });
  memo?.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); form.requestSubmit(); }
  });

  // --- marking, and taking back, without leaving the page
  const marked = [];
  const rows = document.querySelector("[data-passages]");

  async function send(data) {
    status.textContent = "";
    try {
      const answer = await fetch(form.action || location.href, { method: "POST", body: data, headers: { Accept: "application/json" }, redirect: "manual" });
      if (answer.type === "opaqueredirect") { location.reload(); return null; }
      const told = await answer.json();
      if (told.problem) status.textContent = told.problem;
      return answer.ok ? told : null;
    } catch {
      status.textContent = says.lost;
      return null;
    }
  }

  function redraw(told) {
    for (const [key, html] of Object.entries(told.pieces)) {
      const old = reading.querySelector(`[data-piece="${key}"]`), box = document.createElement("template");
      box.innerHTML = html.trim();
      const now = box.content.firstElementChild;
      if (old && now && !old.isEqualNode(now)) old.replaceWith(now);
    }
    const themes = field("code");
    if (told.options && themes.innerHTML !== told.options) { const before = themes.value; themes.innerHTML = told.options; themes.value = before; }
    words = null;
  }

  // What others marked is drawn without moving the page, the choice of words or the focus.
  reading.addEventListener("vises-latest", ({ detail }) => {
    const selection = document.getSelection(), selected = selection.rangeCount && !selection.isCollapsed && reading.contains(selection.anchorNode);
    const open = panel.classList.contains("choosing");
    const link = reading.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    redraw(detail);
    if (field("start").value && !field("first").value) {
      const turn = field("turn")?.value ?? "";
      const range = choose(Number(field("start").value), Number(field("end").value), turn, chosen.textContent);
      if (selected && range) { selection.removeAllRanges(); selection.addRange(range); }
    }
    if (!open) leaveOff();
    if (link) reading.querySelector(`a[href="${link}"]`)?.focus({ preventScroll: true });
  });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const data = new FormData(form);
    data.set("shows", reading.dataset.shows ?? "");
    const told = await send(data);
    if (!told) return;
    if (told.shows) reading.dataset.shows = told.shows; // nobody else marked: there is nothing more to ask for
    marked.push(told.passage);
    undo.hidden = false;
    const box = document.createElement("template");
    box.innerHTML = told.row.trim();
    const row = box.content.firstElementChild;
    if (rows && row) {
      const after = [...rows.children].find((one) => Number(one.dataset.start) > Number(row.dataset.start));
      rows.insertBefore(row, after ?? null);
      document.querySelector("[data-nothing]")?.setAttribute("hidden", "");
    }
    letters.value = field("code").value = "";
    if (memo) memo.value = "";
    redraw(told);
    if (focus >= 0) show();
    leaveOff();
    offer();
    status.textContent = told.said;
    reading.focus();
  });

  function takeBack() {
    const id = marked.pop();
    if (!id) return false;
    const data = new FormData();
    for (const [name, value] of [["csrfmiddlewaretoken", field("csrfmiddlewaretoken").value], ["do", "unmark"], ["passage", id]]) data.set(name, value);
    send(data).then((told) => {
      if (!told) { marked.push(id); return; }
      document.getElementById(`p-${id}`)?.remove();
      undo.hidden = !marked.length;
      redraw(told);
      if (focus >= 0) show();
      leaveOff();
      status.textContent = told.said;
      reading.focus();
    });
    return true;
  }
  undo.addEventListener("click", takeBack);

  if (location.hash.startsWith("#reading")) {
    reading.focus();
    if (location.hash === "#reading-end") { const all = allWords(); anchor = focus = all.length; move("ArrowLeft", false); move("ArrowDown", false); }
    else move("ArrowDown", false);
  }
}
