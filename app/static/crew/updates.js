/** A new version waits for the person's consent, and never comes in the middle of a slip, in this window or in another one. */

import { penHeldElsewhere } from "./parts/lock.js";

/**
 * @typedef {object} Updates
 * @property {boolean} waiting  a newer version is on the phone, verified, and waits for consent
 * @property {boolean} ready  the app starts without a signal
 * @property {boolean} elsewhere  why the last consent was not followed: a slip is open in another window
 * @property {() => Promise<void>} take  consent
 * @property {() => void} arrived  another screen is shown
 */

const HOUR = 3_600_000;
const KEPT = "handzettel-";         // how the worker names its caches

/** @type {Updates} */
export const NO_UPDATES = { waiting: false, ready: false, elsewhere: false, take: async () => {}, arrived: () => {} };

/**
 * Registers the worker and watches for new versions.
 * @param {{ changed: () => void, flush: () => Promise<void>, busy: () => boolean, log: (event: string) => Promise<void>, version: string }} page
 * @returns {Updates}
 */
export function watchUpdates({ changed, flush, busy, log, version }) {
  const workers = navigator.serviceWorker;
  const updates = { ...NO_UPDATES, take, arrived };
  /** @type {ServiceWorkerRegistration | null} */
  let registration = null;
  let had_one = Boolean(workers?.controller);
  let switched = false;
  if (!workers) return updates;
  keepMyFiles(version);
  workers.addEventListener("controllerchange", whenSwitched);
  workers.register("/app/sw.js", { scope: "/app", updateViaCache: "none" }).then(watch, () => {});
  return updates;

  /** @param {ServiceWorkerRegistration} found */
  function watch(found) {
    registration = found;
    look();
    found.addEventListener("updatefound", () => found.installing?.addEventListener("statechange", look));
    askNowAndThen(found);
  }

  async function look() {
    updates.waiting = Boolean(registration?.waiting && registration.active);
    updates.ready = Boolean(registration?.active) && (await caches.keys()).some((name) => name.startsWith(KEPT));
    changed();
  }

  async function take() {
    await flush();
    updates.elsewhere = await penHeldElsewhere();
    if (updates.elsewhere || busy()) return changed();
    await log("version_taken");
    registration?.waiting?.postMessage("switch");
  }

  async function whenSwitched() {
    const first = !had_one;
    had_one = true;
    look();
    if (first) return;                 // the very first worker brings nothing new
    switched = true;
    await flush();
    arrived();
  }

  /** A page in the middle of a slip goes on with the version it began with, and starts anew when the person has left it. */
  function arrived() {
    if (switched && !busy()) location.reload();
  }
}

/** As long as this page is open, no worker throws its files away. @param {string} version */
function keepMyFiles(version) {
  navigator.locks?.request(KEPT + version, { mode: "shared" }, () => new Promise(() => {})).catch(() => {});
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
