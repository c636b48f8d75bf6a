import assert from "node:assert/strict";
import { test } from "node:test";
import { IDBFactory, IDBObjectStore, IDBDatabase } from "fake-indexeddb";
import { hashOp } from "../../app/static/crew/core/canon.js";
import { openDatabase, STEPS, StoreError } from "../../app/static/crew/store/database.js";
import { ANNA, aStore, attach, BEN, create, edit, instead, news, OTHER, picture, SLIP } from "./phone.js";

const receipt = (op, seq) => ({ op_id: op.op_id, hash: op.hash, seq, chain: String(seq % 10).repeat(64) });
const applied = (op, seq) => ({ op_id: op.op_id, result: "applied", receipt: receipt(op, seq) });
const pulled = (more = {}) => ({ server: "server-1", changes: [], cursor: 0, high: { seq: 9, chain: "9".repeat(64) }, more: false, backed_up_to: 0, ...more });
/** A pull as sync does it: first every point of the history is found again, then the answer counts. */
async function pull(store, answer) {
  for (let { unchecked } = await store.meta(); unchecked > 0; unchecked -= 1) await store.takePull(pulled({ changes: [change(OTHER, 1)] }));
  await store.takePull(answer);
}
const change = (slip_id, seq, more = {}) => ({ slip_id, seq, rev: 1, state: "draft", version: 1, author: ANNA.id, planned: 0, fields: {}, extra: {}, rows: {},
  content_hash: "", held: [], conflicts: [], corrections: [], ...more });
const code = (expected) => (error) => error instanceof StoreError && error.code === expected;

test("an op is made once, whole: numbered per slip, hashed, with the author and device of who is signed in", async () => {
  const store = await aStore({ now: () => Date.parse("2026-11-25T15:24:05Z") });
  await store.setMeta({ offset_ms: -1234 });
  const first = await store.record(create());
  const second = await store.record(edit({ work: "Naht" }));
  const other = await store.record(create(OTHER));
  assert.deepEqual([first.n, second.n, other.n], [1, 2, 1]);
  assert.deepEqual([first.author, first.schema, first.base_rev, first.offset_ms], [ANNA.id, 1, 0, -1234]);
  assert.equal(Date.parse(first.client_time), Date.parse("2026-11-25T15:24:05Z"));
  assert.match(first.client_time, /^2026-11-25T\d\d:24:05[+-]\d\d:\d\d$/);
  assert.equal(first.hash, await hashOp(first));
  assert.deepEqual(await store.pending(), [first, second, other]);
});

test("taps at the same moment get their numbers in the order of the taps", async () => {
  const store = await aStore();
  const ops = await Promise.all([create(), edit({ work: "1" }), edit({ work: "2" }), edit({ work: "3" })].map((action) => store.record(action)));
  assert.deepEqual(ops.map(({ n }) => n), [1, 2, 3, 4]);
});

test("two tabs writing to one slip never share a number", async () => {
  const factory = new IDBFactory();
  const name = "two-tabs";
  const one = await aStore({ name, factory, person: null });
  const two = await aStore({ name, factory, person: null });
  await one.signIn({ person: ANNA, device: { id: "d1", label: "" }, server: "server-1" });
  const ops = await Promise.all(Array.from({ length: 20 }, (_, i) => (i % 2 ? one : two).record(edit({ work: String(i) }))));
  assert.deepEqual(ops.map(({ n }) => n).sort((a, b) => a - b), Array.from({ length: 20 }, (_, i) => i + 1));
});

test("several ops of one action are written together or not at all", async () => {
  const store = await aStore();
  const ops = await store.recordAll([create(), edit({ work: "Naht" }), create(OTHER)]);
  assert.deepEqual(ops.map(({ n, slip_id }) => [n, slip_id]), [[1, SLIP], [2, SLIP], [1, OTHER]]);
  const half = instead(IDBObjectStore.prototype, "add", function (add, args) {
    if (args[0].op?.patch.work) throw new DOMException("no", "DataCloneError");
    return add.apply(this, args);
  }, () => store.recordAll([edit({ leftover: "x" }), edit({ work: "y" })]));
  await assert.rejects(half, code("broken"));
  assert.equal((await store.pending()).length, 3);
  assert.equal((await store.record(edit({ work: "z" }))).n, 3);
});

