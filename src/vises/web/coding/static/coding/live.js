// What other people mark in the words one reads appears by itself: asked for every few seconds, with the tag of what is shown.
// Without this script one sees it on opening the page again.
const EVERY = 3000, HIDDEN = 20000, LONGEST = 60000;
const reading = document.querySelector("[data-coder][data-shows]"), line = document.querySelector("[data-others]");
if (reading?.dataset.shows && line) follow();

function follow() {
  const rows = document.querySelector("[data-passages]"), nothing = document.querySelector("[data-nothing]");
  const seen = document.querySelector("[data-coder-form] [name=seen]");
  let wait = EVERY, timer = 0, held = false, latest = null;

  // nothing is drawn under a finger or a mouse that is choosing words
  addEventListener("pointerdown", (event) => { held = reading.contains(event.target); });
  for (const name of ["pointerup", "pointercancel"]) addEventListener(name, () => { held = false; if (latest) setTimeout(draw); });

  async function look() {
    clearTimeout(timer);
    try {
      const answer = await fetch(location.pathname + location.search, { cache: "no-store", redirect: "manual", headers: { Accept: "application/json", "If-None-Match": reading.dataset.shows } });
      if (answer.type === "opaqueredirect" || answer.status === 403 || answer.status === 404) { location.reload(); return; }
      if (answer.status === 200) { reading.dataset.shows = answer.headers.get("ETag"); latest = await answer.json(); }
      else if (answer.status !== 304) throw new Error(String(answer.status));
      wait = EVERY;
      if (latest && !draw()) return;
    } catch {
      wait = Math.min(wait * 2, LONGEST);
    }
    timer = setTimeout(look, document.hidden ? HIDDEN : wait);
  }

  // Draws what came; false where the words themselves are others by now, which only opening the page again shows.
  function draw() {
    if (held || !latest) return true;
    const told = latest;
    latest = null;
    if (seen && told.seen !== seen.value) {
      const link = document.createElement("a");
      Object.assign(link, { href: location.pathname + location.search, textContent: line.dataset.again });
      line.replaceChildren(`${line.dataset.moved} `, link);
      clearTimeout(timer);
      return false;
    }
    const top = [...document.querySelectorAll("[data-piece], [data-passages] > li")].find((one) => one.getBoundingClientRect().bottom > 0);
    const place = top && (top.dataset.piece ? `[data-piece="${top.dataset.piece}"]` : `#${top.id}`), before = top?.getBoundingClientRect().top;
    reading.dispatchEvent(new CustomEvent("vises-latest", { detail: told }));
    list(told.rows);
    requestAnimationFrame(() => {
      const by = place ? document.querySelector(place)?.getBoundingClientRect().top - before : 0;
      if (Math.abs(by) > 1) scrollBy(0, by);
    });
    return true;
  }

  // The rows under the words; one that somebody is writing in stays as it is.
  function list(htmls) {
    const box = document.createElement("template"), fresh = [];
    box.innerHTML = htmls.join("");
    const now = [...box.content.children], ids = new Set(now.map((row) => row.id));
    const busy = (row) => row.contains(document.activeElement) || row.querySelector("details[open]");
    for (const row of [...rows.children]) if (!ids.has(row.id) && !busy(row)) row.remove();
    let after = null;
    for (const row of now) {
      const old = document.getElementById(row.id);
      if (!old) { if (after) after.after(row); else rows.prepend(row); fresh.push(row.dataset.told); }
      else if (old.textContent !== row.textContent && !busy(old)) old.replaceWith(row);
      after = document.getElementById(row.id);
    }
    nothing?.toggleAttribute("hidden", Boolean(rows.children.length));
    if (fresh.length) line.textContent = line.dataset.marked.replace("{}", fresh.join(", "));
  }

  timer = setTimeout(look, EVERY * (0.5 + Math.random()));
  addEventListener("online", look);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
}
