import assert from "node:assert/strict";
import { test } from "node:test";
import { aPhone, ANNA, attach, BEN, create, edit, news, OTHER, picture, SLIP, submit } from "./phone.js";
import { behind, createServer } from "./server.js";

const kinds = (server) => server.ledger.map(({ op }) => op.kind);
const said = (server) => server.requests.map(({ method, path }) => `${method} ${path.split("/").slice(2, 4).join("/").slice(0, 12)}`);
const THIRD = "05000000-0000-7000-8000-000000000003";
const until = (at, faults) => (method, path) => (path.startsWith(at) ? faults.shift() ?? null : null);

test("a whole slip goes in the right order: small ops, pull, pictures from the smallest, submit, pull", async () => {
  const server = createServer();
  const phone = await aPhone({ server });
  const [big, small] = [picture(3000, 1), picture(500, 2)];
  for (const action of [create(), attach(big), attach(small), submit([big, small])]) await phone.store.record(action);
  await phone.sync.run("test");
  assert.deepEqual(said(server), ["GET hello", "POST sync/push", "GET sync/pull", "GET sync/pull", `PUT blobs/${small.sha256.slice(0, 6)}`, `PUT blobs/${big.sha256.slice(0, 6)}`,
    "POST sync/push", "GET sync/pull", "GET sync/pull"]);
  assert.deepEqual(kinds(server), ["create", "attach", "attach", "submit"]);
  const view = await phone.store.view(SLIP);
  assert.deepEqual([view.state, view.pending, view.place, await phone.store.pending()], ["submitted", 0, "office", []]);
  assert.deepEqual(phone.sync.state(), { running: false, problem: null, sending: null, next_at: null });
});

test("what the phone shows after the pull is what the server has", async () => {
  const server = createServer();
  const phone = await aPhone({ server });
  await phone.store.record(create(SLIP, { date: "2026-11-25", work: "Naht" }));
  await phone.sync.run("test");
  server.act("edit", SLIP, { patch: { work: ["Naht", "vom Büro"] } });
  await phone.sync.run("test");
  const { fields, state, rev } = await phone.store.view(SLIP);
  assert.deepEqual({ fields, state, rev }, { fields: server.slips[SLIP].fields, state: "draft", rev: 2 });
});

for (const fault of ["request_lost", "answer_lost", "portal", "portal_json", "no_content", "gateway", "truncated"]) {
  test(`push: ${fault} keeps everything, and the next round sends each op once`, async () => {
    const server = createServer();
    const phone = await aPhone({ server, fetch: behind(server, until("/api/sync/push", [fault])) });
    await phone.store.record(create());
    await phone.store.record(edit({ work: "Naht" }));
    await phone.sync.run("test");
    assert.deepEqual([(await phone.store.pending()).length, phone.sync.state().problem, (await phone.store.view(SLIP)).place], [2, "offline", "phone"]);
    await phone.sync.run("test");
    assert.deepEqual([await phone.store.pending(), kinds(server), phone.sync.state().problem], [[], ["create", "edit"], null]);
  });
}

test("a request that arrives twice is one op", async () => {
  const server = createServer();
  const phone = await aPhone({ server, fetch: behind(server, until("/api/sync/push", ["twice"])) });
  await phone.store.record(create());
  await phone.sync.run("test");
  assert.deepEqual([kinds(server), await phone.store.pending()], [["create"], []]);
});

test("without a session the phone still sends; it says so and keeps everything", async () => {
  const server = createServer();
  const phone = await aPhone({ server });
  server.session = false;
  await phone.store.record(create());
  await phone.store.record(attach(picture(5)));
  await phone.sync.run("test");
  assert.deepEqual([kinds(server), server.blobs.size, phone.sync.state().problem], [["create", "attach"], 1, "signed_out"]);
  assert.equal((await phone.store.view(SLIP)).place, "office");
});

