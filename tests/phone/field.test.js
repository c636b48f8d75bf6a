/** What happens to a phone on site: pictures that cannot be read any more, another person on the same phone, rounds that hang, clocks that
    jump, a server that has forgotten. The numbers are the rows of the list of field failures. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { IDBObjectStore } from "fake-indexeddb";
import { brokenOf } from "../../app/static/crew/parts/readable.js";
import { behindItsBack } from "./bad-luck.js";
import { aPhone, ANNA, attach, BEN, create, edit, instead, OTHER, picture, SLIP, submit } from "./phone.js";
import { behind, createServer, faults } from "./server.js";

const kinds = (server) => server.ledger.map(({ op }) => op.kind);
const pushes = (server) => server.requests.filter(({ path }) => path === "/api/sync/push").map(({ body }) => JSON.parse(body));
const DAY = 86_400_000;
const bens = { id: "de000000-0000-7000-8000-00000000000b", label: "" };

const overwritten = (photo) => ({ person: ANNA.id, sha256: photo.sha256, bytes: new ArrayBuffer(photo.size) });

// ---- pictures (8, 17) -----------------------------------------------------------------------------------------------

test("17: a picture declared lost lets its slip go; the office holds it for a decision, and the person hears that", async () => {
  const server = createServer();
  const phone = await aPhone({ server });
  const [lost, whole] = [picture(700, 1), picture(300, 2)];
  await phone.store.recordAll([create(), attach(lost), attach(whole), submit([lost, whole])]);
  await behindItsBack(phone, ["bytes"], (bytes) => bytes.delete([ANNA.id, lost.sha256]));
  await phone.sync.run("test");
  const before = await phone.store.status();
  assert.deepEqual([kinds(server), before.bad, before.lost, before.unsent_photos], [["create", "attach", "attach"], 1, 0, 1]);
  assert.equal((await phone.store.view(SLIP)).place, "phone");
  await phone.store.declareLost(lost.sha256);
  await phone.sync.run("test");
  const view = await phone.store.view(SLIP);
  assert.deepEqual([server.ledger.at(-1).reason, pushes(server).at(-1).lost, view.state, view.waiting_held, view.place], ["bytes_missing", [lost.sha256], "draft", 1, "office"]);
  const after = await phone.store.status();
  assert.deepEqual([after.bad, after.lost, after.unsent_photos, after.unsent_ops, phone.sync.state().problem], [0, 1, 0, 0, null]);
  await phone.store.signOut();   // what is given up does not keep anybody on this phone
});

test("17: a lost picture is not tried again, but goes as usual once its bytes turn up readable", async () => {
  const server = createServer();
  const phone = await aPhone({ server });
  const photo = picture(700);
  await phone.store.recordAll([create(), attach(photo)]);
  await behindItsBack(phone, ["bytes"], (bytes) => bytes.put(overwritten(photo)));
  await phone.sync.run("test");
  await phone.store.declareLost(photo.sha256);
  await phone.sync.run("test");
  assert.deepEqual([server.blobs.size, server.received], [0, 0]);
  await behindItsBack(phone, ["bytes"], (bytes) => bytes.put({ ...overwritten(photo), bytes: photo.bytes }));
  await phone.sync.run("test");
  const [card] = await phone.store.blobCards();
  assert.deepEqual([server.blobs.size, card.bad, card.lost, card.sent > 0, (await phone.store.status()).lost], [1, undefined, undefined, true, 0]);
  await phone.sync.run("test");
  assert.deepEqual(pushes(server).at(-1).lost, [], "and the office hears that it is not lost");
});

test("17: taken again, the same picture is neither damaged nor lost any more", async () => {
  const phone = await aPhone({ server: createServer() });
  const photo = picture(50);
  await phone.store.recordAll([create(), attach(photo)]);
  await phone.store.markBlobBad(photo.sha256, "damaged");
  await phone.store.declareLost(photo.sha256);
  await phone.store.record(attach(photo));
  assert.deepEqual([(await phone.store.status()).bad, (await phone.store.status()).lost, (await phone.store.status()).unsent_photos], [0, 0, 1]);
});

test("17: one picture the phone cannot even ask for does not stop the others, nor other slips", async () => {
  const server = createServer();
  const phone = await aPhone({ server });
  const [bad, good] = [picture(100, 1), picture(200, 2)];
  await phone.store.recordAll([create(), attach(bad), attach(good), submit([bad, good]), create(OTHER), submit([], OTHER)]);
  const unreadable = function (get, [key]) {
    if (this.name === "bytes" && key[1] === bad.sha256) throw new DOMException("Error preparing Blob/File data", "DataError");
    return get.call(this, key);
  };
  await instead(IDBObjectStore.prototype, "get", unreadable, () => phone.sync.run("test"));
  assert.deepEqual([[...server.blobs.keys()], kinds(server).at(-1), phone.sync.state().problem], [[good.sha256], "submit", null]);
  assert.deepEqual((await phone.store.blobCards()).filter((card) => card.bad).map((card) => card.sha256), [bad.sha256]);
  await phone.sync.run("test");
  assert.deepEqual([server.blobs.size, server.slips[SLIP].state], [2, "submitted"], "a bad moment passes");
});

test("17: a picture that has gone from the phone without a trace is asked for, noticed, and waits for its person", async () => {
  const server = createServer();
  const phone = await aPhone({ server });
  const photo = picture(100);
  await phone.store.recordAll([create(), attach(photo), submit([photo])]);
  await behindItsBack(phone, ["bytes", "blobs"], (bytes, blobs) => [bytes, blobs].forEach((store) => store.delete([ANNA.id, photo.sha256])));
  await phone.sync.run("test");
  const [card] = await phone.store.blobCards();
  assert.deepEqual([card.bad, card.size, card.slip_id, (await phone.store.view(SLIP)).obstacle.result], ["damaged", 100, SLIP, "need_blobs"]);
  await phone.store.declareLost(photo.sha256);
  await phone.sync.run("test");
  assert.deepEqual([await phone.store.pending(), server.ledger.at(-1).reason], [[], "bytes_missing"]);
});

test("a picture of somebody else's phone is waited for, not declared damaged here", async () => {
  const server = createServer();
  const phone = await aPhone({ server });
  const theirs = picture(100);
  await phone.store.recordAll([create(), submit([theirs])]);
  await phone.sync.run("test");
  assert.deepEqual([await phone.store.blobCards(), (await phone.store.view(SLIP)).obstacle.missing], [[], [theirs.sha256]]);
  await server.fetch(`/api/blobs/${theirs.sha256}`, { method: "PUT", body: theirs.bytes, headers: {} });
  await phone.sync.run("test");
  assert.equal(server.slips[SLIP].state, "submitted");
});

test("38: a picture that only ever was on another phone can be given up, and the hand-in goes without it", async () => {
  const server = createServer();
  const phone = await aPhone({ server });
  const theirs = picture(100);
  await phone.store.recordAll([create(), submit([theirs])]);
  await phone.sync.run("test");
  const view = { ...(await phone.store.view(SLIP)), rows: { [theirs.sha256]: { table: "photo", fields: { sha256: theirs.sha256 } } } };
  assert.deepEqual([...brokenOf(view, new Map(), [])], [[theirs.sha256, "elsewhere"]], "its person hears of it and is asked");
  await phone.store.declareLost(theirs.sha256, SLIP);
  await phone.sync.run("test");
  assert.deepEqual([await phone.store.pending(), server.ledger.at(-1).reason, pushes(server).at(-1).lost], [[], "bytes_missing", [theirs.sha256]]);
  await phone.store.signOut();
});

test("18: the same bytes in two attachments go once, other bytes of the same size beside them", async () => {
  const server = createServer();
  const phone = await aPhone({ server });
  const [one, other] = [picture(400, 1), picture(400, 2)];
  await phone.store.recordAll([create(), attach(one), attach(one), attach(other), submit([one, one, other])]);
  await phone.sync.run("test");
  assert.deepEqual([server.blobs.size, server.received, Object.keys(server.slips[SLIP].rows).length, server.slips[SLIP].state], [2, 800, 4, "submitted"]);
});

// ---- what the office hears (21) -------------------------------------------------------------------------------------

test("21: every push says what lies here and since when, and the office hears it when it changes without one", async () => {
  const server = createServer();
  const phone = await aPhone({ server, version: "1.2.3" });
  const photo = picture(500);
  phone.clock.now = Date.parse("2026-11-25T08:00:00Z");
  await phone.store.recordAll([create(), attach(photo)]);
  phone.clock.now += 3600_000;
  await phone.store.record(submit([photo]));
  await phone.sync.run("test");
  const [first, second, ...more] = pushes(server);
  assert.deepEqual([first.waiting.ops, first.waiting.photos, Date.parse(first.waiting.since), first.lost, first.version], [3, 1, Date.parse("2026-11-25T08:00:00Z"), [], "1.2.3"]);
  assert.match(first.waiting.since, /^2026-11-25T\d\d:00:00[+-]\d\d:\d\d$/);
  assert.deepEqual([second.waiting.ops, second.waiting.photos, Date.parse(second.waiting.since), more], [1, 0, Date.parse("2026-11-25T09:00:00Z"), []]);
  await phone.store.record(attach(picture(9)));
  await phone.sync.run("test");
  const told = pushes(server).slice(2);
  assert.deepEqual(told.map(({ ops, waiting }) => [ops.length, waiting.ops, waiting.photos]), [[1, 1, 1], [0, 0, 0]], "the picture went after the last op");
  assert.equal(told[1].waiting.since, "");
  await phone.sync.run("test");
  assert.equal(pushes(server).length, 4, "nothing new, nothing said");
});

test("21: work that cannot go is reported all the same", async () => {
  const server = createServer();
  const phone = await aPhone({ server });
  const [op] = await phone.store.recordAll([create(), edit({ work: "Naht" })]);
  server.stumbles.add(op.op_id);
  await phone.sync.run("test");
  assert.deepEqual([server.stated.get(op.device).waiting.ops, server.ledger.length], [2, 0]);
});

test("21: a round that hangs in the phone's storage does not hold up the next ones for ever", async () => {
  const server = createServer();
  const phone = await aPhone({ server });
  await phone.store.record(create());
  const { pending } = phone.store;
  await new Promise((resolve) => {
    phone.store.pending = () => new Promise(resolve);   // settles this test's wait, never the round's
    phone.sync.start();
  });
  phone.store.pending = pending;
  phone.clock.now += 599_000;
  phone.sync.run("button");
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.deepEqual([kinds(server), phone.waiting.length], [[], 1], "it may still come back, and somebody will look after it");
  phone.clock.now = phone.waiting[0].at;
  await phone.waiting[0].work();
  assert.deepEqual([kinds(server), phone.sync.state().running], [["create"], false]);
});

test("21: nobody touches the phone: timers alone bring everything out, whatever fails first and whatever the clock does", async () => {
  const plan = fc.record({ faults: fc.array(fc.constantFrom(...Object.keys(faults)), { maxLength: 25 }), luck: fc.nat(100), jumps: fc.array(fc.integer({ min: -40, max: 40 }), { maxLength: 8 }) });
  await fc.assert(fc.asyncProperty(plan, async ({ faults: first, luck, jumps }) => {
    const server = createServer();
    const phone = await aPhone({ server, fetch: behind(server, () => first.shift() ?? null), random: () => luck / 101 });
    const photo = picture(300);
    await phone.store.recordAll([create(), attach(photo), submit([photo])]);
    const most = first.length + 6;
    phone.sync.start();
    await phone.sync.run("joins");
    let fired = 0;
    for (; (await phone.store.pending()).length; fired++) {
      assert.ok(fired < most, `still ${(await phone.store.pending()).length} after ${fired} rounds`);
      assert.equal(phone.waiting.length, 1, "exactly one next time");
      const pause = phone.waiting[0].at - phone.clock.now;
      assert.ok(pause >= 1000 && pause <= 300_000, `${pause} ms`);
      phone.clock.now = phone.waiting[0].at + (jumps[fired] ?? 0) * DAY;
      await phone.waiting[0].work();
    }
    assert.deepEqual([kinds(server), server.blobs.size], [["create", "attach", "submit"], 1]);
    await phone.sync.stop();
  }), { numRuns: Number(process.env.RUNS ?? 30), ...(process.env.SEED && { seed: Number(process.env.SEED) }) });
});

// ---- people (36, 37) ------------------------------------------------------------------------------------------------

/** Both people of one phone, as the server knows them. */
function known(server, phone) {
  const devices = { anna: { id: "de000000-0000-7000-8000-000000000001", label: "" }, ben: bens, again: { id: "de000000-0000-7000-8000-0000000000a2", label: "" } };
  for (const [name, person] of [["anna", ANNA], ["ben", BEN], ["again", ANNA]]) server.owners.set(devices[name].id, person.id);
  return {
    cookies: (name) => (server.holder = { person: name === "ben" ? BEN : ANNA, device: devices[name] }),
    signIn: (name) => phone.store.signIn({ person: name === "ben" ? BEN : ANNA, device: devices[name], server: server.id }),
  };
}