test("every transaction that writes work is strict", async () => {
  const store = await aStore();
  const seen = [];
  await instead(IDBDatabase.prototype, "transaction", function (transaction, args) {
    const tx = transaction.apply(this, args);
    if (args[1] === "readwrite") seen.push([args[0].join(" "), tx.durability]);
    return tx;
  }, async () => {
    const op = await store.record({ ...attach(picture(10)) });
    await store.saveDraft("k", "v");
    await store.takePush([applied(op, 1)], [op], "server-1");
    await store.takePull(pulled());
    await store.markBlobSent(picture(10).sha256);
    await store.log("hello");
  });
  const work = seen.filter(([stores]) => stores !== "log");
  assert.deepEqual(work.map(([, durability]) => durability), ["strict", "strict", "strict", "strict", "strict"]);
  assert.equal(work[0][0], "meta counters ops blobs bytes");
  assert.ok(seen.length > work.length && seen.every(([stores, durability]) => stores !== "log" || durability === "relaxed"));
});

test("a full phone is told as such, nothing of the action is kept, and writing goes on afterwards", async () => {
  const store = await aStore();
  const full = instead(IDBObjectStore.prototype, "put", function (put, args) {
    const request = put.apply(this, args);
    if (this.name === "bytes") {
      const tx = this.transaction;
      request.addEventListener("success", () => tx._abort("QuotaExceededError"));
    }
    return request;
  }, () => store.record(attach(picture(100))));
  await assert.rejects(full, code("full"));
  assert.deepEqual(await store.pending(), []);
  assert.equal(await store.blob(picture(100).sha256), undefined);
  const op = await store.record(attach(picture(100)));
  assert.equal(op.n, 1);
  assert.deepEqual(await store.pending(), [op]);
});

test("a connection the system killed is replaced, and what was to be saved is saved", async () => {
  const store = await aStore();
  let killed = 0;
  const op = await instead(IDBDatabase.prototype, "transaction", function (transaction, args) {
    if (args[1] === "readwrite" && killed === 0) {
      killed += 1;
      this.close();
    }
    return transaction.apply(this, args);
  }, () => store.record(create()));
  assert.equal(killed, 1);
  assert.deepEqual(await store.pending(), [op]);
});

test("a connection that dies between the write and its end leaves one op, not two", async () => {
  const store = await aStore();
  let lost = 0;
  const op = await instead(IDBDatabase.prototype, "transaction", function (transaction, args) {
    const tx = transaction.apply(this, args);
    if (args[1] === "readwrite" && lost === 0) {
      lost += 1;   // it is written, but the page is told that the connection is lost
      const listen = tx.addEventListener.bind(tx);
      const dead = new DOMException("connection lost", "UnknownError");
      tx.addEventListener = (type, listener) => {
        if (type === "abort") listen("complete", () => Object.assign(tx, { error: dead }) && listener());
      };
    }
    return tx;
  }, () => store.record(create()));
  assert.equal(lost, 1);
  assert.deepEqual(await store.pending(), [op]);
});

test("a phone whose storage stays dead says so instead of trying for ever", async () => {
  const store = await aStore();
  let tries = 0;
  const dead = instead(IDBDatabase.prototype, "transaction", (_, [stores]) => {
    if (stores.includes("counters")) tries += 1;
    throw new DOMException("dead", "InvalidStateError");
  }, () => store.record(create()));
  await assert.rejects(dead, code("broken"));
  assert.equal(tries, 3);
});