test("without a grant nothing goes and nothing is lost", async () => {
  const server = createServer();
  const phone = await aPhone({ server });
  server.grant = false;
  await phone.store.record(create());
  await phone.sync.run("test");
  assert.deepEqual([kinds(server), phone.sync.state().problem, (await phone.store.pending()).length, (await phone.store.who()).person.id], [[], "signed_out", 1, ANNA.id]);
  server.grant = true;
  await phone.sync.run("test");
  assert.deepEqual(kinds(server), ["create"]);
});

test("a server that is not ours gets nothing", async () => {
  const server = createServer();
  const phone = await aPhone({ server: { id: "another" }, fetch: server.fetch });
  await phone.store.record(create());
  await phone.sync.run("test");
  assert.deepEqual([said(server), phone.sync.state().problem, (await phone.store.pending()).length], [["GET hello"], "foreign_server", 1]);
});

test("too much at once is halved until it fits", async () => {
  const server = createServer();
  const phone = await aPhone({ server });
  await phone.store.record(create());
  for (let i = 0; i < 20; i++) await phone.store.record(edit({ [`f${i}`]: "x" }));
  server.most_ops = 3;
  await phone.sync.run("test");
  const sizes = server.requests.filter(({ path }) => path === "/api/sync/push").map(({ body }) => JSON.parse(body).ops.length);
  assert.deepEqual([sizes, server.ledger.length, await phone.store.pending()], [[21, 11, 6, 3, 3, 3, 3, 3, 3, 3], 21, []]);
});

test("a batch holds at most 50 ops and 200 KiB", async () => {
  const server = createServer();
  const phone = await aPhone({ server });
  await phone.store.recordAll([create(), ...Array.from({ length: 55 }, (_, i) => edit({ [`f${i}`]: "x" })), ...Array.from({ length: 9 }, (_, i) => edit({ [`g${i}`]: "ü".repeat(30 * 1024 / 2) }))]);
  await phone.sync.run("test");
  const batches = server.requests.filter(({ path }) => path === "/api/sync/push").map(({ body }) => [JSON.parse(body).ops.length, Buffer.byteLength(body)]);
  assert.deepEqual(batches.map(([ops]) => ops), [50, 12, 3]);
  assert.ok(batches.every(([, bytes]) => bytes <= 256 * 1024), String(batches));
  assert.deepEqual(await phone.store.pending(), []);
});

test("an op the server stumbles over holds up only its own slip, and goes when the server is well again", async () => {
  const server = createServer();
  const phone = await aPhone({ server });
  await phone.store.record(create());
  const bad = await phone.store.record(edit({ work: "Naht" }));
  await phone.store.record(edit({ leftover: "Rest" }));
  await phone.store.record(create(OTHER));
  server.stumbles.add(bad.op_id);
  await phone.sync.run("test");
  assert.deepEqual([(await phone.store.pending()).map(({ n }) => n), Object.keys(server.slips).length], [[2, 3], 2]);
  assert.deepEqual([(await phone.store.view(SLIP)).obstacle.code, (await phone.store.view(OTHER)).obstacle], ["failed", null]);
  server.stumbles.clear();
  await phone.sync.run("test");
  assert.deepEqual([kinds(server), await phone.store.pending()], [["create", "create", "edit", "edit"], []]);
});

test("an op that brings the whole request down is found, the others go, and the trouble is told", async () => {
  const server = createServer();
  const phone = await aPhone({ server });
  const ops = await phone.store.recordAll([create(), edit({ work: "Naht" }), create(OTHER), edit({ work: "Tor" }, OTHER)]);
  server.poison.add(ops[1].op_id);
  await phone.sync.run("test");
  assert.deepEqual([(await phone.store.pending()).map(({ op_id }) => op_id), server.ledger.length, phone.sync.state().problem], [[ops[1].op_id], 3, "server"]);
  server.poison.clear();
  await phone.sync.run("test");
  assert.deepEqual([await phone.store.pending(), phone.sync.state().problem], [[], null]);
});