test("37: B pairs in the middle of A's flush: A's ops wait, are never sent as B's, and go when A pairs again", async () => {
  for (const when of ["GET /api/hello", "POST /api/sync/push", "GET /api/sync/pull", "PUT /api/blobs", "GET /api/sync/catalog"]) {
    const server = createServer({ catalog: { people: [1] } });
    let switched = false;
    const phone = await aPhone({ server, fetch: behind(server, (method, path) => {
      if (switched || !`${method} ${path}`.startsWith(when)) return null;
      switched = true;
      people.cookies("ben");   // the pairing has gone through on the server, the phone does not know yet
      return null;
    }) });
    const people = known(server, phone);
    people.cookies("anna");
    const photo = picture(300);
    const ops = await phone.store.recordAll([create(), attach(photo), submit([photo])]);
    await phone.sync.run("test");
    await people.signIn("ben");
    await phone.store.record(create(OTHER));
    for (let i = 0; i < 3; i++) await phone.sync.run("test");
    const { others } = await phone.store.status();
    const theirs = await phone.store.views();
    assert.deepEqual([when, server.ledger.filter(({ reason }) => reason), await phone.store.pending()], [when, [], []]);
    assert.ok(theirs.every(({ author }) => author === BEN.id || author === "office" || server.slips[SLIP]), when);
    if (when !== "GET /api/hello") assert.ok(others.every(({ name }) => name === ANNA.name));
    else assert.deepEqual(others, [{ name: ANNA.name, items: 4 }]);
    people.cookies("again");
    await people.signIn("again");
    for (let i = 0; i < 3; i++) await phone.sync.run("test");
    assert.deepEqual(server.ledger.filter(({ op }) => op.author === ANNA.id).map(({ op }) => op), ops, when);
    assert.deepEqual([await phone.store.pending(), (await phone.store.status()).others, server.blobs.size], [[], [], 1], when);
  }
});

