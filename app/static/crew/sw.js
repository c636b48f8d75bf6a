/** The worker: keeps one verified copy of this release, so that the app starts without a server. It imports nothing and
    touches only GETs of the shell and its files; everything under /api passes by. The server writes RELEASE in front. */

/** @typedef {{ version: string, shell: string, files: Record<string, string>, words: Record<string, string>, packs: [string, string] }} Release `words`: languages
    that are kept once a person here has chosen them; `packs`: all files in one answer, and those no page names before it is shown */

const worker = /** @type {ServiceWorkerGlobalScope & { RELEASE: Release }} */ (/** @type {unknown} */ (self));
const { version, shell, files, words, packs } = worker.RELEASE;
const NAME = "handzettel-";
const FILES = "/static/";
const NEWLINE = 10;
const PATIENCE = 120_000;           // a pack that hangs must not keep the files from coming one by one

// All or nothing: one missing or damaged file and the version before stays in charge.
worker.addEventListener("install", (event) => {
  event.waitUntil(keepAll());
  straightFromCache(event);
});

worker.addEventListener("activate", (event) => event.waitUntil(takeOver()));

worker.addEventListener("fetch", (event) => {
  const address = keptAddress(event.request);
  if (address) event.respondWith(fromCache(address, event.request));
});

// Only a person's consent on the page sends this.
worker.addEventListener("message", (event) => {
  if (event.data === "switch") event.waitUntil(worker.skipWaiting());
});

/** Browsers that can answer from the cache without waking the worker do so: the cold start has half the way. @param {any} event */
function straightFromCache(event) {
  const source = { cacheName: NAME + version };
  event.addRoutes?.([
    { condition: { urlPattern: new URLPattern({ pathname: `/static/${version}/*` }), requestMethod: "GET" }, source },
    { condition: { urlPattern: new URLPattern({ pathname: shell }), requestMode: "navigate" }, source },
  ])?.catch(() => {});
}

async function keepAll() {
  const cache = await kept();
  await unpack(cache).catch(() => {});         // what it does not bring comes file by file
  await Promise.all([...Object.entries(files), ...(await chosenWords())].map(([address, sha256]) => keep(cache, address, sha256)));
  if (!(await others()).length) await worker.skipWaiting();     // after the emergency exit there is no version before to wait for
}

/** Many files in one answer. Whose first visit this is has the others in the browser's own cache already. @param {Cache} cache */
async function unpack(cache) {
  if ((await cache.keys()).length) return;     // an install that was cut off goes on file by file
  const [all, rest] = packs;
  const address = (await others()).length ? all : rest;
  const answer = await fetch(address, { signal: AbortSignal.timeout(PATIENCE) });
  const body = await answer.arrayBuffer();
  if ((await digest(body)).startsWith(nameOf(address))) await Promise.all(cut(body).map((file) => keepCut(cache, file)));
}

/** @typedef {{ address: string, type: string, body: ArrayBuffer }} Cut */

/** A line names what follows it without gaps. @param {ArrayBuffer} pack @returns {Cut[]} */
function cut(pack) {
  let from = new Uint8Array(pack).indexOf(NEWLINE);
  /** @type {[string, number, string][]} */
  const index = JSON.parse(new TextDecoder().decode(pack.slice(0, from++)));
  return index.map(([address, length, type]) => ({ address, type, body: pack.slice(from, from += length) }));
}

/** @param {Cache} cache @param {Cut} file */
async function keepCut(cache, { address, type, body }) {
  if ((await digest(body)) === files[address]) await cache.put(address, whole(body, type));
}

/** The languages somebody here has chosen: a new version starts in them too. */
async function chosenWords() {
  const kept = await Promise.all((await others()).map(async (name) => (await caches.open(name)).keys()));
  const names = new Set(kept.flat().map(({ url }) => nameOf(url)));
  return Object.entries(words ?? {}).filter(([address]) => names.has(nameOf(address)));
}

/** @param {string} address */
function nameOf(address) {
  return address.split("/").at(-1) ?? "";
}

/** Copies of other versions. */
async function others() {
  return (await caches.keys()).filter((name) => name.startsWith(NAME) && name !== NAME + version);
}

/** @param {Cache} cache @param {string} address @param {string} sha256 */
async function keep(cache, address, sha256) {
  if (await cache.match(address)) return;      // verified by an install that was cut off
  const answer = (await fetched(address, sha256, "default")) ?? (await fetched(address, sha256, "reload"));
  if (!answer) throw new Error(`not what the release names: ${address}`);
  await cache.put(address, answer);
}

/** @param {string} address @param {string} sha256 @param {RequestCache} cache @returns {Promise<Response | null>} */
async function fetched(address, sha256, cache) {
  const answer = await fetch(address, { cache });
  const body = await answer.arrayBuffer();
  if (!answer.ok || (await digest(body)) !== sha256) return null;
  return whole(body, answer.headers.get("Content-Type") ?? "");
}

/** @param {ArrayBuffer} body @param {string} type */
function whole(body, type) {
  return new Response(body, { headers: { "Content-Type": type } });
}

/** @param {ArrayBuffer} body */
async function digest(body) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function takeOver() {
  const old = await others();
  const used = await inUse();
  if (!newer()) await Promise.all(old.filter((name) => !used.has(name)).map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/** A page that is open keeps the files it began with, with or without a signal: each holds a lock named like its cache. */
async function inUse() {
  const { held = [] } = (await worker.navigator.locks?.query()) ?? {};
  return new Set(held.map(({ name }) => name));
}

/** Whether the version after this one is being kept right now: the next to take over tidies up. */
function newer() {
  return Boolean(worker.registration.installing ?? worker.registration.waiting);
}

/** The kept address that answers a request, or null if it is none of ours. @param {Request} request */
function keptAddress(request) {
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return null;
  if (url.pathname in files || url.pathname.startsWith(FILES)) return url.pathname;
  const inApp = url.pathname === shell || url.pathname.startsWith(`${shell}/`);
  return request.mode === "navigate" && inApp ? shell : null;
}

/** Its own copy first; files of another version, for a page of that one, from where that one left them.
    @param {string} address @param {Request} request */
async function fromCache(address, request) {
  return (await (await kept()).match(address)) ?? (await fromOthers(address)) ?? fetch(request);
}

/** @param {string} address */
async function fromOthers(address) {
  return address.startsWith(FILES) ? caches.match(address) : undefined;
}

/** @type {Promise<Cache> | undefined} */
let opened;

function kept() {
  opened ??= caches.open(NAME + version);
  return opened;
}
