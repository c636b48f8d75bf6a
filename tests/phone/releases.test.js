/** Every released phone app, with today's: its database with a full outbox opened by today's store, and its own code sending offline work
    to a server of today. The real server meets them in the browser tests. */

import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { IDBFactory } from "fake-indexeddb";
import { createApi } from "../../app/static/crew/api.js";
import { openStore } from "../../app/static/crew/store/store.js";
import { createSync } from "../../app/static/crew/sync.js";
import { dump, dumpOf, released, restore, versions } from "../releases/released.js";
import { ANNA, attach, BEN, create, edit, OTHER, picture, submit } from "./phone.js";
import { createServer, digest } from "./server.js";

const AGAIN = { id: "de000000-0000-7000-8000-0000000000a2", label: "" };
const timers = { set: () => 0, clear: () => {} };
const NEW = crypto.randomUUID();

const opened = [];
after(() => opened.forEach((store) => store.close()));
const kept = async (opening) => opened[opened.push(await opening) - 1];

/** The phone as it was dumped, and the server it had talked to, well again. */
async function found(version) {
  const dumped = dumpOf(version);
  const factory = new IDBFactory();
  await restore(factory, dumped.name, dumped);
  const { id, ledger, slips, blobs } = dumped.server;
  const server = createServer({ id, catalog: { person: ANNA, people: [] } });
  server.restore({ ledger, slips, blobs: new Map(Object.entries(blobs).map(([sha256, bytes]) => [sha256, new Uint8Array(bytes)])), parts: new Map() });
  return { ...dumped, factory, server };
}

function phoneOf({ createApi, createSync }, store, server) {
  return createSync({ store, api: createApi({ fetch: server.fetch }), now: Date.now, random: () => 1, lock: (_, work) => work(), timers, version: "0.1.0" });
}

const rowsOf = ({ stores }, name, { id }) => stores[name].rows.filter(({ person }) => person === id);
const opIds = (rows) => rows.map(({ op }) => op.op_id).sort();