test("37: what is under way for A when B signs in is thrown away, not filed under B", async () => {
  const server = createServer({ catalog: { person: ANNA, people: [1] } });
  for (const call of ["push", "pull", "catalog", "putBlob"]) {
    let switched = false;
    const phone = await aPhone({ server, fetch: async (url, init) => {
      const answer = await server.fetch(url, init);
      const at = { push: "sync/push", pull: "sync/pull", catalog: "sync/catalog", putBlob: "blobs" }[call];
      if (!switched && url.includes(at)) {
        switched = true;
        await phone.store.signIn({ person: BEN, device: bens, server: server.id });
      }
      return answer;
    } });
    const slip = crypto.randomUUID();
    await phone.store.recordAll([create(slip), attach(picture(20), slip)]);
    await phone.sync.run("test");
    assert.deepEqual([call, switched, await phone.store.views(), await phone.store.blobCards(), await phone.store.catalog(), phone.sync.state().problem],
      [call, true, [], [], null, null]);
  }
});

for (const what of ["session", "grant"]) {
  test(`36: the ${what} revoked at any request deletes nothing, and all goes when it is back`, async () => {
    for (let at = 1; at <= 9; at++) {
      const server = createServer({ catalog: { people: [1] } });
      let count = 0;
      const phone = await aPhone({ server, fetch: behind(server, () => ((count += 1) === at ? (server[what] = false, null) : null)) });
      const photo = picture(300);
      await phone.store.recordAll([create(), attach(photo), submit([photo])]);
      await phone.store.saveDraft("slip", "half a sentence");
      await phone.sync.run("test");
      await phone.sync.run("test");
      assert.deepEqual([(await phone.store.views()).length, (await phone.store.blobCards()).length, (await phone.store.who()).person.id], [1, 1, ANNA.id]);
      if (what === "session" || at === 1) assert.equal(phone.sync.state().problem, "signed_out");
      if (what === "session") assert.deepEqual(kinds(server), ["create", "attach", "submit"], "sending needs no session");
      server[what] = true;
      await phone.sync.run("test");
      assert.deepEqual([kinds(server), await phone.store.pending(), await phone.store.draft("slip"), phone.sync.state().problem],
        [["create", "attach", "submit"], [], "half a sentence", null]);
    }
  });
}

