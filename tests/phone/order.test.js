/** Two tabs that send, a person who writes, and what the office does meanwhile: fast-check decides in which order everything that is waited
    for comes back, request by request and transaction by transaction. The same promise must hold in every order. */

import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { IDBFactory } from "fake-indexeddb";
import { createApi } from "../../app/static/crew/api.js";
import { openStore } from "../../app/static/crew/store/store.js";
import { createSync } from "../../app/static/crew/sync.js";
import { ANNA, attach, create, edit, picture, SLIP, submit } from "./phone.js";
import { createServer } from "./server.js";

const DEVICE = { id: "de000000-0000-7000-8000-000000000001", label: "" };
const timers = { set: () => 0, clear: () => {} };
const CALLS = ["recordAll", "pending", "blobCards", "blob", "meta", "setMeta", "takePush", "takePull", "takeCatalog", "markBlobSent", "markBlobBad", "purge", "who"];

/** The same store or network, each of whose calls comes back when the scheduler says so: before it was heard, or after. */
function scheduled(s, name, call) {
  return async (...given) => {
    await s.schedule(Promise.resolve(), `${name} goes`);
    return s.schedule(call(...given), `${name} comes`);
  };
}

async function tab(s, name, { factory, server, database }) {
  const store = await openStore({ name: database, factory });
  const slow = { ...store, ...Object.fromEntries(CALLS.map((call) => [call, scheduled(s, `${name} ${call}`, store[call])])) };
  const fetch = scheduled(s, `${name} fetch`, server.fetch);
  const sync = createSync({ store: slow, api: createApi({ fetch }), now: Date.now, random: () => 1, lock: (_, work) => work(), timers });
  return { store, slow, sync };
}

async function played(s) {
  const server = createServer({ catalog: { people: [] } });
  const factory = new IDBFactory();
  const database = `order-${crypto.randomUUID()}`;
  const [one, two] = [await tab(s, "one", { factory, server, database }), await tab(s, "two", { factory, server, database })];
  await one.store.signIn({ person: ANNA, device: DEVICE, server: server.id });
  await one.store.record(create(SLIP, { work: "a" }));
  const photo = picture(60);
  const day = async () => [
    ...await one.slow.recordAll([edit({ leftover: "Rest" })]), ...await two.slow.recordAll([attach(photo), edit({ f1: "x" })]),
    ...await one.slow.recordAll([submit([photo])]),
  ];
  const office = async () => {
    for (const value of ["Büro", "Büro 2"]) {
      await s.schedule(Promise.resolve(), "office");
      if (server.slips[SLIP]) server.act("edit", SLIP, { patch: { late_reason: [server.slips[SLIP].fields.late_reason ?? null, value] } });
    }
  };
  const all = Promise.all([day(), office(), one.sync.run("1").then(() => one.sync.run("3")), two.sync.run("2").then(() => two.sync.run("4"))]);
  await s.waitFor(all);
  const [shown] = await all;
  return { server, tabs: [one, two], shown, photo };
}

async function holds({ server, tabs: [one, two], shown, photo }) {
  for (let i = 0; i < 2; i++) await createSync({ store: one.store, api: createApi({ fetch: server.fetch }), now: Date.now, random: () => 1, lock: (_, work) => work(), timers }).run("calm");
  const own = server.ledger.filter(({ op }) => op.author === ANNA.id);
  assert.deepEqual(own.map(({ op }) => op.n), own.map((_, i) => i + 1), "numbered without gaps, and once");
  assert.deepEqual(shown.filter(({ op_id }) => !own.some(({ op }) => op.op_id === op_id)), [], "shown as saved, and lost");
  assert.equal(own.length, shown.length + 1);
  assert.deepEqual([await one.store.pending(), server.blobs.has(photo.sha256), server.slips[SLIP].state], [[], true, "submitted"]);
  for (const { store } of [one, two]) {
    const { fields, rev, rows, state } = await store.view(SLIP);
    const slip = server.slips[SLIP];
    assert.deepEqual({ fields, rev, state, rows: Object.keys(rows).sort() }, { fields: slip.fields, rev: slip.rev, state: "submitted", rows: Object.keys(slip.rows).sort() });
  }
}

test("two tabs that send and a person who writes, in any order of coming back", { timeout: 300_000 }, async () => {
  let orders = 0;
  await fc.assert(fc.asyncProperty(fc.scheduler(), async (s) => {
    const day = await played(s);
    try {
      await holds(day);
      orders += 1;
    } finally {
      for (const { store } of day.tabs) store.close();
    }
  }), { numRuns: Number(process.env.RUNS ?? 25), ...(process.env.SEED && { seed: Number(process.env.SEED) }) });
  console.log(`orders of coming back: ${orders}`);
});
