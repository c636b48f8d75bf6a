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

/** @import { TemplateResult } from "../vendor/lit-html.js" */
/** @import { Api, Store } from "./shapes.js" */
/** @import { Page } from "./screen.js" */

const root = /** @type {HTMLElement} */ (document.getElementById("app"));
/** which release this is: part of the address of every file of it */
const version = new URL(import.meta.url).pathname.split("/")[2];
/** @type {Page | null} */
let page = null;

boot();

async function boot() {
  showTheme(localStorage.getItem("handzettel.theme") ?? "");
  const words = useLanguage(preferredLanguage());
  const blocked = () => void words.then(() => render(noStore("blocked"), root));
  const [store] = await Promise.all([openStore({ outdated, blocked }).catch(() => null), words]);
  if (!store) return render(noStore(), root);
  if (mustInstall()) return render(install(), root);
  const api = createApi({ fetch: fetch.bind(window) });
  const anew = Boolean(await store.who());
  if (location.hash.startsWith("#pair=") || !anew) await pair({ root, store, api, useLanguage, anew });
  await start(store, api);
}

/** @param {Store} store @param {Api} api */
async function start(store, api) {
  const sync = createSync({ store, api, now: Date.now, random: Math.random, lock, timers,
    version: document.documentElement.dataset.version });
  const mine = (page = await makePage({ store, api, sync, useLanguage, showTheme }));
  const router = startRouter(mine, root);
  mine.updates = watchUpdates({ changed: () => mine.draw(), flush: mine.flush, busy: router.busy, log: store.log, version });
  keepInTouch(sync);
  sync.start();
  mine.persisted = (await navigator.storage?.persist?.()) ?? null;
  await store.setMeta({ persisted: mine.persisted });
  if (!(await store.selfTest())) alarm(noStore());
}

/** Stays until the app starts anew. @param {TemplateResult} message */
function alarm(message) {
  if (!page) return render(message, root);
  page.alarm = () => message;
  page.draw();
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

/** A newer version wants the database in another window. The store waits for this: what is typed becomes safe, and from then on
    nothing can be written here any more. */
async function outdated() {
  await page?.flush();
  alarm(noStore("outdated", startOver));
}

function startOver() {
  location.reload();
}

function preferredLanguage() {
  return localStorage.getItem("handzettel.language") ?? (navigator.language.startsWith("de") ? "de" : "en");
}

/** Words come from this release's own files; the worker keeps them, so they are there without a signal. @param {string} code */
async function useLanguage(code) {
  const answer = await fetch(`/static/${version}/texts/${code}.json`);
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