// ---- a server that has forgotten (29, 25) ---------------------------------------------------------------------------

test("29: a restored server that nobody may read from gets its ops back all the same, by what it expects", async () => {
  const server = createServer();
  const phone = await aPhone({ server });
  await phone.store.record(create());
  await phone.sync.run("test");
  const backup = server.backup();
  await phone.store.recordAll([edit({ work: "Naht" }), edit({ leftover: "Rest" })]);
  await phone.sync.run("test");
  server.restore(backup);
  server.session = false;
  await phone.store.record(edit({ late_reason: "Regen" }));
  for (let i = 0; i < 2; i++) await phone.sync.run("test");
  assert.deepEqual([server.ledger.map(({ op }) => op.n), await phone.store.pending()], [[1, 2, 3, 4], []]);
});

test("25: an op the server expects and this phone no longer has ends where it is seen, and holds up nothing else", async () => {
  const server = createServer();
  const phone = await aPhone({ server });
  const empty = server.backup();
  await phone.store.recordAll([create(), edit({ work: "Naht" })]);
  await phone.sync.run("test");
  await behindItsBack(phone, ["done"], (done) => done.clear());   // purged: a checked backup held it, and then that backup was lost
  server.restore(empty);
  const last = await phone.store.record(edit({ leftover: "Rest" }));
  await phone.store.record(create(OTHER));
  for (let i = 0; i < 3; i++) await phone.sync.run("test");
  const view = await phone.store.view(SLIP);
  assert.deepEqual([view.obstacle, view.place, await phone.store.pending(), Object.keys(server.slips)],
    [{ result: "later", code: "gap", expected: 1, missing: undefined }, "phone", [last], [OTHER]]);
  const asked = server.requests.length;
  await phone.sync.run("test");
  assert.ok(server.requests.length - asked <= 3, "one try each round");
  assert.equal(JSON.parse(await (await phone.store.exportUnsent()).text()).ops[0].op_id, last.op_id);
});