test("pictures come back byte for byte, as an ArrayBuffer", async () => {
  const store = await aStore();
  const photo = picture(70_000);
  await store.record(attach(photo));
  const kept = await store.blob(photo.sha256);
  assert.ok(kept.bytes instanceof ArrayBuffer);
  assert.deepEqual(new Uint8Array(kept.bytes), new Uint8Array(photo.bytes));
  assert.deepEqual([kept.size, kept.type, kept.sent, kept.slip_id], [70_000, "image/jpeg", 0, SLIP]);
  assert.equal("bytes" in (await store.blobCards())[0], false);
});

test("people on one phone are apart: the other is only counted, and nothing can be written as them", async () => {
  const store = await aStore();
  await store.record(create());
  await store.record(attach(picture(5)));
  await store.saveDraft("slip", "half a sentence");
  await store.signIn({ person: BEN, device: { id: "d2", label: "" }, server: "server-1" });
  assert.deepEqual([await store.pending(), await store.views(), await store.blobCards(), await store.draft("slip")], [[], [], [], undefined]);
  assert.equal(await store.blob(picture(5).sha256), undefined);
  const status = await store.status();
  assert.deepEqual([status.unsent_ops, status.unsent_photos, status.others], [0, 0, [{ name: "Anna Richter", items: 3 }]]);
  const op = await store.record(create(OTHER));
  assert.deepEqual([op.author, op.device], [BEN.id, "d2"]);
  await store.signIn({ person: ANNA, device: { id: "d1", label: "" }, server: "server-1" });
  assert.deepEqual([(await store.pending()).length, await store.draft("slip")], [2, "half a sentence"]);
});

test("nobody signed in: nothing is recorded, the others are still counted", async () => {
  const store = await aStore({ person: null });
  await assert.rejects(store.record(create()), code("signed_out"));
  assert.equal(await store.who(), null);
  assert.deepEqual(await store.status(), { unsent_ops: 0, unsent_slips: 0, unsent_photos: 0, oldest_unsent: null, last_contact: null, others: [], persisted: null, bad: 0, lost: 0 });
});

test("signing out is refused while work is unsent, and takes along only what can be fetched again", async () => {
  const store = await aStore();
  const op = await store.record(attach(picture(5)));
  await assert.rejects(store.signOut(), code("unsent"));
  await store.takePush([applied(op, 1)], [op], "server-1");
  await assert.rejects(store.signOut(), code("unsent"));
  await store.markBlobSent(picture(5).sha256);
  await pull(store, pulled({ changes: [change(SLIP, 1)], cursor: 1 }));
  await store.signOut();
  assert.equal(await store.who(), null);
  await store.signIn({ person: ANNA, device: { id: "d9", label: "" }, server: "server-1" });
  const meta = await store.meta();
  assert.deepEqual([meta.cursor, meta.high.seq, await store.views(), (await store.blob(picture(5).sha256)).size], [0, 9, [], 5]);
});

test("only a receipt over exactly this op takes it out of the outbox", async () => {
  const store = await aStore();
  const op = await store.record(create());
  for (const wrong of [{ hash: "0".repeat(64) }, { op_id: "another" }])
    await store.takePush([{ ...applied(op, 1), receipt: { ...receipt(op, 1), ...wrong } }], [op], "server-1");
  await store.takePush([{ op_id: op.op_id, result: "error", code: "failed" }], [op], "server-1");
  assert.deepEqual(await store.pending(), [op]);
  assert.deepEqual((await store.view(SLIP)).obstacle, { result: "error", code: "failed", missing: undefined, expected: undefined });
  await assert.rejects(store.takePush([applied(op, 1)], [op], "server-2"), code("foreign_server"));
  assert.deepEqual(await store.pending(), [op]);
  await store.takePush([applied(op, 1)], [op], "server-1");
  assert.deepEqual(await store.pending(), []);
});

