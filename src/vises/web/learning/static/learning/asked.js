// Looks, while one writes, whether the same was asked before. Without this file the button does the same.
"use strict";
for (const form of document.querySelectorAll("form[data-asked]")) {
  const text = form.querySelector("textarea"), language = form.querySelector("[name=language]");
  const place = form.querySelector("[data-near]"), seen = form.querySelector("[name=seen]");
  let timer = 0, asked = "";
  const look = async () => {
    const words = text.value.trim();
    if (words === asked || words.split(/\s+/).length < 4) return;
    asked = words;
    try {
      const query = new URLSearchParams({ text: words.slice(0, 1500), language: language.value });
      const answer = await fetch(`${form.dataset.asked}?${query}`);
      if (!answer.ok || asked !== text.value.trim()) return;
      place.innerHTML = await answer.text();
      const shown = [...place.querySelectorAll("[data-note]")].map((item) => item.dataset.note);
      seen.value = [...new Set([...seen.value.split(" "), ...shown])].filter(Boolean).slice(-10).join(" ");
    } catch { /* no connection: the button looks again */ }
  };
  text.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(look, 700); });
  language.addEventListener("change", () => { asked = ""; text.lang = language.value; look(); });
}