test("an op that is held is off the outbox, told, and does not hold up the rest", async () => {
  const server = createServer();
  const phone = await aPhone({ server });
  await phone.store.recordAll([create(), submit()]);
  await phone.sync.run("test");
  server.act("approve", SLIP);
  await phone.store.record(edit({ work: "zu spät" }));
  await phone.store.record(create(OTHER));
  await phone.sync.run("test");
  const view = await phone.store.view(SLIP);
  assert.deepEqual([await phone.store.pending(), view.waiting_held, view.fields.work, view.state, view.held[0].reason], [[], 1, undefined, "approved", "wrong_state"]);
});

test("a submit waits for its pictures, not the other way round; lost ones are offered again", async () => {
  const server = createServer();
  const photo = picture(700);
  const phone = await aPhone({ server, fetch: behind(server, until("/api/blobs/", ["request_lost"])) });
  await phone.store.recordAll([create(), attach(photo), submit([photo]), { kind: "withdraw", slip_id: SLIP }]);
  await phone.sync.run("test");
  assert.deepEqual([kinds(server), phone.sync.state().problem], [["create", "attach"], "offline"]);
  await phone.store.markBlobSent(photo.sha256);   // a receipt that is not true: the server never kept it
  await phone.sync.run("test");
  assert.deepEqual(kinds(server), ["create", "attach"]);
  assert.deepEqual((await phone.store.view(SLIP)).obstacle, { result: "need_blobs", missing: [photo.sha256], code: undefined, expected: undefined });
  await phone.sync.run("test");
  assert.deepEqual([kinds(server), server.blobs.has(photo.sha256)], [["create", "attach", "submit", "withdraw"], true]);
});

test("a picture whose bytes changed on the phone is not sent; its slip waits for a person, others do not", async () => {
  const server = createServer();
  const phone = await aPhone({ server });
  const photo = picture(700);
  const broken = { ...attach(photo), blobs: [{ ...attach(photo).blobs[0], bytes: picture(700, 9).bytes }] };
  await phone.store.recordAll([create(), broken, submit([photo]), create(OTHER), submit([], OTHER)]);
  await phone.sync.run("test");
  assert.deepEqual([server.blobs.size, (await phone.store.blobCards())[0].bad, kinds(server)], [0, "damaged", ["create", "attach", "create", "submit"]]);
  assert.equal((await phone.store.view(SLIP)).place, "phone");
  await phone.store.recordAll([{ ...create(), slip_id: THIRD }, attach(photo, THIRD)]);
  await phone.sync.run("test");
  assert.deepEqual([server.blobs.size, kinds(server).slice(4)], [1, ["create", "attach", "submit"]], "the same picture, whole this time");
});

test("a picture the network mangles does not hold up the smaller things or the other pictures", async () => {
  const server = createServer();
  const [first, second] = [picture(100, 1), picture(200, 2)];
  const phone = await aPhone({ server, fetch: behind(server, until(`/api/blobs/${first.sha256}`, ["proxy_limit", "failed"])) });
  await phone.store.recordAll([create(), attach(first), attach(second)]);
  await phone.sync.run("test");
  assert.deepEqual([[...server.blobs.keys()], phone.sync.state().problem], [[second.sha256], null]);
  await phone.sync.run("test");
  await phone.sync.run("test");
  assert.equal(server.blobs.size, 2);
});

test("later: an op that lost its forerunner waits, and both go in order", async () => {
  const server = createServer();
  const phone = await aPhone({ server });
  await phone.store.recordAll([create(), edit({ work: "Naht" })]);
  const pending = phone.store.pending;
  phone.store.pending = async () => (await pending()).slice(1);
  await phone.sync.run("test");
  assert.deepEqual([kinds(server), (await phone.store.view(SLIP)).obstacle.expected], [[], 1]);
  phone.store.pending = pending;
  await phone.sync.run("test");
  assert.deepEqual(kinds(server), ["create", "edit"]);
});