test("nothing flickers back between receipt and pull, nor when the pull came before the receipt", async () => {
  const store = await aStore();
  const op = await store.record(create(SLIP, { date: "2026-11-25", work: "Naht" }));
  await store.takePush([applied(op, 5)], [op], "server-1");
  const between = await store.view(SLIP);
  assert.deepEqual([between.fields.work, between.pending, between.place], ["Naht", 0, "office"]);
  await pull(store, pulled({ changes: [change(SLIP, 4, { fields: { date: "2026-11-25" } })], cursor: 4 }));
  assert.equal((await store.view(SLIP)).fields.work, "Naht");
  await pull(store, pulled({ changes: [change(SLIP, 6, { fields: { work: "by the office" } })], cursor: 6 }));
  assert.equal((await store.view(SLIP)).fields.work, "by the office");
  await pull(store, pulled({ changes: [change(SLIP, 2, { fields: { work: "late and old" } })], cursor: 6 }));
  assert.equal((await store.view(SLIP)).fields.work, "by the office");
});

test("three words: on this phone, at the office, backed up, for ops and pictures alike", async () => {
  const store = await aStore();
  const photo = picture(9);
  const place = async () => (await store.view(SLIP)).place;
  const op = await store.record({ ...attach(photo), kind: "create" });
  await store.takePush([applied(op, 9)], [op], "server-1");
  assert.equal(await place(), "phone");
  await store.markBlobSent(photo.sha256);
  assert.equal(await place(), "office");
  await pull(store, pulled({ changes: [change(SLIP, 9)], cursor: 9, backed_up_to: 9 }));
  assert.equal(await place(), "office", "the backup may be older than the picture");
  await pull(store, pulled({ cursor: 9, backed_up_to: 10, high: { seq: 10, chain: "1".repeat(64) } }));
  assert.equal(await place(), "office", "nobody has looked whether the server still has the picture");
  await store.confirmBlob(photo.sha256);
  assert.equal(await place(), "backed");
});

test("a slip that is no longer theirs goes, and does not come back out of own old ops", async () => {
  const store = await aStore();
  const op = await store.record(create());
  await store.takePush([applied(op, 1)], [op], "server-1");
  await pull(store, pulled({ changes: [{ slip_id: SLIP, seq: 2, gone: true }], cursor: 2 }));
  assert.deepEqual(await store.views(), []);
});

test("a slip that is gone stays readable while own work in it is under way, and while it is held", async () => {
  const store = await aStore();
  await pull(store, pulled({ changes: [change(SLIP, 1, { fields: { title: "Geländer" } })], cursor: 1 }));
  const op = await store.record(edit({ work: "Naht" }));
  await pull(store, pulled({ changes: [{ slip_id: SLIP, seq: 2, gone: true }], cursor: 2 }));
  const before = await store.view(SLIP);
  assert.deepEqual([before.gone, before.fields, before.pending], [true, { title: "Geländer", work: "Naht" }, 1]);
  await store.takePush([{ ...applied(op, 3), result: "held", reason: "not_allowed" }], [op], "server-1");
  const after = await store.view(SLIP);
  assert.deepEqual([after.fields, after.waiting_held], [{ title: "Geländer" }, 1]);
  await pull(store, pulled({ changes: [{ slip_id: SLIP, seq: 4, gone: true }], cursor: 4 }));
  assert.equal((await store.view(SLIP)).waiting_held, 1, "the server's last word about a slip that is gone names nothing held");
});

test("an answer is not taken for another person, nor when another tab has gone on since it was asked for", async () => {
  const store = await aStore();
  await store.signIn({ person: BEN, device: { id: "d2", label: "" }, server: "server-1" });
  const { high } = await store.meta();
  const asked = { person: BEN.id, cursor: 0, high, at: 0 };
  for (const other of [{ person: ANNA.id }, { cursor: 1 }, { high: { seq: 1, chain: "1".repeat(64) } }])
    assert.equal(await store.takePull(pulled({ changes: [change(SLIP, 1)], cursor: 1 }), { ...asked, ...other }), false);
  assert.deepEqual([await store.views(), (await store.meta()).cursor], [[], 0]);
  assert.equal(await store.takePull(pulled({ changes: [change(SLIP, 1)], cursor: 1 }), asked), true);
  assert.deepEqual([(await store.views()).length, (await store.meta()).cursor], [1, 1]);
});

