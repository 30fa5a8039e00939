// Keeps the screens of a room together: what changed is asked for every second, what is written is kept until it is sent.
// Without this file one sends with the button and reloads the page.
"use strict";
const EVERY = 1000, HIDDEN = 8000, LONGEST = 20000;
const place = document.querySelector("[data-room]"), line = place?.querySelector("[data-line]");
const form = document.querySelector("form[data-send]");
let dirty = false;

if (place) {
  const part = place.querySelector("[data-part]");
  let tag = place.dataset.tag, wait = EVERY, timer = 0, waiting = null;
  const busy = () => part.querySelector(":checked") || part.contains(document.activeElement);
  const show = () => {
    if (waiting === null) return;
    if (busy()) { line.textContent = place.dataset.more || ""; return; }
    part.innerHTML = waiting; waiting = null; line.textContent = "";
    const phase = part.querySelector("[data-now]")?.dataset.now;
    if (!phase || phase === place.dataset.phase) return;
    if (!dirty) { location.reload(); return; }
    const link = document.createElement("a");
    link.href = location.pathname; link.textContent = place.dataset.goneOn; line.replaceChildren(link);
  };
  const look = async () => {
    clearTimeout(timer);
    try {
      const answer = await fetch(place.dataset.room, { cache: "no-store", headers: { "If-None-Match": tag } });
      if (answer.status === 404 || answer.redirected) { location.reload(); return; }
      if (answer.status === 200) { tag = answer.headers.get("ETag"); waiting = await answer.text(); }
      if (answer.status >= 500) throw new Error(String(answer.status));
      if (line.classList.contains("lost")) { line.textContent = ""; line.classList.remove("lost"); }
      wait = EVERY;
    } catch {
      line.textContent = place.dataset.lost; line.classList.add("lost");
      wait = Math.min(wait * 2, LONGEST);
    }
    show();
    timer = setTimeout(look, document.hidden ? HIDDEN : wait);
  };
  timer = setTimeout(look, EVERY * Math.random());
  addEventListener("online", look);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
  addEventListener("vises-sent", look);
}

if (form) {
  const sent = form.querySelector("[name$=sent]"), stays = "stay" in form.dataset;
  const said = form.querySelector("[data-said]"), button = form.querySelector("button");
  const key = `vises-room:${form.dataset.send}`;
  let wait = EVERY, timer = 0, waits = false;
  const say = (words, lost) => { said.textContent = words; said.classList.toggle("lost", Boolean(lost)); };
  const values = () => [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken" && name !== "do");
  const keep = () => { try { localStorage.setItem(key, JSON.stringify([values(), waits])); } catch { /* private browsing */ } };
  const drop = () => { try { localStorage.removeItem(key); } catch { /* private browsing */ } };
  const put = (pairs) => {
    for (const [name, value] of pairs) for (const field of form.elements) {
      if (field.name === name && field.type === "radio") field.checked = field.value === value;
      else if (field.name === name) field.value = value;
    }
  };
  const send = async () => {
    clearTimeout(timer);
    waits = true; button.disabled = true; keep(); say(form.dataset.sending);
    const now = JSON.stringify(values());
    try {
      const answer = await fetch(location.pathname, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
      const words = await answer.json();
      waits = false; wait = EVERY;
      if (answer.ok) {
        if (JSON.stringify(values()) === now) {
          dirty = false; drop();
          if (!stays) for (const field of form.querySelectorAll("textarea, [type=radio]")) {
            if (field.type === "radio") field.checked = false; else field.value = "";
          }
        }
        if (sent) sent.value = words.sent;
        say(words.said); dispatchEvent(new Event("vises-sent"));
      } else { say(words.errors.join(" "), true); keep(); }
      button.disabled = false;
    } catch {
      say(form.dataset.lost, true); button.disabled = false;
      wait = Math.min(wait * 2, LONGEST); timer = setTimeout(send, wait);
    }
  };
  form.addEventListener("submit", (event) => { event.preventDefault(); send(); });
  form.addEventListener("input", () => { dirty = true; keep(); });
  addEventListener("online", () => { if (waits) send(); });
  let kept = null;
  try { kept = JSON.parse(localStorage.getItem(key)); } catch { /* private browsing */ }
  if (kept && !form.querySelector("[aria-invalid]")) {
    put(kept[0]); waits = kept[1]; dirty = true;
    if (waits) send(); else say(form.dataset.again);
  }
}
