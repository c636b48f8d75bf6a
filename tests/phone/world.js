/** Two phones, three people, one server, and everything that can go wrong between them, as steps a test plays in any order. It keeps its own
    book of what each person was shown as saved, and `holds` and `settles` compare. */

import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { IDBFactory } from "fake-indexeddb";
import { createApi } from "../../app/static/crew/api.js";
import { openStore } from "../../app/static/crew/store/store.js";
import { createSync } from "../../app/static/crew/sync.js";
import { behindItsBack, dead, full, well } from "./bad-luck.js";
import { ANNA, attach, BEN, create, edit, picture, submit } from "./phone.js";
import { behind, createServer, digest } from "./server.js";

const KAROL = { id: "0c000000-0000-7000-8000-000000000003", name: "Karol Wiśniewski", role: "worker", language: "de" };
const PEOPLE = [ANNA, BEN, KAROL];
export const SLIPS = [1, 2, 3].map((i) => `05000000-0000-7000-8000-00000000000${i}`);
const NOW = Date.parse("2026-11-25T16:00:00Z");
const timers = { set: () => 0, clear: () => {} };
const ticks = async (n) => { for (let i = 0; i < n; i++) await new Promise(setImmediate); };

export async function world() {
  const server = createServer({ catalog: { people: [] } });
  server.time = () => NOW;
  const here = { server, backup: server.backup(), shown: new Map(), pictures: new Map(), gone: new Set(), phones: [], devices: 0 };
  here.phones = await Promise.all([0, 1].map((i) => aPhone(here, i)));
  return here;
}

/** @param {any} here @param {number} i */
async function aPhone(here, i) {
  const phone = { server: here.server.id, name: `phone${i}-${crypto.randomUUID()}`, factory: new IDBFactory(), clock: NOW, faults: [], cut: Infinity, cookies: null, people: new Set(), opened: [] };
  const through = behind(here.server, () => ((phone.cut -= 1) < 0 ? "request_lost" : phone.faults.shift() ?? null));
  phone.fetch = (url, init) => {
    const { server } = here;
    Object.assign(server, { holder: phone.cookies, session: phone.cookies.session, grant: phone.cookies.grant });
    return through(url, init);
  };
  await open(phone);
  pairOnServer(here, phone, PEOPLE[i]);
  await signIn(phone);
  return phone;
}

async function open(phone) {
  phone.store = await openStore({ name: phone.name, factory: phone.factory, now: () => phone.clock });
  phone.opened.push(phone.store);
  phone.sync = syncOf(phone, phone.store);
}

function syncOf(phone, store) {
  return createSync({ store, api: createApi({ fetch: phone.fetch }), now: () => phone.clock, random: () => 1, lock: (_, work) => work(), timers });
}

/** The browser has the new cookies from here on; the app does not know yet. */
function pairOnServer(here, phone, person) {
  const device = { id: `de000000-0000-7000-8000-${String((here.devices += 1)).padStart(12, "0")}`, label: "" };
  here.server.owners.set(device.id, person.id);
  phone.cookies = { person, device, session: true, grant: true };
}

async function signIn(phone) {
  const { person, device } = phone.cookies;
  await phone.store.signIn({ person, device, server: phone.server });
  phone.people.add(person);
}

