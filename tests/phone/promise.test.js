/** The promise: whatever the network, the server, the backup and the tabs do, in any order, in the end the outbox is empty and the server
    has exactly what was shown as saved. A failure prints the seed and the shortest list of steps. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { createApi } from "../../app/static/crew/api.js";
import { openStore } from "../../app/static/crew/store/store.js";
import { createSync } from "../../app/static/crew/sync.js";
import { IDBFactory } from "fake-indexeddb";
import { ANNA, attach, BEN, create, edit, picture, submit } from "./phone.js";
import { behind, createServer, digest, faults } from "./server.js";

const SLIPS = [1, 2, 3].map((i) => `05000000-0000-7000-8000-00000000000${i}`);
const PEOPLE = [ANNA, BEN];
const device = (i) => ({ id: `de000000-0000-7000-8000-00000000000${i + 1}`, label: "" });
const timers = { set: () => 0, clear: () => {} };

const fault = fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.constantFrom(...Object.keys(faults)) });
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("record"), what: fc.constantFrom("create", "edit", "attach", "submit", "withdraw", "late"), phone: fc.nat(1), slip: fc.nat(2), value: fc.nat(99) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant("sync"), phone: fc.nat(1), faults: fc.array(fault, { maxLength: 12 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("kill"), phone: fc.nat(1), after: fc.nat(8) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom("backup", "office", "replay", "tabs"), phone: fc.nat(1), slip: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("restore"), growth: fc.nat(6) }) },
);

async function world() {
  const server = createServer();
  const phones = await Promise.all(PEOPLE.map(async (person, i) => {
    const phone = { person, name: `phone${i}`, factory: new IDBFactory(), shown: new Map(), pictures: new Map(), faults: [], cut: Infinity };
    phone.fetch = behind(server, () => ((phone.cut -= 1) < 0 ? "request_lost" : phone.faults.shift() ?? null));
    await open(phone);
    await phone.store.signIn({ person, device: device(i), server: server.id });
    return phone;
  }));
  return { server, phones, backup: server.backup() };
}

async function open(phone) {
  phone.store = await openStore({ name: phone.name, factory: phone.factory });
  phone.sync = createSync({ store: phone.store, api: createApi({ fetch: phone.fetch }), now: () => 1e12, random: () => 1, lock: (_, work) => work(), timers });
}

const steps = {
  async record({ phones }, { what, phone: who, slip, value }) {
    const phone = phones[who];
    const view = await phone.store.view(SLIPS[slip]);
    const made = action(phone, view, { what, slip: SLIPS[slip], value });
    if (made) for (const op of await phone.store.recordAll([made].flat())) phone.shown.set(op.op_id, op);
  },
  async sync({ phones }, { phone: who, faults: plan }) {
    phones[who].faults = [...plan];
    await phones[who].sync.run("step");
    phones[who].faults = [];
  },
  /** The app dies after so many requests; what was under way ends in nothing. */
  async kill({ phones }, { phone: who, after }) {
    const phone = phones[who];
    phone.cut = after;
    const last = phone.sync.run("step");
    const old = phone.store;
    await open(phone);
    await last;
    old.close();
    phone.cut = Infinity;
  },
  async backup(world) { world.backup = world.server.backup(); },
  /** Back to the last backup; others may have gone on since, past what this phone last saw. */
  async restore({ server, backup }, { growth }) {
    server.restore(backup);
    for (let i = 0; i < growth; i++) server.act("create", crypto.randomUUID());
  },
  async office({ server }, { slip }) {
    const state = server.slips[SLIPS[slip]]?.state;
    if (state === "submitted") server.act("return", SLIPS[slip]);
    else if (state) server.act("edit", SLIPS[slip], { patch: { work: [server.slips[SLIPS[slip]].fields.work ?? null, "Büro"] } });
  },
  /** The network delivers an old request once more. */
  async replay({ server }) {
    const old = server.requests.filter(({ path }) => path === "/api/sync/push").at(-2);
    if (old) await server.fetch(old.path, { method: "POST", body: old.body, headers: old.headers });
  },
  async tabs({ phones }, { phone: who }) {
    const second = createSync({ store: phones[who].store, api: createApi({ fetch: phones[who].fetch }), now: () => 1e12, random: () => 1, lock: (_, work) => work(), timers });
    await Promise.all([phones[who].sync.run("one"), second.run("two")]);
  },
};

