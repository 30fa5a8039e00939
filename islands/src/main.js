/** The installed page: finds out what its address asks, now or when it was last opened here, and begins. */

import { h } from "./html.js";
import * as store from "./store.js";
import * as sending from "./sending.js";
import * as files from "./files.js";
import { here, ours, script, show, speak, stand } from "./screen.js";
import { home } from "./home.js";

const able = () => isSecureContext && "serviceWorker" in navigator && "indexedDB" in self && crypto.subtle && "WebAssembly" in self;

/** What this address asks: as it is now where there is a connection, else as it was when it was last opened here. */
async function look() {
  const { address, asks, once, screen } = here;
  const kept = await store.rounds.get(address);
  if (kept) settle(kept);
  try {
    const signal = AbortSignal.timeout?.(kept ? 8_000 : 30_000);
    const response = await fetch(`${address}round/?lang=${screen}`, { credentials: "omit", signal });
    const data = await response.json();
    if (response.ok) return await store.keepRound({ address, id: data.round, asks, once, data, ended: "" });
    if (data.state === "ended" && kept) {
      return await store.keepRound({ ...kept, ended: data.code === "collection.wave-ended" ? "closed" : data.message });
    }
    return { ended: data.message ?? "" };
  } catch {
    return kept;
  }
}

/** The questionnaire in the language of this browser where it has it, else in its own. */
function settle({ data }) {
  const known = data.languages.map(([code]) => code);
  speak(known.includes(here.screen) ? here.screen : known.includes(data.language) ? data.language : known[0]);
}

/** Pictures and sounds come after the page, which can be read meanwhile. */
async function fetchFiles() {
  if (await files.allHere(here.round).catch(() => false)) return;
  here.files = "coming";
  stand();
  here.files = (await files.keep(here.round).catch(() => false)) ? "here" : "missing";
  stand();
}

async function beginPage() {
  if (!able()) return show(beginPage, here.words.unable, h("h1", {}, here.words.unable), onWeb());
  navigator.serviceWorker.register(script.dataset.worker, { scope: script.dataset.scope, updateViaCache: "none" }).catch(console.error);
  navigator.serviceWorker.ready.then(() => {
    here.worker = true;
    stand();
  });
  addEventListener("online", () => {
    stand();
    if (here.round && here.files === "missing") fetchFiles();
  });
  addEventListener("offline", stand);
  store.onChange(() => {
    stand();
    here.view?.follow?.();
  });
  sending.watch(stand);
  const found = await look();
  sending.sendNow(); // also what had no way any more and goes through this address
  if (!found?.data) {
    const told = found?.ended || here.words.never_opened;
    return show(beginPage, here.words.closed, ours(h("h1", {}, told), found?.ended ? "" : onWeb()));
  }
  here.round = found;
  settle(found);
  document.head.append(h("link", { rel: "manifest", href: `${here.address}app.webmanifest?lang=${here.screen}` }));
  await home();
  await fetchFiles();
}

/** The page on the web behind the same link; those who ask others have one of their own. */
function onWeb() {
  const { scope } = script.dataset;
  const rest = here.address.slice(scope.length);
  return here.asks ? "" : h("p", {}, h("a", { class: "go", href: /^[gi]\//.test(rest) ? `/${rest}` : `/a/${rest}` }, here.words.on_web));
}

speak(here.screen);
beginPage();
