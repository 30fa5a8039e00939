// Keeps the page that works without connection: its words, script, styles and letters, all of one version.
// It touches no answer: drafts and what waits to be sent are in the browser's database, whatever becomes of this worker.
"use strict";
const KEPT = "vises-offline-{{ version }}";
const SHELL = "{{ shell }}";
const FILES = [{% for file in files %}"{{ file|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(KEPT);
    await cache.addAll([SHELL, ...FILES].map((address) => new Request(address, { cache: "no-cache" })));
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith("vises-offline-") && name !== KEPT).map((name) => caches.delete(name)));
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (address.pathname.startsWith(SHELL)) event.respondWith(page(request));
  } else if (FILES.includes(address.pathname)) {
    event.respondWith(file(request));
  }
});

// From here, the page is the same for every questionnaire and at once there; a newer one is used from the next time on.
async function page(request) {
  const kept = await (await caches.open(KEPT)).match(SHELL);
  return kept ?? fetch(request);
}

async function file(request) {
  const kept = await (await caches.open(KEPT)).match(request, { ignoreSearch: true });
  return kept ?? fetch(request);
}