function action(phone, view, { what, slip, value }) {
  if (!view) return what === "create" ? create(slip, { date: "2026-11-25" }) : null;
  if (what === "edit") return { ...edit({}, slip), base_rev: view.rev, patch: { work: [view.fields.work ?? null, `${phone.name} ${value}`] } };
  if (what === "late") return edit({ [`f${value % 4}`]: "?" }, slip);
  if (what === "withdraw") return view.state === "submitted" ? { kind: "withdraw", slip_id: slip } : null;
  const own = [...phone.pictures.values()].filter((photo) => photo.slip === slip);
  if (what === "submit") return ["draft", "returned"].includes(view.state) ? submit(own, slip) : null;
  if (what !== "attach") return null;
  const photo = { ...picture(40 + value, value), slip };
  phone.pictures.set(photo.sha256, photo);
  return attach(photo, slip);
}

/** What must hold after every single step. */
function holds({ server, phones }) {
  const ids = server.ledger.map(({ op }) => op.op_id);
  assert.equal(new Set(ids).size, ids.length, "doubled");
  for (const { op, receipt, reason } of server.ledger) {
    const shown = phones.find(({ person }) => person.id === op.author)?.shown.get(op.op_id);
    assert.ok(op.author === "office" || shown, "the server has something nobody recorded");
    if (shown) assert.deepEqual([op, receipt.hash], [shown, shown.hash]);
    if (op.kind === "submit" && !reason) for (const { sha256 } of op.manifest) assert.ok(server.blobs.has(sha256), "submitted without its pictures");
  }
  for (const [sha256, bytes] of server.blobs) assert.equal(digest(bytes), sha256);
}

async function settles(world) {
  const { server, phones } = world;
  for (let round = 0; round < 6; round++) for (const phone of phones) await phone.sync.run("calm");
  holds(world);
  for (const { store, sync, shown, pictures, person, name } of phones) {
    assert.deepEqual([name, await store.pending(), sync.state().problem], [name, [], null]);
    const mine = server.ledger.filter(({ op }) => op.author === person.id).map(({ op }) => op.op_id);
    assert.deepEqual(mine.sort(), [...shown.keys()].sort());
    for (const sha256 of pictures.keys()) {
      assert.ok(server.blobs.has(sha256), "a picture that was shown as saved is not there");
      assert.equal(digest(new Uint8Array((await store.blob(sha256)).bytes)), sha256);
    }
    for (const view of await store.views()) sameAs(server.slips[view.slip_id], view);
    assert.deepEqual((await store.views()).map(({ slip_id }) => slip_id).sort(), Object.keys(server.slips).sort());
  }
}

function sameAs(slip, { fields, rows, state, rev, place, held }) {
  assert.deepEqual({ fields, state, rev, held, rows: Object.keys(rows).sort() }, { fields: slip.fields, state: slip.state, rev: slip.rev, held: slip.held, rows: Object.keys(slip.rows).sort() });
  assert.equal(place, "office");
}

test("whatever happens, the outbox empties and the server has exactly what was shown as saved", { timeout: 240_000 }, async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 28, size: "max" }), async (plan) => {
    const here = await world();
    try {
      for (const one of plan) {
        await steps[one.do](here, one);
        holds(here);
      }
      await settles(here);
    } finally {
      for (const { store } of here.phones) store.close();
    }
  }), { numRuns: Number(process.env.RUNS ?? 60), ...(process.env.SEED && { seed: Number(process.env.SEED) }) });
});