test("an op another history knows too may stand further on in it: no backup that ends before holds it for sure", async () => {
  let now = 1000;
  const store = await aStore({ now: () => now });
  const op = await store.record(create());
  await store.takePush([applied(op, 8)], [op], "server-1");
  await pull(store, { ...pulled({ high: { seq: 20, chain: "2".repeat(64) }, backed_up_to: 10 }), reset: true, snapshot: [change(SLIP, 20)], known_ops: [op.op_id] });
  now += 15 * 24 * 3600_000;
  await store.purge();
  assert.equal((await store.view(SLIP)).place, "office");
  await store.setMeta({ backed_up_to: 20 });
  assert.equal((await store.view(SLIP)).place, "backed");
});

test("purged is only what a checked backup holds and what is two weeks old", async () => {
  let now = 1000;
  const store = await aStore({ now: () => now });
  const [old, young] = [picture(1, 1), picture(2, 2)];
  const ops = [await store.record(attach(old)), await store.record(attach(young))];
  await store.takePush([applied(ops[0], 1), applied(ops[1], 2)], ops, "server-1");
  await store.markBlobSent(old.sha256);
  const reaches = (seq) => pull(store, pulled({ high: { seq, chain: String(seq).repeat(64) }, backed_up_to: 0 }));
  await reaches(2);
  assert.deepEqual(await store.unconfirmed(), [], "no entry has come after it");
  await reaches(3);
  assert.deepEqual(await store.unconfirmed(), [old.sha256]);
  const left = async () => (await store.blobCards()).map(({ size }) => size);
  const fortnight = 14 * 24 * 3600_000;
  now += fortnight;
  await store.setMeta({ backed_up_to: 3 });
  await store.purge();
  assert.deepEqual(await left(), [1, 2], "nobody has looked whether the server still has it");
  await store.confirmBlob(old.sha256);
  assert.deepEqual(await store.unconfirmed(), []);
  now -= 1;
  await store.purge();
  assert.deepEqual(await left(), [1, 2], "not two weeks old");
  now += 1;
  await store.setMeta({ backed_up_to: 2 });
  await store.purge();
  assert.deepEqual(await left(), [1, 2], "the backup may be older than the picture");
  await store.setMeta({ backed_up_to: 3 });
  await store.purge();
  assert.deepEqual(await left(), [2], "the unsent one stays whatever its age");
  assert.equal(await store.blob(old.sha256), undefined);
});

test("everything unsent fits into one file, with neither network nor session", async () => {
  const store = await aStore({ now: () => 0 });
  const sent = await store.record(create());
  await store.takePush([applied(sent, 1)], [sent], "server-1");
  const photo = picture(100_000);
  const op = await store.record(attach(photo));
  const file = await store.exportUnsent();
  const content = JSON.parse(await file.text());
  assert.equal(file.type, "application/json");
  assert.deepEqual([content.format, content.version, content.saved_at, content.server, content.person, content.device.label],
    ["handzettel-unsent", 1, "1970-01-01T00:00:00.000Z", "server-1", ANNA, "Annas Handy"]);
  assert.deepEqual(content.ops, [op]);
  assert.equal(content.blobs.length, 1);
  assert.deepEqual(Buffer.from(content.blobs[0].base64, "base64"), Buffer.from(photo.bytes));
  assert.deepEqual([content.blobs[0].sha256, content.blobs[0].size, content.blobs[0].type], [photo.sha256, 100_000, "image/jpeg"]);
});

