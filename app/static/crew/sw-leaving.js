/** The emergency exit, served as the worker while HANDZETTEL_WORKER is off: lets go of the offline copy of the app and of itself.
    It answers nothing, so that pages load from the server, and it touches no data: what is unsent lies elsewhere. */

const leaving = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

// Waiting for consent would wait for the page that cannot start. A page in the middle of a slip goes on all the same.
leaving.addEventListener("install", () => void leaving.skipWaiting());

leaving.addEventListener("activate", (event) => event.waitUntil(leave()));

async function leave() {
  const kept = (await caches.keys()).filter((name) => name.startsWith("handzettel-"));
  await Promise.all(kept.map((name) => caches.delete(name)));
  await leaving.registration.unregister();
}
