/** The app of somebody who is paired: the page, its router, and the exchange with the office. */

import { keepInTouch } from "./contact.js";
import { makePage } from "./page.js";
import { startRouter } from "./router.js";
import { createSync } from "./sync.js";
import { watchUpdates } from "./updates.js";

/** @import { Api, Store } from "./shapes.js" */
/** @import { Page } from "./screen.js" */

/** @param {{ store: Store, api: Api, useLanguage: Page["language"], showTheme: (name: string) => void }} needs @returns {Promise<Page>} */
export function open({ store, api, useLanguage, showTheme }) {
  const sync = createSync({ store, api, now: Date.now, random: Math.random, lock, timers, version: document.documentElement.dataset.version });
  return makePage({ store, api, sync, useLanguage, showTheme });
}

/** The person first, then the office. @param {Page} page @param {HTMLElement} root @param {string} version */
export async function begin(page, root, version) {
  const { store, sync } = page;
  const router = startRouter(page, root);
  page.updates = watchUpdates({ changed: () => page.draw(), flush: page.flush, busy: router.busy, log: store.log, version });
  keepInTouch(sync);
  await router.begun;
  void import("./parts/documents.js").then(({ keepDocuments }) => keepDocuments(page)).catch(() => {});
  sync.start();
  page.persisted = (await navigator.storage?.persist?.()) ?? null;
  await store.setMeta({ persisted: page.persisted });
}

/** One sender on this phone at a time; without locks every tab may send, which is slower but harmless.
    @template T @param {string} name @param {() => Promise<T>} work @returns {Promise<T | undefined>} */
async function lock(name, work) {
  if (!navigator.locks) return work();
  return navigator.locks.request(name, { ifAvailable: true }, (held) => (held ? work() : undefined));
}

const timers = {
  set: (/** @type {() => void} */ work, /** @type {number} */ ms) => setTimeout(work, ms),
  clear: (/** @type {any} */ id) => clearTimeout(id),
};
