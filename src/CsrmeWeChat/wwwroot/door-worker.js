// Beside the pages of doors: where the network does not answer, what an open door keeps does. It keeps nothing by itself (see door.js).
"use strict";

const patience = 4000;

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  if (event.request.method === "GET") event.respondWith(answer(event.request));
});

async function answer(request) {
  const kept = await caches.match(request, { ignoreVary: true });
  const fresh = fetch(request);
  if (!kept) return fresh;
  try {
    const first = await Promise.race([fresh, new Promise((resolve) => setTimeout(resolve, patience, null))]);
    // A front server without a service behind it answers too.
    return first === null || first.status >= 500 ? kept : first;
  } catch {
    return kept;
  }
}