export const steps = {
  async record(here, { phone: i, ...what }) {
    await record(here, here.phones[i], what);
  },
  /** The phone is full at its n-th write, in the middle of a tap or a round. */
  async full(here, { phone: i, n, ...what }) {
    const phone = here.phones[i];
    full(phone.name, n);
    await record(here, phone, what).catch((error) => assert.equal(error.code, "full"));
    await phone.sync.run("step");
    well(phone.name);
  },
  /** A connection dies, in the middle of a tap or a round. */
  async dead(here, { phone: i, n, how, ...what }) {
    const phone = here.phones[i];
    dead(phone.name, n, how);
    await record(here, phone, what);
    await phone.sync.run("step");
    well(phone.name);
  },
  async sync({ phones }, { phone: i, faults }) {
    phones[i].faults = [...faults];
    await phones[i].sync.run("step");
    phones[i].faults = [];
  },
  /** The app dies after so many requests; what was under way ends in nothing. */
  async kill({ phones }, { phone: i, n }) {
    const phone = phones[i];
    phone.cut = n;
    const last = phone.sync.run("step");
    await open(phone);
    await last;
    phone.cut = Infinity;
  },
  /** A checked backup; what it holds may be let go of. */
  async backup(here) {
    here.backup = here.server.backup();
    here.server.backed_up_to = here.server.ledger.length;
  },
  /** Back to the last backup; others may have gone on since, past what this phone last saw. */
  async restore({ server, backup }, { n }) {
    server.restore(backup);
    for (let i = 0; i < n; i++) server.act("create", crypto.randomUUID());
  },
  async office({ server }, { slip }) {
    const state = server.slips[SLIPS[slip]]?.state;
    if (state === "submitted") server.act("return", SLIPS[slip]);
    else if (state) server.act("edit", SLIPS[slip], { patch: { work: [server.slips[SLIPS[slip]].fields.work ?? null, "Büro"] } });
  },
  /** The network delivers an old request once more. */
  async replay({ server }) {
    const old = server.requests.filter(({ path }) => path === "/api/sync/push").at(-2);
    if (!old) return;
    const { device } = JSON.parse(old.body);
    const person = PEOPLE.find(({ id }) => id === server.owners.get(device));
    Object.assign(server, { holder: { person, device: { id: device } }, session: true, grant: true });
    await server.fetch(old.path, { method: "POST", body: old.body, headers: old.headers });
  },
  async tabs({ phones }, { phone: i }) {
    const second = await openStore({ name: phones[i].name, factory: phones[i].factory, now: () => phones[i].clock });
    phones[i].opened.push(second);
    await Promise.all([phones[i].sync.run("one"), syncOf(phones[i], second).run("two")]);
  },
  /** Somebody else pairs the phone, in the middle of a round. */
  async pair(here, { phone: i, n, who }) {
    const phone = here.phones[i];
    const running = phone.sync.run("step");
    await ticks(n);
    pairOnServer(here, phone, PEOPLE[who]);
    await ticks(n % 7);
    await signIn(phone);
    await running;
  },
  async revoke({ phones }, { phone: i, n }) {
    phones[i].cookies[n % 2 ? "session" : "grant"] = false;
  },
  /** A picture's record, or only its bytes, or what is in them, goes without a word. */
  async damage(here, { phone: i, n }) {
    const phone = here.phones[i];
    const { person } = await phone.store.who();
    const card = (await phone.store.blobCards())[0];
    if (!card) return;
    here.gone.add(card.sha256);
    const key = [person.id, card.sha256];
    await behindItsBack(phone, ["blobs", "bytes"], (blobs, bytes) => {
      if (n % 3 === 0) blobs.delete(key);
      if (n % 3 === 2) bytes.put({ person: key[0], sha256: key[1], bytes: new ArrayBuffer(7) });
      else bytes.delete(key);
    });
  },
  async declare({ phones }, { phone: i }) {
    await declareAll(phones[i]);
  },
  async clock({ phones }, { phone: i, n }) {
    phones[i].clock += (n - 10) * 7 * 86_400_000;
  },
  /** The server fails over one op, for a while. */
  async stumble({ server, phones }, { phone: i }) {
    const [op] = await phones[i].store.pending();
    if (op) server.stumbles.add(op.op_id);
  },
};

async function record(here, phone, { what, slip, value }) {
  const view = await phone.store.view(SLIPS[slip]);
  const made = action(here, phone, view, { what, slip: SLIPS[slip], value });
  if (!made) return;
  const ops = await phone.store.recordAll([made].flat());
  for (const op of ops) here.shown.set(op.op_id, op);
  for (const { sha256 } of ops.flatMap(({ manifest, kind }) => (kind === "attach" ? manifest : []))) {
    here.pictures.set(sha256, SLIPS[slip]);
    here.gone.delete(sha256);
  }
}

