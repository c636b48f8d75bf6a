/** The start: words, store, who is signed in. Who is nobody yet pairs; the rest is there for whoever works (start.js). Nothing here waits
    for the network. */

import { render } from "../vendor/lit-html.js";
import { createApi } from "./api.js";
import { noStore } from "./screens/alarm.js";
import { install, mustInstall } from "./screens/install.js";
import { pair } from "./screens/pair.js";
import { openStore } from "./store/store.js";
import { LANGUAGES, speak } from "./texts.js";

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
  callTheRest();
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
  const { open, begin } = await import("./start.js");
  page = await open({ store, api, useLanguage, showTheme });
  await begin(page, root, version);
  if (!(await store.selfTest())) alarm(noStore());
}

/** A phone that is at work already wants all of it at once, not one level of imports after the other; a new one wants the field for
    its code first. */
function callTheRest() {
  if (!localStorage.getItem("handzettel.at")) return;
  for (const path of /** @type {HTMLMetaElement | null} */ (document.querySelector("meta[name=later]"))?.content.split(" ") ?? []) {
    document.head.append(Object.assign(document.createElement("link"), { rel: "modulepreload", href: `/static/${version}/${path}` }));
  }
}

/** Stays until the app starts anew. @param {TemplateResult} message */
function alarm(message) {
  if (!page) return render(message, root);
  page.alarm = () => message;
  page.draw();
}

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
  const own = navigator.language.slice(0, 2);
  return localStorage.getItem("handzettel.language") ?? (own in LANGUAGES ? own : "en");
}

/** Words come from this release's own files; the worker keeps German, and any other from its first use on, so they are
    there without a signal. Where one is not, German is. @param {string} code */
async function useLanguage(code) {
  const address = `/static/${version}/texts/${code}.json`;
  const answer = await fetch(address).catch(() => null);
  if (!answer?.ok) return code === "de" ? undefined : say("de", await fetch(address.replace(/[^/]+$/, "de.json")));
  localStorage.setItem("handzettel.language", code);
  void navigator.serviceWorker?.ready.then(() => keepWords(address)).catch(() => {});
  await say(code, answer);
}

/** @param {string} address */
async function keepWords(address) {
  const cache = await caches.open(`handzettel-${version}`);
  if (!(await cache.match(address))) await cache.add(address);
}

/** @param {string} code @param {Response} answer */
async function say(code, answer) {
  speak(code, await answer.json());
  document.documentElement.lang = code;
}

/** "light", "dark" or "" for what the phone says. @param {string} name */
function showTheme(name) {
  if (name) document.documentElement.dataset.theme = name;
  else delete document.documentElement.dataset.theme;
  localStorage.setItem("handzettel.theme", name);
}