// ---- clocks (34) ----------------------------------------------------------------------------------------------------

test("34: whatever the clock does, work goes, in its order, with what the clock said", async () => {
  const server = createServer();
  const start = Date.parse("2026-03-29T00:59:58Z");
  const phone = await aPhone({ server });
  server.time = () => start;
  const jumps = [0, -3 * 365 * DAY, 2 * DAY, 3600_000, -3600_000, 10 * 365 * DAY];
  for (const [i, jump] of jumps.entries()) {
    phone.clock.now = start + jump;
    const op = await phone.store.record(i ? edit({ [`f${i}`]: "x" }) : create());
    assert.equal(Date.parse(op.client_time), start + jump);
    await phone.sync.run("test");
    assert.deepEqual([server.ledger.length, await phone.store.pending(), phone.sync.state().problem], [i + 1, [], null], String(jump));
  }
  assert.deepEqual(server.ledger.map(({ op }) => op.n), [1, 2, 3, 4, 5, 6]);
});

test("34: a clock set back does not make the phone wait for years", async () => {
  const server = createServer();
  const phone = await aPhone({ server, fetch: behind(server, (_, path) => (path === "/api/sync/push" && !server.ledger.length && phone.clock.now > 1.6e12 ? "slow_down" : null)) });
  await phone.store.record(create());
  phone.sync.start();
  await phone.sync.run("joins");
  phone.clock.now -= 3 * 365 * DAY;
  phone.sync.soon();
  assert.equal(phone.sync.state().next_at - phone.clock.now, 7000);
  let tries = 0;
  const stuck = await aPhone({ server, lock: async () => void (tries += 1) });
  await stuck.store.record(create());
  await stuck.sync.run("timer");
  stuck.clock.now -= DAY;
  await stuck.sync.run("timer");
  assert.deepEqual([tries, await stuck.store.pending()], [2, []], "a lock nobody lets go");
  await phone.sync.stop();
});