test("the self-test notices a browser that gives back something else", async () => {
  const store = await aStore();
  assert.equal(await store.selfTest(), true);
  const broken = await instead(IDBObjectStore.prototype, "put", function (put, [value]) {
    return put.call(this, value.bytes ? { ...value, bytes: new ArrayBuffer(value.bytes.byteLength) } : value);
  }, () => store.selfTest());
  assert.equal(broken, false);
  assert.equal(await instead(IDBObjectStore.prototype, "put", () => { throw new DOMException("private", "UnknownError"); }, () => store.selfTest()), false);
  assert.deepEqual(await store.blobCards(), []);
});

test("the diary keeps the last 500 events and is never in the way", async () => {
  const store = await aStore({ now: () => 7 });
  for (let i = 1; i <= 503; i++) await store.log("e", { i });
  const events = await store.events();
  assert.deepEqual([events.length, events[0], events.at(-1)], [500, { at: 7, event: "e", detail: { i: 4 } }, { at: 7, event: "e", detail: { i: 503 } }]);
  await instead(IDBObjectStore.prototype, "add", () => { throw new DOMException("full", "QuotaExceededError"); }, () => store.log("lost"));
  assert.equal((await store.events()).length, 500);
});

test("other tabs hear of every change, and so does this one", async () => {
  const factory = new IDBFactory();
  const one = await aStore({ name: "tabs", factory, person: null });
  const two = await aStore({ name: "tabs", factory, person: null });
  const heard = [];
  const stop = one.onChange(() => heard.push("one"));
  const other = new Promise((resolve) => two.onChange(() => resolve("two")));
  await one.signIn({ person: ANNA, device: { id: "d", label: "" }, server: "s" });
  assert.deepEqual([heard, await other], [["one"], "two"]);
  stop();
  await one.record(create());
  assert.deepEqual(heard, ["one"]);
});

test("a new version adds a step and keeps an outbox full of work; the old tab is told and lets go", async () => {
  const factory = new IDBFactory();
  let told = 0;
  const old = await aStore({ name: "grow", factory, person: null, outdated: () => (told += 1) });
  await old.signIn({ person: ANNA, device: { id: "d", label: "" }, server: "s" });
  const op = await old.record(attach(picture(3)));
  const steps = [...STEPS, (db) => db.createObjectStore("later")];
  const young = await aStore({ name: "grow", factory, person: null, steps });
  assert.equal(told, 1);
  assert.deepEqual(await young.pending(), [op]);
  assert.equal((await young.blob(picture(3).sha256)).size, 3);
  await assert.rejects(old.record(create()), code("outdated"));
});

test("an older tab that does not let go is reported, not waited for in silence", async () => {
  const factory = new IDBFactory();
  const holder = factory.open("held", 1);
  await new Promise((resolve) => (holder.onsuccess = resolve));
  let blocked = 0;
  const db = openDatabase({ name: "held", factory, steps: [() => {}, (raw) => raw.createObjectStore("x")], blocked: () => (blocked += 1) });
  const reading = db.read("x", (tx) => tx.objectStore("x").getAll());
  await new Promise((resolve) => setTimeout(resolve, 30));
  assert.equal(blocked, 1);
  holder.result.close();
  assert.deepEqual(await reading, []);
  db.close();
});

test("a server with another identity starts over: what the old one had is offered again", async () => {
  const store = await aStore();
  const op = await store.record(attach(picture(4)));
  await store.takePush([applied(op, 7)], [op], "server-1");
  await store.markBlobSent(picture(4).sha256);
  await store.signIn({ person: ANNA, device: { id: "d2", label: "" }, server: "server-2" });
  const meta = await store.meta();
  assert.deepEqual([await store.pending(), (await store.blobCards())[0].sent, meta.cursor, meta.high.seq, meta.server], [[op], 0, 0, 0, "server-2"]);
});

test("slips come newest day first", async () => {
  const store = await aStore();
  for (const [slip, date] of [[SLIP, "2026-11-24"], [OTHER, "2026-11-25"], ["05000000-0000-7000-8000-000000000003", "2026-11-24"]])
    await store.record({ kind: "create", slip_id: slip, patch: news({ date }) });
  assert.deepEqual((await store.views()).map(({ slip_id }) => slip_id.at(-1)), ["2", "3", "1"]);
});

