/** The start: words, store, who is signed in; then the router draws. Nothing here waits for the network. */

import { render } from "../vendor/lit-html.js";
import { createApi } from "./api.js";
import { keepInTouch } from "./contact.js";
import { makePage } from "./page.js";
import { startRouter } from "./router.js";
import { noStore } from "./screens/alarm.js";
import { install, mustInstall } from "./screens/install.js";
import { pair } from "./screens/pair.js";
import { openStore } from "./store/store.js";
import { createSync } from "./sync.js";
import { speak } from "./texts.js";
import { watchUpdates } from "./updates.js";

/** @import { Api, Store } from "./shapes.js" */

const root = /** @type {HTMLElement} */ (document.getElementById("app"));

boot();

async function boot() {
  showTheme(localStorage.getItem("handzettel.theme") ?? "");
  const [store] = await Promise.all([openStore({ outdated, blocked }).catch(() => null), useLanguage(preferredLanguage())]);
  if (!store) return render(noStore(), root);
  if (mustInstall()) return render(install(), root);
  const api = createApi({ fetch: fetch.bind(window) });
  if (location.hash.startsWith("#pair=") || !(await store.who())) await pair({ root, store, api, useLanguage });
  await start(store, api);
}

/** @param {Store} store @param {Api} api */
async function start(store, api) {
  const sync = createSync({ store, api, now: Date.now, random: Math.random, lock, timers });
  const page = await makePage({ store, api, sync, useLanguage, showTheme });
  const router = startRouter(page, root);
  page.updates = watchUpdates({ changed: () => page.draw(), flush: page.flush, busy: router.busy });
  keepInTouch(sync);
  sync.start();
  page.persisted = (await navigator.storage?.persist?.()) ?? null;
  await store.setMeta({ persisted: page.persisted });
  if (!(await store.selfTest())) render(noStore(), root);
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

/** A newer version wants the database in another tab: everything typed is written down by `pagehide`. */
function outdated() {
  location.reload();
}

function blocked() {
  render(noStore("blocked"), root);
}

function preferredLanguage() {
  return localStorage.getItem("handzettel.language") ?? (navigator.language.startsWith("de") ? "de" : "en");
}

/** Words come from this app's own files; the worker keeps them, so they are there without a signal. @param {string} code */
async function useLanguage(code) {
  const answer = await fetch(`/app/texts/${code}.json`);
  speak(code, await answer.json());
  document.documentElement.lang = code;
  localStorage.setItem("handzettel.language", code);
}

/** "light", "dark" or "" for what the phone says. @param {string} name */
function showTheme(name) {
  if (name) document.documentElement.dataset.theme = name;
  else delete document.documentElement.dataset.theme;
  localStorage.setItem("handzettel.theme", name);
}
