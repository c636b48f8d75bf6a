import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { nearDocuments } from "../../app/static/crew/core/documents.js";
import { documentsOf, keepNear } from "../../app/static/crew/documents.js";

const hex = (text) => createHash("sha256").update(text).digest("hex");
const doc = (name, text = name) => ({ name, sha256: hex(text), size: text.length, type: "application/pdf" });
const slip = (site, date, state = "draft") => ({ state, fields: { site, date } });
const PLAN = doc("Plan"), FAR = doc("Fern"), OLD = doc("Alt"), SOON = doc("Bald");
const SITES = [{ id: "plan", documents: [PLAN] }, { id: "far", documents: [FAR] }, { id: "old", documents: [OLD] }, { id: "soon", documents: [SOON, PLAN] }, { id: "none" }];
const TODAY = "2026-11-25";

/** A cache like the browser's; `full`: nothing more goes in. */
function storage({ full = false } = {}) {
  const all = new Map();
  const open = async (name) => {
    const kept = all.get(name) ?? new Map();
    all.set(name, kept);
    return {
      keys: async () => [...kept.keys()].map((path) => ({ url: `https://o.example${path}` })), delete: async (path) => kept.delete(path),
      match: async (path) => kept.get(path)?.clone(), put: async (path, answer) => (full ? Promise.reject(new Error("QuotaExceededError")) : void kept.set(path, answer)),
    };
  };
  return { open, delete: async (name) => all.delete(name), all };
}

function office(bodies) {
  const asked = [];
  const fetch = async (path) => (asked.push(path), bodies(path.split("/").at(-1)));
  return { fetch, asked };
}

const texts = new Map(["Plan", "Fern", "Alt", "Bald"].map((text) => [hex(text), text]));
const answering = (sha256) => new Response(texts.get(sha256));
const paths = (cache, person = "anna") => [...(cache.all.get(`site-documents-${person}`)?.keys() ?? [])];
const path = ({ sha256 }) => `/api/blobs/${sha256}`;

test("those of the nearest day first, each once; not those of void slips, of last week or of a far day", () => {
  const views = [slip("soon", "2026-11-28"), slip("plan", TODAY), slip("far", "2026-12-03"), slip("old", "2026-11-23"), slip("far", TODAY, "void"), slip("none", TODAY)];
  assert.deepEqual(nearDocuments(views, SITES, TODAY), [PLAN, SOON]);
  assert.deepEqual(nearDocuments([slip("old", "2026-11-24"), slip("soon", "2026-12-02")], SITES, TODAY), [SOON, PLAN, OLD]);
  assert.deepEqual(nearDocuments([slip("far", "2026-12-03"), slip("old", "2026-11-23")], SITES, TODAY), []);
});

test("what does not fit is left out, what is smaller still comes", () => {
  const large = { ...doc("Groß"), size: 90 }, small = { ...doc("Klein"), size: 10 };
  const sites = [{ id: "a", documents: [large] }, { id: "b", documents: [{ ...large, sha256: "x", size: 20 }, small] }];
  const found = nearDocuments([slip("a", TODAY), slip("b", "2026-11-26")], sites, TODAY, 105);
  assert.deepEqual(found.map(({ size }) => size), [90, 10]);
});

test("fetched once, kept for its person, given back whole, and let go of when nobody needs it", async () => {
  const caches = storage(), { fetch, asked } = office(answering), documents = documentsOf({ caches, fetch, person: "anna" });
  assert.equal(await documents.keep([PLAN, FAR]), 2);
  assert.equal(await documents.keep([PLAN, FAR]), 0);
  assert.deepEqual([asked, paths(caches)], [[path(PLAN), path(FAR)], [path(PLAN), path(FAR)]]);
  const blob = await documents.kept(PLAN);
  assert.deepEqual([await blob.text(), blob.type], ["Plan", "application/pdf"]);
  assert.equal(await documentsOf({ caches, fetch, person: "ben" }).kept(PLAN), null);
  await documents.keep([SOON], false);
  assert.equal(paths(caches).length, 3);
  await documents.keep([SOON]);
  assert.deepEqual(paths(caches), [path(SOON)]);
  await documents.forget();
  assert.deepEqual(paths(caches), []);
});

for (const [what, answer] of Object.entries({
  "a login page": () => new Response("<title>Guest Wi-Fi</title>"), "a refusal": () => new Response("{}", { status: 404 }),
  "no signal": () => { throw new TypeError("Failed to fetch"); },
})) {
  test(`${what} is no document, and the next one is still tried`, async () => {
    const caches = storage(), { fetch } = office((sha256) => (sha256 === PLAN.sha256 ? answer() : answering(sha256)));
    const documents = documentsOf({ caches, fetch, person: "anna" });
    assert.equal(await documents.keep([PLAN, FAR]), 1);
    assert.deepEqual([await documents.kept(PLAN), paths(caches)], [null, [path(FAR)]]);
  });
}

test("a full phone goes without", async () => {
  const documents = documentsOf({ caches: storage({ full: true }), fetch: office(answering).fetch, person: "anna" });
  assert.equal(await documents.keep([PLAN]), 0);
});

test("between two rounds: only what the next days need; who saves data fetches nothing and keeps what is there", async () => {
  const caches = storage(), { fetch, asked } = office(answering), documents = documentsOf({ caches, fetch, person: "anna" });
  const known = { sites: SITES, views: async () => [slip("plan", TODAY)], today: TODAY };
  await keepNear(documents, { ...known, sparing: true });
  assert.deepEqual(asked, []);
  await keepNear(documents, known);
  await keepNear(documents, { ...known, views: async () => [], sparing: true });
  assert.deepEqual(paths(caches), [path(PLAN)]);
  await keepNear(documents, { ...known, sites: [{ id: "none" }], views: () => assert.fail("nobody needs to look") });
  assert.deepEqual(paths(caches), []);
});