test("34: a picture sent after the phone asked is not taken to lie in a backup of before, whichever way its clock is wrong", async () => {
  for (const wrong of [-7200_000, 7200_000]) {
    const server = createServer();
    const phone = await aPhone({ server });
    server.time = () => phone.clock.now + wrong;
    const photo = picture(20);
    await phone.store.recordAll([create(), attach(photo)]);
    await phone.sync.run("test");
    const [{ sent }] = await phone.store.blobCards();
    const { high, cursor } = await phone.store.meta();
    const asked = { person: ANNA.id, cursor, high };
    const answer = { server: server.id, changes: [], cursor, high, more: false, backed_up_to: 0 };
    await phone.store.takePull(answer, { ...asked, at: sent - 1 });
    assert.equal((await phone.store.blobCards())[0].seq, undefined);
    const pulls = [];
    const { takePull } = phone.store;
    phone.store.takePull = (given, about) => (pulls.push(about.at), takePull(given, about));
    await phone.sync.run("test");
    assert.deepEqual([pulls.every((at) => at === phone.clock.now + wrong), (await phone.store.blobCards())[0].seq], [true, high.seq + 1]);
  }
});

test("34: a clock that jumps two months ahead does not make anything old enough to be let go", async () => {
  const server = createServer();
  const phone = await aPhone({ server });
  server.time = () => Date.parse("2026-11-25T16:00:00Z");
  const photo = picture(20);
  await phone.store.recordAll([create(), attach(photo)]);
  for (let i = 0; i < 2; i++) await phone.sync.run("test");
  server.act("edit", SLIP, { patch: { work: [null, "vom Büro"] } });
  server.backed_up_to = 99;
  await phone.sync.run("test");
  phone.clock.now += 60 * DAY;
  await phone.sync.run("test");
  assert.equal((await phone.store.blobCards()).length, 1);
  server.time = () => Date.parse("2026-12-10T16:00:00Z");
  phone.clock.now += 7 * 3600_000;
  await phone.sync.run("test");
  assert.equal((await phone.store.blobCards()).length, 0);
});