for (const version of versions()) {
  test(`${version}: its database opens, and everything in it is there`, async () => {
    const { factory, name, stores, version: from } = await found(version);
    const store = await kept(openStore({ factory, name }));
    for (const person of [ANNA, BEN]) {
      if (person === BEN) await store.signIn({ person: BEN, device: { id: "de000000-0000-7000-8000-000000000002", label: "" }, server: (await store.meta()).server });
      assert.deepEqual((await store.pending()).map(({ op_id }) => op_id).sort(), opIds(rowsOf({ stores }, "ops", person)));
      assert.deepEqual(await store.blobCards(), rowsOf({ stores }, "blobs", person));
      for (const { sha256, bytes } of rowsOf({ stores }, "bytes", person)) assert.deepEqual(new Uint8Array((await store.blob(sha256)).bytes), new Uint8Array(bytes));
      for (const { key, value } of rowsOf({ stores }, "drafts", person)) assert.deepEqual(await store.draft(key), value);
    }
    store.close();
    const content = await dump(factory, name);
    assert.ok(content.version >= from);
    for (const one of ["ops", "done", "blobs", "bytes", "base", "drafts", "counters", "catalog"]) assert.deepEqual(content.stores[one].rows, stores[one].rows, one);
  });

  test(`${version}: what the dump holds: ops in every state, pictures, a draft, another person's work`, async () => {
    const { stores } = await found(version);
    const states = new Set(rowsOf({ stores }, "ops", ANNA).map(({ obstacle }) => obstacle?.result ?? "never tried"));
    assert.deepEqual([...states].sort(), ["error", "later", "need_blobs", "never tried"]);
    assert.deepEqual(new Set(rowsOf({ stores }, "done", ANNA).map(({ held, conflicts }) => held ?? (conflicts ? "merged" : "applied"))), new Set(["applied", "wrong_state", "merged"]));
    const cards = rowsOf({ stores }, "blobs", ANNA);
    assert.deepEqual([cards.filter(({ sent }) => sent).length > 0, cards.filter(({ bad }) => bad).length, cards.length], [true, 1, 4]);
    assert.deepEqual([rowsOf({ stores }, "ops", BEN).length, rowsOf({ stores }, "drafts", ANNA).length, stores.log.rows.length > 0], [2, 1, true]);
  });

  test(`${version}: today's app sends everything from its database, for both people, once and in order`, async () => {
    const { factory, name, stores, server } = await found(version);
    const store = await kept(openStore({ factory, name }));
    const sync = phoneOf({ createApi, createSync }, store, server);
    const before = server.ledger.length;
    for (let i = 0; i < 3; i++) await sync.run("test");
    const damaged = (await store.blobCards()).find(({ bad }) => bad).sha256;
    assert.deepEqual([await store.pending(), sync.state().problem, server.ledger.slice(before).some(({ reason }) => reason)], [[], null, false]);
    await store.declareLost(damaged);
    await store.signIn({ person: BEN, device: { id: "de000000-0000-7000-8000-000000000002", label: "" }, server: server.id });
    for (let i = 0; i < 2; i++) await sync.run("test");
    const all = [ANNA, BEN].flatMap((person) => opIds(rowsOf({ stores }, "ops", person)));
    assert.deepEqual(server.ledger.slice(before).map(({ op }) => op.op_id).sort(), all.sort());
    const lines = Map.groupBy(server.ledger.filter(({ op }) => op.author !== "office"), ({ op }) => op.slip_id + op.device);
    for (const line of lines.values()) assert.deepEqual(line.map(({ op }) => op.n), line.map((_, i) => i + 1));
    for (const { sha256, bytes } of stores.bytes.rows.filter((row) => row.sha256 !== damaged && row.person)) {
      assert.deepEqual([digest(new Uint8Array(bytes)), server.blobs.has(sha256)], [sha256, true]);
    }
    store.close();
  });

  test(`${version}: its own code sends its outbox and new work to a server of today; all of it is taken`, async () => {
    const { factory, name, stores, server } = await found(version);
    server.owners.set("de000000-0000-7000-8000-000000000001", ANNA.id).set("de000000-0000-7000-8000-000000000002", BEN.id).set(AGAIN.id, ANNA.id);
    server.holder = { person: ANNA, device: { id: "de000000-0000-7000-8000-000000000001" } };
    const old = await released(version);
    const store = await kept(old.openStore({ factory, name }));
    const sync = phoneOf(old, store, server);
    const before = server.ledger.length;
    const photo = picture(3000, 7);
    const made = await store.recordAll([create(NEW), edit({ work: "von der alten App" }, NEW), attach(photo, NEW), submit([photo], NEW)]);
    for (let i = 0; i < 3; i++) await sync.run("test");
    assert.deepEqual([await store.pending(), sync.state().problem, (await store.view(NEW)).state, server.blobs.has(photo.sha256)], [[], null, "submitted", true]);
    assert.deepEqual(server.ledger.slice(before).filter(({ reason }) => reason), []);
    assert.deepEqual(server.ledger.slice(before).map(({ op }) => op.op_id).sort(), [...opIds(rowsOf({ stores }, "ops", ANNA)), ...made.map(({ op_id }) => op_id)].sort());
    server.holder = { person: ANNA, device: AGAIN };
    await store.signIn({ person: ANNA, device: AGAIN, server: server.id });
    await store.record(create(OTHER));
    await sync.run("test");
    assert.deepEqual(await store.pending(), [], "paired anew, with an old app");
    store.close();
  });

  test(`${version}: a database both versions have worked on is whole: after an update, and after going back`, async () => {
    const { factory, name, server } = await found(version);
    const old = await released(version);
    const young = await kept(openStore({ factory, name }));
    const { version: now } = await dump(factory, name);
    await young.record(create(NEW, { date: "2026-11-21" }));
    await young.markBlobBad((await young.blobCards())[0].sha256, null);
    young.close();
    if (now > dumpOf(version).version) return;   // a browser refuses the older app then, and it says so
    const store = await kept(old.openStore({ factory, name }));
    await store.record(edit({ work: "alt" }, NEW));
    const sync = phoneOf(old, store, server);
    for (let i = 0; i < 3; i++) await sync.run("test");
    assert.deepEqual([await store.pending(), server.slips[NEW].fields.work], [[], "alt"]);
    store.close();
  });
}