test("a conflict keeps the office's value, on the phone too, at once", async () => {
  const server = createServer();
  const phone = await aPhone({ server });
  await phone.store.record(create(SLIP, { work: "a" }));
  await phone.sync.run("test");
  server.act("edit", SLIP, { patch: { work: ["a", "Büro"] } });
  await phone.store.record({ kind: "edit", slip_id: SLIP, patch: { work: ["a", "Anna"], leftover: [null, "Rest"] } });
  server.session = false;
  await phone.sync.run("test");
  const view = await phone.store.view(SLIP);
  assert.deepEqual([view.fields.work, view.fields.leftover, view.conflicts.map(({ proposed }) => proposed)], ["a", "Rest", ["Anna"]], "not pulled yet: the last known value");
  server.session = true;
  await phone.sync.run("test");
  assert.deepEqual((await phone.store.view(SLIP)).fields, { work: "Büro", leftover: "Rest" });
});

test("a restored server gets back what it lost, pictures too, before and after it took new work", async () => {
  const server = createServer();
  const phone = await aPhone({ server });
  const photo = picture(300);
  await phone.store.record(create());
  await phone.sync.run("test");
  const backup = server.backup();
  await phone.store.recordAll([attach(photo), edit({ work: "Naht" }), submit([photo])]);
  await phone.sync.run("test");
  server.restore(backup);
  for (let i = 0; i < 6; i++) server.act("create", crypto.randomUUID());
  await phone.store.record(create(OTHER));
  await phone.sync.run("test");
  await phone.sync.run("test");
  assert.deepEqual(kinds(server).filter((kind) => kind !== "create"), ["attach", "edit", "submit"]);
  assert.deepEqual([server.blobs.has(photo.sha256), await phone.store.pending(), (await phone.store.view(SLIP)).state], [true, [], "submitted"]);
});

test("a picture that a restore took back without a trace in the ledger is sent again before it is let go of", async () => {
  const server = createServer();
  const phone = await aPhone({ server });
  const photo = picture(900);
  await phone.store.record(create());
  await phone.store.record(attach(photo));
  await phone.sync.run("test");
  const whole = server.backup();
  const without = { ...whole, blobs: new Map() };   // saved between the entry and its picture
  server.restore(without);
  await phone.sync.run("test");
  assert.equal(server.blobs.has(photo.sha256), false, "the same chain: nothing shows yet");
  server.act("edit", SLIP, { patch: { work: [null, "vom Büro"] } });
  server.backed_up_to = 3;
  phone.clock.now += 15 * 24 * 3600_000;
  await phone.sync.run("test");
  assert.equal((await phone.store.blobCards()).length, 1, "let go of while the server lacks it");
  await phone.sync.run("test");
  assert.ok(server.blobs.has(photo.sha256));
});

test("a phone paired anew looks before it writes: a restored server does not get the newer words first", async () => {
  const server = createServer();
  const phone = await aPhone({ server });
  await phone.store.record(create(SLIP, { date: "2026-11-25", work: "alt" }));
  await phone.sync.run("test");
  const backup = server.backup();
  await phone.store.record({ kind: "edit", slip_id: SLIP, patch: { work: ["alt", "neu"] } });
  await phone.sync.run("test");
  await phone.store.signIn({ person: ANNA, device: { id: "de000000-0000-7000-8000-000000000002", label: "neu gekoppelt" }, server: server.id });
  server.restore(backup);
  await phone.store.record({ kind: "edit", slip_id: SLIP, patch: { work: ["neu", "alt"] } });
  for (let i = 0; i < 3; i++) await phone.sync.run("test");
  assert.deepEqual([await phone.store.pending(), server.slips[SLIP].fields.work], [[], "alt"]);
  assert.deepEqual(server.ledger.slice(1).map(({ op }) => op.patch.work), [["alt", "neu"], ["neu", "alt"]]);
});

test("a server restored between receipt and pull is noticed, even when it has grown past the receipt", async () => {
  const server = createServer();
  const backup = server.backup();
  const restored = { done: false };
  const phone = await aPhone({ server, fetch: behind(server, (method, path) => {
    if (path !== "/api/sync/pull" || restored.done) return null;
    restored.done = true;
    server.restore(backup);
    for (let i = 0; i < 5; i++) server.act("create", crypto.randomUUID());
    return null;
  }) });
  await phone.store.record(create());
  await phone.sync.run("test");
  await phone.sync.run("test");
  assert.deepEqual([Object.keys(server.slips).includes(SLIP), await phone.store.pending()], [true, []]);
});

