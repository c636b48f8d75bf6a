import assert from "node:assert/strict";
import { test } from "node:test";
import { blocksFor, clientBlocks, seesHours, shownToClient } from "../../app/static/crew/core/client.js";
import { cases } from "./cases.js";

const { blocks, content, shown } = cases("client");

for (const { chosen, kind, gives } of blocks) {
  test(`${kind} with ${JSON.stringify(chosen)}`, () => assert.deepEqual(blocksFor(chosen, kind), gives));
}

for (const { name, blocks: seen, gives } of shown) {
  test(`the client sees: ${name}`, () => {
    const before = structuredClone(content);
    assert.deepEqual(shownToClient(content, seen), gives);
    assert.deepEqual(content, before);
  });
}

test("the job of the slip decides; one nobody knows, or an old catalog, is the usual", () => {
  const view = (job, kind = "order") => ({ fields: { job, kind } });
  const catalog = { jobs: [{ id: "a", client_sees: ["photos"] }, { id: "b", client_sees: null }, { id: "c" }] };
  const usual = ["hours", "material", "photos", "checklists"];
  assert.deepEqual(["a", "b", "c", "d"].map((job) => clientBlocks(catalog, view(job))), [["photos"], usual, usual, usual]);
  assert.deepEqual(clientBlocks(catalog, view("a", "hourly")), ["hours", "photos"]);
  assert.deepEqual([view("a"), view("a", "hourly"), view("d")].map((one) => seesHours(catalog, one)), [false, true, true]);
});

test("a job that was closed before its last slip was signed keeps what was chosen", () => {
  const view = (job) => ({ fields: { job, kind: "order" } });
  const catalog = { jobs: [{ id: "a", client_sees: ["photos"] }], closed_jobs: [{ id: "b", client_sees: ["hours"] }, { id: "c", client_sees: [] }] };
  assert.deepEqual(["a", "b", "c"].map((job) => clientBlocks(catalog, view(job))), [["photos"], ["hours"], []]);
  assert.deepEqual(["a", "b", "c"].map((job) => seesHours(catalog, view(job))), [false, true, false]);
});