function action(here, phone, view, { what, slip, value }) {
  if (!view) return what === "create" ? create(slip, { date: "2026-11-25" }) : null;
  if (what === "edit") return { ...edit({}, slip), base_rev: view.rev, patch: { work: [view.fields.work ?? null, `${phone.name} ${value}`] } };
  if (what === "late") return edit({ [`f${value % 4}`]: "?" }, slip);
  if (what === "withdraw") return view.state === "submitted" ? { kind: "withdraw", slip_id: slip } : null;
  const own = [...here.pictures].filter(([, on]) => on === slip).map(([sha256]) => ({ sha256, size: 1 }));
  if (what === "submit") return ["draft", "returned"].includes(view.state) ? submit(own, slip) : null;
  return what === "attach" ? attach(picture(40 + value, value), slip) : null;
}

/** What must hold after every single step. */
export function holds({ server, shown }) {
  const ids = server.ledger.map(({ op }) => op.op_id);
  assert.equal(new Set(ids).size, ids.length, "doubled");
  for (const { op, receipt, reason } of server.ledger) {
    if (op.author === "office") continue;
    assert.ok(shown.has(op.op_id), "the server has something nobody was shown as saved");
    assert.deepEqual([op, receipt.hash], [shown.get(op.op_id), shown.get(op.op_id).hash]);
    assert.notEqual(reason, "wrong_author");
    if (op.kind === "submit" && !reason) for (const { sha256 } of op.manifest) assert.ok(server.blobs.has(sha256), "submitted without its pictures");
  }
  for (const [sha256, bytes] of server.blobs) assert.equal(digest(bytes), sha256);
}

/** With all faults off, and everybody having signed in once more, nothing is left anywhere, and the server has what was shown as saved. */
export async function settles(here) {
  const { server, phones, shown, pictures, gone } = here;
  server.stumbles.clear();
  for (const phone of phones) for (const person of [...phone.people]) await calm(here, phone, person);
  for (const phone of phones) await calm(here, phone, phone.cookies.person);
  holds(here);
  const taken = new Set(server.ledger.map(({ op }) => op.op_id));
  assert.deepEqual([...shown.values()].filter(({ op_id }) => !taken.has(op_id)), [], "shown as saved, and lost");
  for (const [sha256] of pictures) assert.ok(server.blobs.has(sha256) || gone.has(sha256), "a picture that was shown as saved is not there");
  for (const phone of phones) await sees(here, phone);
}

async function calm(here, phone, person) {
  phone.clock = NOW + 25 * 3600_000;   // once a day a phone asks whether its pictures are still there
  if (phone.cookies.person !== person || !phone.cookies.session || !phone.cookies.grant) pairOnServer(here, phone, person);
  await signIn(phone);
  for (let round = 0; round < 5; round++) {
    await phone.sync.run("calm");
    await declareAll(phone);
  }
}

async function declareAll({ store }) {
  for (const { sha256, bad, sent } of await store.blobCards()) if (bad && !sent) await store.declareLost(sha256);
}

async function sees({ server }, { store, sync, name }) {
  const { others, unsent_ops, unsent_photos } = await store.status();
  assert.deepEqual([name, await store.pending(), others, unsent_ops, unsent_photos, sync.state().problem], [name, [], [], 0, 0, null]);
  const views = await store.views();
  for (const { slip_id, fields, rows, state, rev, held, place } of views) {
    const slip = server.slips[slip_id];
    assert.deepEqual({ fields, state, rev, held, rows: Object.keys(rows).sort() }, { fields: slip.fields, state: slip.state, rev: slip.rev, held: slip.held, rows: Object.keys(slip.rows).sort() });
    assert.ok(["office", "backed"].includes(place), place);
  }
  assert.deepEqual(views.map(({ slip_id }) => slip_id).sort(), Object.keys(server.slips).sort());
}

export function close({ phones }) {
  for (const { opened, name } of phones) {
    well(name);
    for (const store of opened) store.close();
  }
}
