// Saves a text while one writes, and says when. A lost connection keeps the text on this device.
// Without this file the button does the same.
"use strict";
for (const form of document.querySelectorAll("form[data-save]")) {
  const name = form.dataset.save, line = form.querySelector(".saved");
  const text = form.querySelector("textarea"), number = form.querySelector(`[name="${name}-number"]`);
  const place = `vises:${location.pathname}:${name}`;
  let sent = text.value, timer = 0, busy = false, stopped = false;
  const say = (words, lost) => { line.textContent = words; line.classList.toggle("lost", Boolean(lost)); };
  const keep = () => { try { localStorage.setItem(place, text.value); } catch { /* private browsing */ } };
  const drop = () => { try { localStorage.removeItem(place); } catch { /* private browsing */ } };
  let kept = null;
  try { kept = localStorage.getItem(place); } catch { /* private browsing */ }
  if (kept !== null && kept !== text.value && !form.querySelector(".errors")) { text.value = kept; say(form.dataset.kept); }
  const save = async () => {
    if (busy || stopped || text.value === sent) return;
    busy = true;
    const now = text.value, body = new FormData(form);
    body.set("do", name);
    try {
      const answer = await fetch(location.pathname, { method: "POST", body, headers: { Accept: "application/json" } });
      const said = await answer.json();
      if (answer.ok) { sent = now; number.value = said.number; drop(); say(`${form.dataset.saved} ${said.at}`); }
      else { keep(); stopped = true; say(said.errors.join(" "), true); }
    } catch { keep(); say(form.dataset.lost, true); }
    busy = false;
    if (text.value !== sent && !stopped) timer = setTimeout(save, 4000);
  };
  text.addEventListener("input", () => { keep(); clearTimeout(timer); timer = setTimeout(save, 1500); });
  addEventListener("online", save);
  form.addEventListener("submit", () => { stopped = true; clearTimeout(timer); drop(); });
}
