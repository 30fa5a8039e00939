/**
 * Pictures, sounds and films that a questionnaire shows, kept on the device. They stand apart from answers, in a database
 * of their own: they can be had again, and a change of theirs can never lock a window in which somebody is writing.
 */

const NAME = "vises-offline-files";
let opening = null;

function opened() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore("files", { keyPath: "address" });
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close();
      request.result.onclose = () => (opening = null);
      resolve(request.result);
    };
  });
  opening.catch(() => (opening = null));
  return opening;
}

async function asked(mode, work) {
  const tx = (await opened()).transaction("files", mode);
  const request = work(tx.objectStore("files"));
  return new Promise((resolve, reject) => {
    tx.oncomplete = () => resolve(request.result);
    tx.onabort = () => reject(tx.error);
  });
}

/** The addresses of all that a round shows beside its questions, in every language, each once. */
function named(round) {
  const found = new Set();
  const look = (what) => (typeof what === "string" ? found.add(what) : Object.values(what).forEach(look));
  look(round.data.beside ?? {});
  return found;
}

/** Whether all that a round shows is on the device. */
export async function allHere(round) {
  const kept = new Set(await asked("readonly", (files) => files.getAllKeys()));
  return [...named(round)].every((address) => kept.has(address));
}

/** Fetch what is not here yet, and let go of what the round does not show any more. True when all of it is here. */
export async function keep(round) {
  const wanted = named(round);
  const kept = await asked("readonly", (files) => files.getAll());
  const there = new Set(kept.map((file) => file.address));
  for (const file of kept) {
    if (file.round === round.id && !wanted.has(file.address)) await asked("readwrite", (files) => files.delete(file.address));
  }
  let all = true;
  for (const address of wanted) {
    if (there.has(address)) continue;
    try {
      const response = await fetch(address, { credentials: "omit", redirect: "error" });
      if (!response.ok) throw new Error(`${response.status}`);
      const file = { address, round: round.id, blob: await response.blob() };
      await asked("readwrite", (files) => files.put(file));
    } catch {
      all = false; // no connection, or no room: the question itself can be answered all the same
    }
  }
  return all;
}

const shown = new Map(); // address to the address of what is kept, for as long as this page is open

/** Let an element show a file: as it is kept here, else from where it comes. */
export async function showIn(element, address) {
  if (!shown.has(address)) {
    const kept = await asked("readonly", (files) => files.get(address)).catch(() => null);
    if (kept) shown.set(address, URL.createObjectURL(kept.blob));
  }
  element.src = shown.get(address) ?? address;
}
