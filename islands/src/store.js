/**
 * What the device keeps, in IndexedDB: rounds that were opened here, drafts, the queue of finished answers, and how many
 * were sent. Whatever is said to be kept is on the disk ("strict"), and what belongs together is one transaction.
 */

const NAME = "vises-offline";
const VERSION = 1;
const STORES = { rounds: "address", drafts: "id", queue: "id", counts: "name" };

/** The draft is not there any more: another window finished it, or threw it away. */
export class Gone extends Error {}

let opening = null;

function opened() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      for (const [name, keyPath] of Object.entries(STORES)) {
        if (!request.result.objectStoreNames.contains(name)) request.result.createObjectStore(name, { keyPath });
      }
    };
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const db = request.result;
      db.onversionchange = () => db.close(); // a newer page needs it
      db.onclose = () => (opening = null); // some systems close it when memory is short
      resolve(db);
    };
  });
  opening.catch(() => (opening = null));
  return opening;
}

/** One transaction. `work` gets the stores and returns a request or nothing; resolves when all of it is on the disk. */
async function run(names, mode, work, again = true) {
  const db = await opened();
  let tx;
  try {
    tx = db.transaction(names, mode, { durability: "strict" });
  } catch (error) {
    if (!again || error.name !== "InvalidStateError") throw error;
    opening = null;
    return run(names, mode, work, false);
  }
  return new Promise((resolve, reject) => {
    const request = work(Object.fromEntries(names.map((name) => [name, tx.objectStore(name)])), tx);
    tx.oncomplete = () => resolve(request?.result);
    tx.onabort = () => reject(tx.error ?? new Gone());
  });
}

const told = "BroadcastChannel" in self ? new BroadcastChannel(NAME) : null;
const listeners = new Set();
const tell = () => {
  told?.postMessage("changed");
  for (const listener of listeners) listener();
};
/** Calls `listener` whenever this or another window changed what waits. */
export function onChange(listener) {
  listeners.add(listener);
  if (told) told.onmessage = () => listeners.forEach((one) => one());
}

const all = (name) => run([name], "readonly", (stores) => stores[name].getAll());
const one = (name, key) => run([name], "readonly", (stores) => stores[name].get(key));

export const rounds = { get: (address) => one("rounds", address), all: () => all("rounds") };
export const drafts = { get: (id) => one("drafts", id), all: () => all("drafts") };
export const queue = { get: (id) => one("queue", id), all: () => all("queue") };
export const sentHere = async () => (await one("counts", "sent")) ?? { n: 0, last: "" };

/**
 * Keep what a round asks, and return it as it is kept: that the answer of a personal link was given stays said. What waits
 * for the same round, and has no way any more, goes through this address; through a personal link one answer at most.
 */
export async function keepRound(round) {
  const kept = { ...round };
  await run(["rounds", "queue"], "readwrite", (stores) => {
    const before = stores.rounds.get(round.address);
    before.onsuccess = () => {
      kept.given = Boolean(before.result?.given);
      const waiting = stores.queue.getAll();
      waiting.onsuccess = () => {
        for (const entry of waiting.result) {
          const lost = entry.state === "ended" && entry.round === round.id && entry.asks === round.asks && !round.ended;
          if (!lost || (round.once && (kept.given || !entry.once))) continue;
          kept.given = Boolean(round.once);
          stores.queue.put({ ...entry, address: round.address, once: round.once, state: "waiting", message: "" });
        }
        stores.rounds.put(kept);
      };
    };
  });
  tell();
  return kept;
}

/** Keep a draft, as long as it was not finished or thrown away meanwhile: `fresh` for its first time. */
export async function keepDraft(draft, fresh = false) {
  await run(["drafts"], "readwrite", (stores, tx) => {
    if (fresh) return void stores.drafts.add(draft);
    const there = stores.drafts.get(draft.id);
    there.onsuccess = () => (there.result ? stores.drafts.put(draft) : tx.abort());
  });
}

export async function throwDraft(id) {
  await run(["drafts"], "readwrite", (stores) => void stores.drafts.delete(id));
}

/**
 * The draft becomes an answer that waits, in one step: it is the one or the other, never both and never neither. With
 * it, a personal link is known to have been used.
 */
export async function finish(entry) {
  await run(["drafts", "queue", "rounds"], "readwrite", (stores, tx) => {
    const there = stores.drafts.get(entry.id);
    there.onsuccess = () => {
      if (!there.result) return tx.abort(); // another window finished it
      stores.queue.add(entry);
      stores.drafts.delete(entry.id);
      if (!entry.once) return;
      const round = stores.rounds.get(entry.address);
      round.onsuccess = () => round.result && stores.rounds.put({ ...round.result, given: true });
    };
  });
  tell();
}

/** The answer arrived: nothing of it stays but that one more was sent. */
export async function arrived(id) {
  await run(["queue", "counts"], "readwrite", (stores) => {
    const there = stores.queue.get(id);
    there.onsuccess = () => {
      if (!there.result) return; // another window saw it arrive
      stores.queue.delete(id);
      const count = stores.counts.get("sent");
      count.onsuccess = () =>
        stores.counts.put({ name: "sent", n: (count.result?.n ?? 0) + 1, last: new Date().toISOString() });
    };
  });
  tell();
}

/** Why an answer did not go, or that it may try again; an answer that is gone stays gone. */
export async function mark(id, change) {
  await run(["queue"], "readwrite", (stores) => {
    const there = stores.queue.get(id);
    there.onsuccess = () => there.result && stores.queue.put({ ...there.result, ...change });
  });
  tell();
}

/** An answer that could not go is thrown away; one that waits is not. The personal link it came with is free again here. */
export async function throwStopped(id) {
  await run(["queue", "rounds"], "readwrite", (stores) => {
    const there = stores.queue.get(id);
    there.onsuccess = () => {
      const entry = there.result;
      if (!entry || entry.state === "waiting") return;
      stores.queue.delete(id);
      if (!entry.once) return;
      const round = stores.rounds.get(entry.address);
      round.onsuccess = () => round.result && stores.rounds.put({ ...round.result, given: false });
    };
  });
  tell();
}
