import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { editOf, laidOver, openEditor, WRITE_DOWN_MS } from "../../app/static/crew/parts/editor.js";
import { aStore, SLIP } from "./phone.js";

const view = (fields = {}, rows = {}) => ({ slip_id: SLIP, rev: 4, fields, rows });
const WORK = { row_id: null, field: "work" };
const NOTE = { row_id: "t1", field: "text" };
const TIME = { t1: { table: "time", fields: { name: "Anna" } } };

async function anEditor({ store, seen = view({}, TIME), kept = true } = {}) {
  const actions = [];
  const record = async (action) => actions.push(action) > 0 && kept;
  const editor = await openEditor({ store, slip_id: SLIP, record, changed: () => {}, view: seen });
  return { editor, actions, seen };
}

test("what is typed is in the store within 300 ms and comes back after a kill", async () => {
  const store = await aStore();
  const { editor, seen } = await anEditor({ store });
  editor.set(seen, WORK, "Pf");
  editor.set(seen, WORK, "Pfosten");
  assert.equal(editor.written(), false);
  assert.ok(WRITE_DOWN_MS <= 250);
  await sleep(300);
  assert.equal(editor.written(), true);
  const after_kill = await anEditor({ store });
  assert.equal(after_kill.editor.over(seen).fields.work, "Pfosten");
  await after_kill.editor.commit();
  assert.deepEqual(after_kill.actions, [{ kind: "edit", slip_id: SLIP, base_rev: 4, patch: { work: [null, "Pfosten"] }, rows: {} }]);
  await editor.commit();
});

test("many keys are one op; the old value is what was seen at the first", async () => {
  const { editor, actions, seen } = await anEditor({ store: await aStore(), seen: view({ work: "alt" }, TIME) });
  for (const text of ["alt,", "alt, n", "alt, neu"]) editor.set(seen, WORK, text);
  editor.set(seen, NOTE, "Handlauf");
  await editor.commit();
  assert.deepEqual(actions.map(({ patch, rows }) => [patch, rows]), [[{ work: ["alt", "alt, neu"] }, { t1: { table: "time", fields: { text: [null, "Handlauf"] } } }]]);
  assert.equal(editor.size(), 0);
});

test("a pull in the middle does not change what counts as seen", async () => {
  const { editor, actions, seen } = await anEditor({ store: await aStore(), seen: view({ work: "alt" }) });
  editor.set(seen, WORK, "von Anna");
  editor.set(view({ work: "von Ben" }), WORK, "von Anna!");
  await editor.commit();
  assert.deepEqual(actions[0].patch, { work: ["alt", "von Anna!"] });
});

test("what had become an op before the kill is not typed any more", async () => {
  const store = await aStore();
  await store.saveDraft(`slip:${SLIP}`, [{ ...WORK, table: "", seen: null, value: "Pfosten" }]);
  const { editor } = await anEditor({ store, seen: view({ work: "Pfosten" }) });
  assert.equal(editor.size(), 0);
});

test("typing while the op is written stays on top of it", async () => {
  const store = await aStore();
  const seen = view({});
  const actions = [];
  let during = () => {};
  const record = async (action) => {
    actions.push(action);
    during();
    return true;
  };
  const editor = await openEditor({ store, slip_id: SLIP, record, changed: () => {}, view: seen });
  editor.set(seen, WORK, "eins");
  during = () => editor.set(seen, WORK, "eins zwei");
  const committing = editor.commit();
  await committing;
  during = () => {};
  assert.equal(editor.size(), 1);
  await editor.commit();
  assert.deepEqual(actions.map(({ patch }) => patch.work), [[null, "eins"], ["eins", "eins zwei"]]);
});

test("typing something and taking it back is no op; an emptied field is nothing", async () => {
  const { editor, actions, seen } = await anEditor({ store: await aStore(), seen: view({ work: "alt", leftover: "Rest" }) });
  editor.set(seen, WORK, "alt!");
  editor.set(seen, WORK, "alt");
  await editor.commit();
  assert.deepEqual([actions, editor.size()], [[], 0]);
  editor.set(seen, { row_id: null, field: "leftover" }, "");
  await editor.commit();
  assert.deepEqual(actions[0].patch, { leftover: ["Rest", null] });
});

test("what the person gave up on a full phone does not come back", async () => {
  const store = await aStore();
  const { editor, seen } = await anEditor({ store, kept: false });
  editor.set(seen, WORK, "zu viel");
  await editor.commit();
  assert.equal(editor.size(), 0);
  assert.equal(await store.draft(`slip:${SLIP}`), undefined);
});

test("an overlay never touches what lies under it, and forgets rows that are gone", () => {
  const under = view({ work: "alt" }, TIME);
  const before = structuredClone(under);
  const typed = new Map([["a", { ...WORK, table: "", seen: "alt", value: "neu" }], ["b", { ...NOTE, table: "time", seen: null, value: "x" }], ["c", { row_id: "gone", field: "text", table: "time", seen: null, value: "y" }]]);
  const shown = laidOver(under, typed);
  assert.deepEqual(under, before);
  assert.deepEqual([shown.fields.work, shown.rows.t1.fields.text, Object.keys(shown.rows)], ["neu", "x", ["t1"]]);
  assert.deepEqual(editOf(SLIP, 1, []), { kind: "edit", slip_id: SLIP, base_rev: 1, patch: {}, rows: {} });
});
