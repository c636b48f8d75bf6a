/** Killed at await 1..n: a whole day, ended at every single thing the core waits for, once each. What was shown as saved is at the office
    in the end, once, in order, and both sides show the same. STRIDE=1 kills at every await; the default takes every 15th, another fifteenth for
    another SEED. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { IDBFactory } from "fake-indexeddb";
import { live } from "./killing.js";
import { ANNA, attach, create, edit, news, picture, SLIP } from "./phone.js";
import { createServer, digest } from "./server.js";

const STRIDE = Number(process.env.STRIDE ?? 15);
const SEED = Number(process.env.SEED ?? Date.now() % 1000);
const DEVICE = { id: "de000000-0000-7000-8000-000000000001", label: "" };
const [small, big, signature] = [picture(300, 1), picture(140 * 1024, 2), picture(500, 3)];
const MONTH = 31 * 86_400_000;

const photos = (view) => Object.values(view?.rows ?? {}).filter(({ table }) => table === "photo").map(({ fields }) => fields.sha256);
const signed = (view) => Object.values(view?.rows ?? {}).filter(({ table }) => table === "signature").length;
const submit = (id) => ({ kind: "submit", slip_id: SLIP, blobs: [signature],
  rows: { [id]: { table: "signature", fields: news({ outcome: "signed", sha256: signature.sha256, size: signature.size }) } },
  manifest: [small, big].map(({ sha256, size }) => ({ att_id: sha256.slice(0, 8), sha256, size, role: "photo" })).concat({ att_id: id, sha256: signature.sha256, size: signature.size, role: "signature" }) });

/** One thing the person does: seen by `there` whether it is done, so that nobody does it twice. */
const write = (there, ...actions) => ({ there: async (phone) => there(await phone.store.view(SLIP)), async go(phone, day) {
  const made = actions.map((action) => (typeof action === "function" ? action() : action));
  for (const op of await phone.store.recordAll(made)) day.shown.set(op.op_id, op);
} });
const sync = { go: (phone) => phone.sync.run("test") };
const office = (kind, given) => ({ go: async (_, day) => void (day.office.has(kind) || (day.office.add(kind), day.server.act(kind, SLIP, given))) });

const DAY = [
  { go: async (phone) => assert.equal(await phone.store.selfTest(), true) },
  write((view) => view, create(SLIP, { date: "2026-11-25", title: "Geländer" })),
  { go: (phone) => phone.store.saveDraft("slip", { work: "Na" }), there: async (phone) => Boolean(await phone.store.draft("slip")) },
  write((view) => view.fields.work === "Naht", edit({ work: "Naht" })),
  write((view) => photos(view).includes(small.sha256), () => attach(small)),
  sync,
  write((view) => photos(view).includes(big.sha256), () => attach(big)),
  office("edit", { patch: { leftover: [null, "vom Büro"] } }),
  write((view) => view.fields.finished, edit({ late_reason: "Regen" }), edit({ finished: "yes" })),
  sync,
  write((view) => signed(view) === 1, () => submit(crypto.randomUUID())),
  { go: (phone) => phone.store.dropDraft("slip") },
  sync,
  office("return", {}),
  sync,
  write((view) => view.fields.late_reason === "Sturm", { ...edit({}), patch: { late_reason: ["Regen", "Sturm"] } }),
  write((view) => signed(view) === 2, () => submit(crypto.randomUUID())),
  sync,
  { go: async (_, day) => void (day.server.backed_up_to = day.server.ledger.length) },
  sync,
  { go: async (_, day) => void (day.now += MONTH) },
  sync,
];

/** The day, with each life ended at the await of `kills` that is its turn. @param {number[]} kills */
async function live_through(kills) {
  const day = { server: createServer({ catalog: { person: ANNA, people: [] } }), shown: new Map(), office: new Set(), now: Date.parse("2026-11-25T06:00:00Z"), awaits: 0 };
  const place = { name: `day-${crypto.randomUUID()}`, factory: new IDBFactory(), fetch: day.server.fetch, now: () => day.now };
  day.server.time = () => day.now;
  const first = await live(place);
  await first.store.signIn({ person: ANNA, device: DEVICE, server: day.server.id });
  first.store.close();
  const lives = [];
  let phone = await born(place, kills, lives);
  for (let i = 0; i < DAY.length;) {
    const step = DAY[i];
    const done = phone.store && (async () => ((await step.there?.(phone)) ? true : (await step.go(phone, day), true)))();
    if (done && await Promise.race([done, phone.life.killed.then(() => false)])) i += 1;
    else phone = await born(place, kills, lives);
  }
  day.awaits = lives[0].life.count;
  phone.life.kill_at = Infinity;
  for (let i = 0; i < 3; i++) await phone.sync.run("calm");
  await holds(day, phone);
  for (const { store } of lives) store?.close();
  return day;
}

async function born(place, kills, lives) {
  const phone = await live({ ...place, kill_at: kills[lives.length] });
  lives.push(phone);
  return phone;
}

async function holds({ server, shown }, { store, sync }) {
  assert.deepEqual([await store.pending(), sync.state().problem], [[], null]);
  const own = server.ledger.filter(({ op }) => op.author === ANNA.id);
  const ids = own.map(({ op }) => op.op_id);
  assert.equal(new Set(ids).size, ids.length, "doubled");
  assert.deepEqual([...shown.keys()].filter((id) => !ids.includes(id)), [], "shown as saved, and lost");
  assert.deepEqual(own.map(({ op }) => op.n), own.map((_, i) => i + 1), "numbers with gaps");
  assert.deepEqual(own.map(({ op }) => op.kind), ["create", "edit", "attach", "attach", "edit", "edit", "submit", "edit", "submit"], "done twice or not at all");
  assert.deepEqual(own.filter(({ reason }) => reason), []);
  for (const { op } of own) if (shown.has(op.op_id)) assert.deepEqual(op, shown.get(op.op_id));
  for (const { sha256, size } of [small, big, signature]) assert.deepEqual([digest(server.blobs.get(sha256)), server.blobs.get(sha256).length], [sha256, size]);
  const { fields, rows, state, rev, place } = await store.view(SLIP);
  const slip = server.slips[SLIP];
  assert.deepEqual({ fields, state, rev, rows: Object.keys(rows).sort() }, { fields: slip.fields, state: "submitted", rev: slip.rev, rows: Object.keys(slip.rows).sort() });
  assert.ok(["office", "backed"].includes(place), place);
  assert.deepEqual((await store.events()).filter(({ event }) => ["not_saved", "picture_bad", "later", "error"].includes(event)), []);
}

test("killed at await 1..n of a whole day", { timeout: 600_000 }, async () => {
  const { awaits } = await live_through([]);
  let points = 0;
  for (let at = 1 + (SEED % STRIDE); at <= awaits; at += STRIDE) {
    await live_through([at]).catch((error) => { throw new Error(`killed at await ${at}, SEED=${SEED} STRIDE=${STRIDE}`, { cause: error }); });
    points += 1;
  }
  console.log(`killed at await 1..${awaits}, every ${STRIDE}. of them from SEED ${SEED}: ${points} lives`);
  assert.ok(awaits > 700, `only ${awaits} awaits: the day has become shorter, or is not counted any more`);
});

test("killed again and again in one day", { timeout: 600_000 }, async () => {
  for (const rhythm of [[60, 25, 25, 25, 25], [7, 31, 101, 13, 57, 91, 33], [200, 9, 9, 9, 9, 9, 9, 9, 150, 60]]) await live_through(rhythm);
});