test("long answers come in pages, a slip changed meanwhile once", async () => {
  const server = createServer();
  server.page = 2;
  const phone = await aPhone({ server });
  for (let i = 0; i < 5; i++) server.act("create", `05000000-0000-7000-8000-00000000001${i}`);
  await phone.sync.run("test");
  assert.deepEqual([(await phone.store.views()).length, (await phone.store.meta()).cursor], [5, 5]);
  assert.equal(server.requests.filter(({ path }) => path === "/api/sync/pull").length, 3);
});

test("the catalog is fetched when it changed, and only then", async () => {
  const server = createServer({ catalog: { people: [1] } });
  const phone = await aPhone({ server });
  const asked = () => server.requests.filter(({ path }) => path === "/api/sync/catalog").length;
  await phone.sync.run("test");
  await phone.sync.run("test");
  assert.deepEqual([asked(), (await phone.store.catalog()).people], [1, [1]]);
  server.catalog = { people: [1, 2] };
  await phone.sync.run("test");
  assert.deepEqual([asked(), (await phone.store.catalog()).people], [2, [1, 2]]);
});

test("the clock's error is measured, not believed when the answer took long, and measured again after six hours", async () => {
  const server = createServer();
  let slow = 400;
  const phone = await aPhone({ server, fetch: (url, init) => { if (url.endsWith("hello")) phone.clock.now += slow; return server.fetch(url, init); } });
  server.time = () => phone.clock.now - 200 + 5000;
  await phone.sync.run("test");
  assert.equal((await phone.store.meta()).offset_ms, 5000);
  await phone.sync.run("test");
  assert.equal(said(server).filter((what) => what === "GET hello").length, 1);
  phone.clock.now += 6 * 3600_000;
  slow = 6000;
  await phone.sync.run("test");
  assert.deepEqual([(await phone.store.meta()).offset_ms, said(server).filter((what) => what === "GET hello").length], [5000, 2]);
  assert.equal((await phone.store.record(create())).offset_ms, 5000);
});

test("an app too old to read still sends", async () => {
  const server = createServer();
  server.least_version = "1.10.0";
  const phone = await aPhone({ server, version: "1.9.3" });
  await phone.store.record(create());
  await phone.sync.run("test");
  assert.deepEqual([kinds(server), phone.sync.state().problem, said(server).includes("GET sync/pull")], [["create"], "too_old", false]);
  const young = await aPhone({ server, version: "1.10" });
  await young.sync.run("test");
  assert.equal(young.sync.state().problem, null);
});

test("retries: 2 s doubling to 5 min while offline, a minute when all is well, and what the server asks for", async () => {
  const server = createServer();
  const plan = { fault: "request_lost" };
  const phone = await aPhone({ server, fetch: behind(server, () => plan.fault) });
  await phone.sync.start();
  const pause = async () => {
    await phone.sync.run("joins");
    await new Promise(setImmediate);
    return (phone.sync.state().next_at - phone.clock.now) / 1000;
  };
  assert.deepEqual([await pause(), await pause(), await pause(), await pause()], [2, 4, 8, 16]);
  for (let i = 0; i < 6; i++) await pause();
  assert.equal(await pause(), 300);
  plan.fault = "slow_down";
  await phone.store.record(create());
  phone.sync.stop();
  plan.fault = null;
  await phone.sync.start();
  assert.equal(await pause(), 60);
  assert.equal(phone.waiting.length, 1);
  await phone.sync.stop();
  assert.equal(phone.waiting.length, 0);
});