test("of many slips the start reads the unfinished, the days asked for and what is on its way; all of them only once, and then what is new", async () => {
  const store = await aStore();
  const [open, back, recent, older, own] = [1, 2, 3, 4, 5].map((n) => `01910000-0000-7000-8000-00000000000${n}`);
  const of = (slip_id, seq, state, date) => change(slip_id, seq, { state, fields: { date } });
  await pull(store, pulled({ changes: [of(open, 1, "draft", "2026-01-02"), of(back, 2, "returned", "2026-01-03"), of(recent, 3, "approved", "2026-11-24"),
    of(older, 4, "approved", "2026-01-04"), of(own, 5, "approved", "2026-01-05")], cursor: 5 }));
  await store.record({ kind: "edit", slip_id: own, base_rev: 0, patch: { work: [null, "noch unterwegs"] } });
  const ids = (views) => views.map(({ slip_id }) => slip_id);
  assert.deepEqual(ids(await store.near("2026-11-23")), [recent, own, back, open]);
  assert.deepEqual(ids(await store.views()), [recent, own, older, back, open]);
  assert.deepEqual(ids(await store.near("2026-11-23")), [recent, own, older, back, open], "once in memory, nothing is left out");
  await pull(store, pulled({ changes: [{ slip_id: older, seq: 6, gone: true }, of(open, 7, "approved", "2026-11-25")], cursor: 7 }));
  assert.deepEqual([ids(await store.views()), (await store.view(open)).state], [[open, recent, own, back], "approved"]);
});

test("the articles of the catalog lie apart, and an older app's are found where it put them", async () => {
  const store = await aStore();
  const materials = [{ id: "a1", number: "20001", text: "Ankerbolzen M12", unit: "Stk", favourite: 1 }];
  await store.takeCatalog({ people: [], materials }, "tag-1");
  assert.deepEqual([await store.catalog(), await store.articles()], [{ people: [] }, materials]);
  await store.takeCatalog({ people: [1], materials: [] }, "tag-2");
  assert.deepEqual([await store.catalog(), await store.articles()], [{ people: [1] }, []], "another etag is read again");
});

test("a version a slip here was filled with stays when the office's new lists do not have it, and nothing else does", async () => {
  const store = await aStore();
  const of = (version, newest, title = "Tor") => ({ id: "gate", version, newest, purpose: "gate", title: { de: title }, items: [] });
  const pins = (version) => ({ table: "checklist", fields: { template: [null, "gate"], version: [null, version] } });
  const lists = async (...checklists) => {
    await store.takeCatalog({ people: [], materials: [], checklists }, `tag-${checklists.map(({ version }) => version)}`);
    return (await store.catalog()).checklists.map(({ version, newest }) => [version, newest]);
  };
  await store.record({ ...create(), rows: { "0198c0de-0000-7000-8000-00000000cc01": pins(2) } });
  await pull(store, pulled({ changes: [change(OTHER, 3, { rows: { r1: { table: "checklist", fields: { template: "gate", version: 1 }, extra: {} } } })], cursor: 3 }));
  assert.deepEqual(await lists(of(1, 1)), [[1, 1]]);
  assert.deepEqual(await lists(of(2, 1)), [[2, 1], [1, 0]], "the colleague's slip");
  assert.deepEqual(await lists(of(3, 1)), [[3, 1], [2, 0], [1, 0]], "an own entry nobody has yet");
  assert.deepEqual(await lists(of(4, 1)), [[4, 1], [2, 0], [1, 0]], "nobody filled the third");
  assert.deepEqual(await lists(of(2, 0, "Tür"), of(5, 1)), [[2, 0], [5, 1], [1, 0]]);
  assert.equal((await store.catalog()).checklists[0].title.de, "Tür", "what the office sends counts");
});
