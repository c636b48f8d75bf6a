/** A new version waits for the person's consent, and never comes in the middle of a slip. */

/** @typedef {{ waiting: boolean, ready: boolean, take: () => void }} Updates */

const HOUR = 3_600_000;

/**
 * Registers the worker and watches for new versions.
 * @param {{ changed: () => void, flush: () => Promise<void>, busy: () => boolean }} page
 * @returns {Updates}
 */
export function watchUpdates({ changed, flush, busy }) {
  const updates = { waiting: false, ready: Boolean(navigator.serviceWorker?.controller), take: () => {} };
  if (!navigator.serviceWorker) return updates;
  let had_one = updates.ready;
  navigator.serviceWorker.addEventListener("controllerchange", whenSwitched);
  navigator.serviceWorker.register("/app/sw.js", { scope: "/app", updateViaCache: "none" }).then(watch, () => {});
  return updates;

  /** @param {ServiceWorkerRegistration} registration */
  function watch(registration) {
    updates.take = () => registration.waiting?.postMessage("switch");
    look(registration);
    registration.addEventListener("updatefound", () => follow(registration));
    askNowAndThen(registration);
  }

  /** @param {ServiceWorkerRegistration} registration */
  function follow(registration) {
    registration.installing?.addEventListener("statechange", () => look(registration));
  }

  /** @param {ServiceWorkerRegistration} registration */
  function look(registration) {
    updates.waiting = Boolean(registration.waiting && registration.active);
    updates.ready = Boolean(registration.active);
    changed();
  }

  async function whenSwitched() {
    const first = !had_one;
    had_one = true;
    if (first) return changed();       // the very first worker brings nothing new
    await flush();
    if (busy()) addEventListener("hashchange", () => busy() || location.reload());
    else location.reload();
  }
}

/** @param {ServiceWorkerRegistration} registration */
function askNowAndThen(registration) {
  let asked = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.hidden || Date.now() - asked < HOUR) return;
    asked = Date.now();
    registration.update().catch(() => {});              // no signal: the next time
  });
}
