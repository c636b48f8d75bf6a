/** The phone's storage on a bad day: full, dead, gone in the middle, tested by two tabs, opened by a newer version. The numbers are the
    rows of the list of field failures. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { IDBDatabase, IDBFactory, IDBObjectStore } from "fake-indexeddb";
import { STEPS } from "../../app/static/crew/store/database.js";
import { openStore } from "../../app/static/crew/store/store.js";
import { behindItsBack } from "./bad-luck.js";
import { aPhone, ANNA, aStore, attach, BEN, create, edit, instead, OTHER, picture, SLIP, submit, until } from "./phone.js";
import { createServer } from "./server.js";

const bens = { id: "de000000-0000-7000-8000-00000000000b", label: "" };
const overwritten = (photo) => ({ person: ANNA.id, sha256: photo.sha256, bytes: new ArrayBuffer(photo.size) });

const everything = {
  record: (store) => store.record(attach(picture(30))), recordAll: (store) => store.recordAll([create(OTHER), edit({ work: "x" }, OTHER)]),
  saveDraft: (store) => store.saveDraft("k", "v"), dropDraft: (store) => store.dropDraft("k"), setMeta: (store) => store.setMeta({ offset_ms: 3 }),
  markBlobSent: (store) => store.markBlobSent(picture(30).sha256), markBlobBad: (store) => store.markBlobBad(picture(30).sha256, "damaged"),
  declareLost: (store) => store.declareLost(picture(30).sha256), forgetBlobReceipts: (store) => store.forgetBlobReceipts([picture(30).sha256]),
  takeCatalog: (store) => store.takeCatalog({ people: [] }, "tag"), purge: (store) => store.purge(),
  signIn: (store) => store.signIn({ person: BEN, device: bens, server: "server-1" }), selfTest: async (store) => assert.equal(await store.selfTest(), true),
};

test("5: every write but the diary's is strict, whatever the store is asked to do, and in a whole round", async () => {
  const seen = [];
  const watched = (work) => instead(IDBDatabase.prototype, "transaction", function (transaction, args) {
    const tx = transaction.apply(this, args);
    if (args[1] === "readwrite") seen.push([args[0].join(" "), tx.durability, args[2].durability]);
    return tx;
  }, work);
  const server = createServer({ catalog: { people: [1] } });
  const phone = await aPhone({ server });
  await watched(async () => {
    await phone.store.recordAll([create(), attach(picture(30)), submit([picture(30)])]);
    await phone.sync.run("test");
    for (const call of Object.values(everything)) await call(phone.store);
    await phone.store.log("x");
    await phone.store.signOut();
  });
  const loose = new Set(seen.filter(([, durability, asked]) => durability !== "strict" || asked !== "strict").map(([stores]) => stores));
  assert.deepEqual([...loose], ["log"]);
  assert.ok(seen.length > 30, String(seen.length));
});

const deaths = {
  "throws InvalidStateError": function (transaction, args) { this.close(); return transaction.apply(this, args); },
  "throws UnknownError": () => { throw new DOMException("Connection to Indexed Database server lost", "UnknownError"); },
  "aborts in mid-transaction": function (transaction, args) {
    const tx = transaction.apply(this, args);
    queueMicrotask(() => tx._abort("AbortError"));
    return tx;
  },
  "fires close": function (transaction, args) {
    this.close();
    this.onclose?.(new Event("close"));
    return transaction.apply(this, args);
  },
};
for (const [how, dies] of Object.entries(deaths)) {
  test(`4: a connection that ${how} is replaced, whatever the store was doing, and noted`, async () => {
    for (const [name, call] of Object.entries(everything)) {
      const store = await aStore();
      await store.recordAll([create(), attach(picture(30))]);
      let left = 1;
      await instead(IDBDatabase.prototype, "transaction", function (transaction, args) {
        return args[1] === "readwrite" && args[0].join() !== "log" && left-- === 1 ? dies.call(this, transaction, args) : transaction.apply(this, args);
      }, () => call(store));
      const saved = 1 + (name.startsWith("record") ? 1 : 0);
      await until(async () => (await store.events()).some(({ event }) => event === "reopened"));
      await until(async () => (await store.events()).filter(({ event }) => event === "saved").length >= saved);
      const names = (await store.events()).map(({ event }) => event);
      assert.equal(names.filter((event) => event === "saved").length, saved, `${name} ${how}`);
    }
  });
}

test("4: many things under way on a connection that dies bit by bit all get done: nobody throws away the new one", async () => {
  const store = await aStore();
  let first = null;
  let count = 0;
  await instead(IDBDatabase.prototype, "transaction", function (transaction, args) {
    first ??= this;
    const tx = transaction.apply(this, args);
    if (this === first) dieLater(tx, (count += 1));
    return tx;
  }, () => Promise.all(Array.from({ length: 40 }, (_, i) => store.saveDraft(`d${i}`, i))));
  assert.ok(count >= 40, String(count));
  for (let i = 0; i < 40; i++) assert.equal(await store.draft(`d${i}`), i);
});

async function dieLater(tx, turns) {
  for (let i = 0; i < turns; i++) await new Promise(setImmediate);
  if (tx._state !== "finished") tx._abort("AbortError");
}

test("3: a full phone says so for everything it is asked to keep, keeps nothing of it, and notes it", async () => {
  for (const name of ["record", "recordAll", "saveDraft", "markBlobSent", "takeCatalog"]) {
    const store = await aStore();
    await store.recordAll([create(), attach(picture(30))]);
    const before = await Promise.all([store.pending(), store.blobCards(), store.draft("k"), store.catalog()]);
    const full = instead(IDBObjectStore.prototype, "put", function (put, args) {
      const request = put.apply(this, args);
      request.addEventListener("success", () => this.transaction._abort("QuotaExceededError"));
      return request;
    }, () => everything[name](store));
    await assert.rejects(full, ({ code }) => code === "full", name);
    assert.deepEqual(await Promise.all([store.pending(), store.blobCards(), store.draft("k"), store.catalog()]), before);
    if (name.startsWith("record")) await until(async () => (await store.events()).some(({ event, detail }) => event === "not_saved" && detail.code === "full"));
  }
});

test("7: two tabs testing the storage at the same moment do not spoil each other's test", async () => {
  const factory = new IDBFactory();
  const tabs = await Promise.all([1, 2, 3].map(() => aStore({ name: "tabs", factory, person: null })));
  assert.deepEqual(await Promise.all(tabs.map((store) => store.selfTest())), [true, true, true]);
  let now = Date.now();
  const killed = await openStore({ name: "tabs", factory, now: () => now });
  await instead(IDBObjectStore.prototype, "delete", () => { throw new DOMException("killed here", "InvalidStateError"); }, () => killed.selfTest());
  const rows = async () => {
    let keys;
    await behindItsBack({ factory, name: "tabs" }, ["bytes"], (bytes) => (bytes.getAllKeys().onsuccess = ({ target }) => (keys = target.result)));
    return keys.length;
  };
  assert.equal(await rows(), 1);
  now += 3600_001;
  assert.equal(await killed.selfTest(), true);
  assert.equal(await rows(), 0, "what a killed test left behind is gone");
  killed.close();
});

test("12: a newer tab waits until the older one has saved what was typed, but not for ever", async () => {
  const factory = new IDBFactory();
  const steps = [...STEPS, (db) => db.createObjectStore("later")];
  const old = await aStore({ name: "old", factory, person: null, outdated: async () => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    await old.record(edit({ work: "getippt" }));
  } });
  await old.signIn({ person: ANNA, device: { id: "d", label: "" }, server: "s" });
  const young = await aStore({ name: "old", factory, person: null, steps });
  assert.deepEqual((await young.pending()).map(({ patch }) => patch.work), [[null, "getippt"]]);
  await aStore({ name: "stubborn", factory, person: null, outdated: () => new Promise(() => {}) });
  const started = Date.now();
  await aStore({ name: "stubborn", factory, person: null, steps });
  assert.ok(Date.now() - started < 30_000);
});

test("the diary tells a whole day, without contents", async () => {
  const server = createServer();
  const phone = await aPhone({ server });
  const photo = picture(300);
  await phone.store.recordAll([create(), attach(photo), submit([photo])]);
  await phone.sync.run("test");
  server.act("approve", SLIP);
  await phone.store.record(edit({ work: "streng geheim" }));
  await phone.store.record(create(OTHER, { work: "a" }));
  await phone.sync.run("test");
  server.act("edit", OTHER, { patch: { work: ["a", "Büro"] } });
  await phone.store.record({ kind: "edit", slip_id: OTHER, patch: { work: ["b", "streng geheim"] } });
  await phone.sync.run("test");
  await phone.store.signOut();
  await until(async () => (await phone.store.events()).some(({ event }) => event === "signed_out"));
  const events = await phone.store.events();
  assert.deepEqual([...new Set(events.map(({ event }) => event))], ["signed_in", "saved", "sent", "held", "merged", "signed_out"]);
  assert.deepEqual(events.find(({ event }) => event === "held").detail.reason, "wrong_state");
  assert.equal(JSON.stringify(events).includes("geheim"), false);
});

test("the file of everything unsent: also what the office holds, and it says which pictures are not in it", async () => {
  const server = createServer();
  const phone = await aPhone({ server });
  await phone.store.recordAll([create(), submit()]);
  await phone.sync.run("test");
  server.act("approve", SLIP);
  const held = await phone.store.record(edit({ work: "zu spät" }));
  await phone.sync.run("test");
  const [good, bad] = [picture(300, 1), picture(200, 2)];
  const ops = await phone.store.recordAll([create(OTHER), attach(good, OTHER), attach(bad, OTHER)]);
  await behindItsBack(phone, ["bytes"], (bytes) => bytes.put(overwritten(bad)));
  const content = JSON.parse(await (await phone.store.exportUnsent()).text());
  assert.deepEqual(content.ops.map(({ op_id }) => op_id).sort(), [held, ...ops].map(({ op_id }) => op_id).sort());
  assert.deepEqual([content.blobs.map((one) => one.sha256), content.missing], [[good.sha256], [{ sha256: bad.sha256, size: 200, slip_id: OTHER }]]);
  const replayed = await server.fetch("/api/sync/push", { method: "POST", body: JSON.stringify({ device: content.device.id, ops: content.ops }), headers: {} });
  assert.deepEqual((await replayed.json()).results.map(({ result }) => result).sort(), ["applied", "applied", "applied", "duplicate"]);
});
