/** The worker's install, with a cache and a server made of maps: what comes in one pack, what comes file by file, and what does not count. */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const SOURCE = readFileSync(new URL("../../app/static/crew/sw.js", import.meta.url), "utf8");
const CODE = "text/javascript; charset=utf-8";
const SHOWN = { "/app": "<!doctype html>", "/static/2/app.js": "import './sign.js';\n" };
const REST = { "/static/2/sign.js": "export const ä = 'Grüße,\nzwei Zeilen';\n", "/static/2/times.js": "", "/static/2/icon.png": "\u0000\n\u0001" };
const ALL = { ...SHOWN, ...REST };

const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");
const hashes = (files) => Object.fromEntries(Object.entries(files).map(([address, text]) => [address, sha256(text)]));

/** As app/assets.py joins them. */
function joined(files) {
  const index = Object.entries(files).map(([address, text]) => [address, Buffer.byteLength(text), CODE]);
  return Buffer.from(`${JSON.stringify(index)}\n${Object.values(files).join("")}`);
}

const addressOf = (pack) => `/app/pack/${sha256(pack).slice(0, 16)}`;

/** A phone's caches: name -> address -> answer. */
function cachesOf(names) {
  const stores = new Map(names.map((name) => [name, new Map()]));
  const open = async (name) => {
    const store = stores.get(name) ?? stores.set(name, new Map()).get(name);
    return {
      match: async (address) => store.get(address),
      put: async (address, answer) => void store.set(address, answer),
      keys: async () => [...store.keys()].map((address) => ({ url: `https://firm${address}` })),
    };
  };
  return { stores, open, keys: async () => [...stores.keys()] };
}

/** Installs the worker on a phone; `changed` is what the server says instead, by address. */
async function install({ before = [], changed = {}, all = joined(ALL), rest = joined(REST), kept = {} } = {}) {
  const caches = cachesOf(before);
  const asked = [], listeners = {};
  const served = { ...ALL, [addressOf(all)]: all, [addressOf(rest)]: rest, ...changed };
  const fetch = async (address) => {
    asked.push(address);
    const body = served[address];
    if (body instanceof Error) throw body;
    return new Response(body ?? "", { status: body === undefined || body === null ? 404 : 200, headers: { "Content-Type": CODE } });
  };
  const RELEASE = { version: "2", shell: "/app", files: hashes(ALL), words: {}, packs: [addressOf(all), addressOf(rest)] };
  const self = { RELEASE, addEventListener: (name, heard) => { listeners[name] = heard; }, skipWaiting: async () => {} };
  new Function("self", "caches", "fetch", SOURCE)(self, caches, fetch);
  for (const [address, text] of Object.entries(kept)) await (await caches.open("handzettel-2")).put(address, new Response(text));
  let done = null;
  listeners.install({ waitUntil: (work) => { done = work; } });
  const failed = await done.then(() => null, (error) => error.message);
  return { failed, asked, all: addressOf(all), rest: addressOf(rest), inside: () => inside(caches.stores.get("handzettel-2")) };
}

async function inside(store) {
  const read = await Promise.all([...store].map(async ([address, answer]) => [address, answer.headers.get("Content-Type"), await answer.text()]));
  return read.sort();
}

const whole = Object.entries(ALL).map(([address, text]) => [address, CODE, text]).sort();

test("a first visit takes the pack of what the page has not shown, and the others from the browser's own cache", async () => {
  const { failed, asked, rest, inside } = await install();
  assert.deepEqual([failed, asked], [null, [rest, ...Object.keys(SHOWN)]]);
  assert.deepEqual(await inside(), whole);
});

test("an update takes one pack and nothing else", async () => {
  const { failed, asked, all, inside } = await install({ before: ["handzettel-1"] });
  assert.deepEqual([failed, asked], [null, [all]]);
  assert.deepEqual(await inside(), whole);
});

const damaged = Buffer.concat([joined(REST).subarray(0, -1), Buffer.from("x")]);
const good = addressOf(joined(REST));

for (const [what, instead] of Object.entries({
  "not there": null,
  "cut off": joined(REST).subarray(0, -1),
  "damaged": damaged,
  "of a portal": Buffer.from("<!doctype html><title>Guest Wi-Fi</title>"),
  "empty": Buffer.from(""),
  "lost on the way": new Error("reset"),
})) {
  test(`a pack that is ${what} counts for nothing: every file comes alone`, async () => {
    const { failed, asked, inside } = await install({ changed: { [good]: instead } });
    assert.deepEqual([failed, asked], [null, [good, ...Object.keys(ALL)]]);
    assert.deepEqual(await inside(), whole);
  });
}

test("a pack with other content than the release names brings only what fits", async () => {
  const wrong = joined({ ...REST, "/static/2/sign.js": "export {};", "/api/me": "{}", "/static/2/more.js": "" });
  const { failed, asked, inside } = await install({ rest: wrong });
  assert.deepEqual([failed, asked], [null, [addressOf(wrong), ...Object.keys(SHOWN), "/static/2/sign.js"]]);
  assert.deepEqual(await inside(), whole);
});

test("without the pack and without one of its files there is no new version", async () => {
  const { failed } = await install({ changed: { [good]: null, "/static/2/sign.js": "export {};" } });
  assert.equal(failed, "not what the release names: /static/2/sign.js");
});

test("with the pack, a damaged file the page has shown still is no new version", async () => {
  const { failed, asked } = await install({ changed: { "/static/2/app.js": "export {};" } });
  assert.equal(failed, "not what the release names: /static/2/app.js");
  assert.equal(asked.filter((address) => address === "/static/2/app.js").length, 2, "asked past the browser's own cache");
});

test("an install that was cut off goes on file by file where it was", async () => {
  const { failed, asked, inside } = await install({ kept: SHOWN });
  assert.deepEqual([failed, asked], [null, Object.keys(REST)]);
  assert.deepEqual((await inside()).map(([address, , text]) => [address, text]), whole.map(([address, , text]) => [address, text]));
});
