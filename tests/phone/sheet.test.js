/** A slip opened for its screens: what is tapped shows at once, is written in the order of the taps, and each tap builds on what shows. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { addRow, setFields, setRow } from "../../app/static/crew/core/actions.js";
import { openEditor } from "../../app/static/crew/parts/editor.js";
import { sheetOf } from "../../app/static/crew/parts/sheet.js";
import { ANNA, aStore, SLIP } from "./phone.js";

const tick = () => new Promise((resolve) => setTimeout(resolve, 1));
const WORK = (/** @type {string | null} */ work) => (/** @type {any} */ view) => setFields(view, { work });

/** A slip on a slow phone that never reads again by itself; `kept` is what the store has taken. */
async function opened({ keeps = async (/** @type {any} */ _) => true } = {}) {
  const kept = [], drawn = [];
  const base = { slip_id: SLIP, rev: 1, state: "draft", fields: { kind: "order" }, extra: {}, rows: {}, conflicts: [], pending: 0, place: "office" };
  const record = async (/** @type {any[]} */ ...actions) => {
    await tick();
    const good = await keeps(actions[0]);
    if (good) kept.push(...actions);
    return good;
  };
  const changed = () => drawn.push(sheet().view.fields.work ?? null);
  const editor = await openEditor({ store: await aStore(), slip_id: SLIP, me: ANNA.id, record, changed, view: base });
  const page = { ui: {}, who: { person: ANNA }, draw: () => {} };
  const known = { base, known: 0, editor, around: { check: () => ({}) }, broken: new Map() };
  const sheet = () => sheetOf(/** @type {any} */ (page), /** @type {any} */ (known));
  const pairs = () => kept.map(({ patch }) => patch.work);
  return { sheet, editor, known, drawn, kept, pairs };
}

test("a tap shows before it is written, and is said to be kept only then", async () => {
  const { sheet, editor, drawn, kept } = await opened();
  const tapped = sheet().act(WORK("Naht"));
  assert.deepEqual([drawn, sheet().view.fields.work, kept.length, editor.written()], [["Naht"], "Naht", 0, false]);
  assert.equal(await tapped, true);
  assert.deepEqual([kept.length, editor.written()], [1, true]);
});

test("the second of two taps builds on the first, also from an older drawing", async () => {
  const { sheet, pairs } = await opened();
  const old = sheet();
  const taps = ["412", "na", null].map((work) => old.act(WORK(work)));
  assert.deepEqual(await Promise.all(taps), [true, true, true]);
  assert.deepEqual(pairs(), [[null, "412"], ["412", "na"], ["na", null]]);
});

test("a line just added can be changed before it is written", async () => {
  const { sheet, kept } = await opened();
  const adding = sheet().act((view) => addRow(view, "material", { text: "Anker", quantity: "1" }));
  const [[id, row]] = Object.entries(sheet().view.rows);
  assert.deepEqual([row.fields, row.by, row.pending], [{ text: "Anker", quantity: "1" }, ANNA.id, true]);
  await Promise.all([adding, sheet().act((view) => setRow(view, id, { quantity: "2" }))]);
  assert.deepEqual(kept.map(({ kind, rows }) => [kind, rows[id].fields.quantity]), [["add_row", [null, "1"]], ["edit", ["1", "2"]]]);
});

test("what is typed right after it became an op goes on from there, though nothing was read again", async () => {
  const { sheet, editor, pairs } = await opened();
  for (const text of ["Der erste Satz.", "Der zweite Satz."]) {
    sheet().set([null, "work", text]);
    await editor.commit();
  }
  assert.deepEqual(pairs(), [[null, "Der erste Satz."], ["Der erste Satz.", "Der zweite Satz."]]);
});

test("a tap after typing names what was typed", async () => {
  const { sheet, pairs } = await opened();
  sheet().set([null, "work", "Pfosten"]);
  await sheet().act(WORK("Pfosten gesetzt"));
  assert.deepEqual(pairs(), [[null, "Pfosten"], ["Pfosten", "Pfosten gesetzt"]]);
});

test("what the phone could not keep does not stay on the screen, and the next tap is written all the same", async () => {
  const { sheet, pairs, editor } = await opened({ keeps: async (action) => action.patch.work[1] !== "zu viel" });
  assert.equal(await sheet().act(WORK("zu viel")), false);
  assert.deepEqual([sheet().view.fields.work, editor.written()], [undefined, true]);
  assert.equal(await sheet().act(WORK("Naht")), true);
  assert.deepEqual(pairs(), [[null, "Naht"]]);
});

test("what goes wrong is told to who tapped, and does not stop the next", async () => {
  const { sheet, pairs } = await opened({ keeps: async (action) => action.patch.work[1] === "Naht" || Promise.reject(new Error("the phone is gone")) });
  const bad = sheet().act(WORK("zu viel")), good = sheet().act(WORK("Naht"));
  await assert.rejects(bad, /gone/);
  assert.deepEqual([await good, pairs().length, sheet().view.fields.work], [true, 1, "Naht"]);
});

test("a reading that has it is not laid over again, one that was begun before still is", async () => {
  const { sheet, known, editor } = await opened();
  const before = editor.known();
  await sheet().act(WORK("Naht"));
  assert.deepEqual([before, editor.known()], [0, 1]);
  known.base = { ...known.base, fields: { ...known.base.fields, work: "Anna hat es im Büro geändert" } };
  assert.equal(sheet().view.fields.work, "Naht");
  known.known = editor.known();
  assert.equal(sheet().view.fields.work, "Anna hat es im Büro geändert");
});

test("a reading begun while one of two taps was being written knows neither of what follows it", async () => {
  let go = () => {};
  const held = new Promise((resolve) => (go = () => resolve(true)));
  const { sheet, editor } = await opened({ keeps: async (action) => (action.patch.work[1] === "zwei" ? held : true) });
  await sheet().act(WORK("eins"));
  const waiting = sheet().act(WORK("zwei"));
  assert.equal(editor.known(), 1);
  go();
  await waiting;
  assert.equal(editor.known(), 2);
});