test("Retry-After is kept, by taps too", async () => {
  const server = createServer();
  const phone = await aPhone({ server, fetch: behind(server, until("/api/sync/push", ["slow_down"])) });
  await phone.store.record(create());
  phone.sync.start();
  await phone.sync.run("joins");
  const wait = () => (phone.sync.state().next_at - phone.clock.now) / 1000;
  assert.deepEqual([phone.sync.state().problem, wait()], ["server", 7]);
  phone.sync.soon();
  assert.equal(wait(), 7);
  phone.clock.now += 7000;
  phone.sync.soon();
  assert.equal(wait(), 2);
  await phone.waiting[0].work();
  assert.deepEqual([kinds(server), wait()], [["create"], 60]);
  await phone.sync.stop();
});

test("a tap during a round is not forgotten: the next round comes soon", async () => {
  const server = createServer();
  const phone = await aPhone({ server });
  phone.sync.start();
  const running = phone.sync.run("joins");
  phone.sync.soon();
  await running;
  assert.equal(phone.sync.state().next_at - phone.clock.now, 2000);
  await phone.sync.stop();
});

test("rounds join instead of running beside each other, and report while they run", async () => {
  const server = createServer();
  const phone = await aPhone({ server });
  await phone.store.record(create());
  const seen = [];
  const stop = phone.sync.onState(({ running }) => seen.push(running));
  await Promise.all([phone.sync.run("timer"), phone.sync.run("button"), phone.sync.run("online")]);
  stop();
  assert.deepEqual([seen[0], seen.at(-1), server.requests.filter(({ path }) => path === "/api/hello").length], [true, false, 1]);
});

test("while another tab sends this one waits; a lock nobody lets go is passed after ten minutes", async () => {
  const server = createServer();
  const phone = await aPhone({ server, lock: async () => undefined });
  await phone.store.record(create());
  await phone.sync.run("timer");
  phone.clock.now += 599_000;
  await phone.sync.run("timer");
  assert.deepEqual([server.requests, phone.sync.state().problem], [[], null]);
  phone.clock.now += 1_000;
  await phone.sync.run("timer");
  assert.deepEqual(kinds(server), ["create"]);
});

test("a phone that cannot write receipts down says so; nothing is lost or doubled", async () => {
  const server = createServer();
  const phone = await aPhone({ server });
  await phone.store.record(create());
  const takePush = phone.store.takePush;
  phone.store.takePush = async () => { throw Object.assign(new Error("full"), { code: "full" }); };
  await phone.sync.run("test");
  assert.deepEqual([phone.sync.state().problem, (await phone.store.pending()).length], ["phone", 1]);
  assert.deepEqual((await phone.store.events()).at(-1).detail, { why: "test", code: "full" });
  phone.store.takePush = takePush;
  await phone.sync.run("test");
  assert.deepEqual([kinds(server), await phone.store.pending()], [["create"], []]);
});

test("somebody else signs in: the first person's ops stay where they are", async () => {
  const server = createServer();
  const phone = await aPhone({ server });
  await phone.store.record(create());
  await phone.sync.stop();
  await phone.store.signIn({ person: BEN, device: { id: "de000000-0000-7000-8000-000000000002", label: "" }, server: server.id });
  await phone.sync.run("test");
  assert.deepEqual([kinds(server), (await phone.store.status()).others], [[], [{ name: ANNA.name, items: 1 }]]);
});

test("two phones on one slip: both people's rows, no conflict", async () => {
  const server = createServer();
  const anna = await aPhone({ server });
  const ben = await aPhone({ server, person: BEN, device: { id: "de000000-0000-7000-8000-000000000002", label: "" } });
  await anna.store.record(create());
  await anna.sync.run("test");
  await ben.sync.run("test");
  await anna.store.record({ kind: "add_row", slip_id: SLIP, rows: { a1: { table: "material", fields: news({ text: "Anker" }) } } });
  await ben.store.record({ kind: "add_row", slip_id: SLIP, rows: { b1: { table: "material", fields: news({ text: "Mörtel" }) } } });
  await ben.sync.run("test");
  await anna.sync.run("test");
  await ben.sync.run("test");
  for (const { store } of [anna, ben]) assert.deepEqual(Object.keys((await store.view(SLIP)).rows).sort(), ["a1", "b1"]);
  assert.deepEqual(server.slips[SLIP].conflicts, []);
});
