import assert from "node:assert/strict";
import { test } from "node:test";
import { contentHash, project, rowsOf } from "../../app/static/crew/core/slip.js";
import { ANNA, news, SLIP } from "./phone.js";

const ME = { me: ANNA.id };
const base = (more = {}) => ({ slip_id: SLIP, seq: 10, rev: 3, state: "draft", version: 1, author: "office", planned: 1, fields: { work: "alt", title: "Geländer" },
  extra: { weather: "frost" }, rows: { t1: { table: "time", fields: { name: "Anna" }, extra: { shift: "early" } } }, content_hash: "abc", held: [], conflicts: [], corrections: [], ...more });
let count = 0;
const entry = (kind, { patch = {}, rows = {} } = {}, more = {}) => ({ op: { op_id: `op${(count += 1)}`, slip_id: SLIP, n: 1, author: ANNA.id, kind, patch, rows, manifest: [] }, ...more });
const receipt = (seq) => ({ op_id: "", hash: "", seq, chain: "" });

test("without own ops the view is the server's copy, which is never touched", () => {
  const copy = base();
  const view = project(copy, [], ME);
  assert.deepEqual({ ...copy, pending: 0, waiting_held: 0, whole_held: false, place: "office", obstacle: null }, view);
  const before = structuredClone(copy);
  project(copy, [entry("edit", { patch: { work: ["alt", "neu"], title: ["Geländer", null] }, rows: { t1: { table: "time", fields: { name: ["Anna", "Ben"] } } } }), entry("drop_row", { rows: { t1: { table: "time", fields: {} } } })], ME);
  assert.deepEqual(copy, before);
});

test("own ops lie on top: fields, unknown fields, rows; null takes a field away", () => {
  const view = project(base(), [entry("edit", { patch: { work: ["alt", "neu"], title: ["Geländer", null], weather: ["frost", "rain"] },
    rows: { t1: { table: "time", fields: { start: [null, "s"], shift: ["early", "late"] } } } }),
    entry("add_row", { rows: { m1: { table: "material", fields: news({ quantity: "2" }) } } })], ME);
  assert.deepEqual([view.fields, view.extra], [{ work: "neu" }, { weather: "rain" }]);
  assert.deepEqual(view.rows.t1, { table: "time", fields: { name: "Anna", start: "s" }, extra: { shift: "late" }, by: ANNA.id, pending: true });
  assert.deepEqual(view.rows.m1, { table: "material", fields: { quantity: "2" }, extra: {}, by: ANNA.id, pending: true });
  assert.deepEqual([view.pending, view.place, view.content_hash], [2, "phone", ""]);
});

for (const [kind, from, to] of [["submit", "draft", "submitted"], ["withdraw", "submitted", "draft"], ["void", "draft", "void"], ["edit", "returned", "returned"], ["remark", "approved", "approved"]]) {
  test(`${kind} makes ${from} ${to}`, () => assert.equal(project(base({ state: from }), [entry(kind)], ME).state, to));
}

test("the reason of a decision is not content", () => {
  assert.equal("reason" in project(base(), [entry("void", { patch: { reason: [null, "doppelt"] } })], ME).fields, false);
});

test("rows are dropped and detached", () => {
  const rows = { t1: { table: "time", fields: { name: ["Anna", null] } } };
  for (const kind of ["drop_row", "detach"]) assert.deepEqual(project(base(), [entry(kind, { rows })], ME).rows, {});
});

test("a receipt newer than the copy still counts, one as old as it does not; neither is pending", () => {
  const made = (seq) => project(base(), [entry("edit", { patch: { work: ["alt", "neu"] } }, { receipt: receipt(seq) })], ME);
  assert.deepEqual([made(11).fields.work, made(11).pending, made(10).fields.work], ["neu", 0, "alt"]);
});

test("what clashed keeps the value in force, and the conflict is shown at once", () => {
  const conflicts = [{ id: "c1", row_id: null, field: "work", current: "alt", proposed: "neu" }, { id: "c2", row_id: "t1", field: "dropped", current: 0, proposed: 1 }];
  const view = project(base(), [entry("edit", { patch: { work: ["?", "neu"], leftover: [null, "Rest"] } }, { receipt: receipt(11), conflicts: [conflicts[0]] }),
    entry("drop_row", { rows: { t1: { table: "time", fields: { name: ["Ben", null] } } } }, { receipt: receipt(12), conflicts: [conflicts[1]] })], ME);
  assert.deepEqual([view.fields.work, view.fields.leftover, Object.keys(view.rows), view.conflicts], ["alt", "Rest", ["t1"], conflicts]);
});

test("held ops are left out and counted once, together with what the server lists of me", () => {
  const held = entry("edit", { patch: { work: ["alt", "neu"] } }, { receipt: receipt(11), held: "not_allowed" });
  const listed = (op_id, author) => ({ op_id, author, kind: "edit", reason: "wrong_state", seq: 9 });
  const view = project(base({ held: [listed("before", ANNA.id), listed("theirs", "ben"), listed(held.op.op_id, ANNA.id)] }), [held], ME);
  assert.deepEqual([view.fields.work, view.waiting_held, view.pending], ["alt", 2, 0]);
  assert.equal(project(base(), [{ ...held, receipt: receipt(10) }], ME).waiting_held, 0, "the copy is newer: the office has decided");
});

test("a slip of our own exists before the server knows it, and not without its ops", () => {
  const view = project(null, [entry("create", { patch: news({ date: "2026-11-25" }) })], ME);
  assert.deepEqual([view.slip_id, view.state, view.author, view.planned, view.rev, view.number, view.fields], [SLIP, "draft", ANNA.id, 0, 0, null, { date: "2026-11-25" }]);
  assert.equal(project(null, [], ME), null);
});

test("a slip that is wholly held is shown with its content and marked; one whose only op is older than what is known is not shown", () => {
  const all = [entry("create", { patch: news({ title: "Tor" }) }, { receipt: receipt(5), held: "grant_expired" }), entry("edit", { patch: news({ work: "Feder" }) }, { receipt: receipt(6), held: "unknown_slip" })];
  const view = project(null, all, { ...ME, seen: 20 });
  assert.deepEqual([view.whole_held, view.fields, view.waiting_held], [true, { title: "Tor", work: "Feder" }, 2]);
  assert.equal(project(null, [entry("create", {}, { receipt: receipt(20) })], { ...ME, seen: 20 }), null);
  assert.equal(project(null, [entry("create", {}, { receipt: receipt(21) })], { ...ME, seen: 20 }).state, "draft");
});

test("what a restored server has found again is in its copy, and not laid over it once more", () => {
  const done = entry("edit", { patch: { work: ["alt", "neu"] } }, { receipt: receipt(21) });
  const shown = (more) => project(base(), [{ ...done, ...more }], ME).fields.work;
  assert.deepEqual([shown({}), shown({ found_by: 9 })], ["neu", "alt"]);
});

test("the place follows from receipts alone", () => {
  const card = (sent, seq, sure) => ({ sha256: "x", size: 1, type: "", at: 0, slip_id: SLIP, person: "", sent, seq, sure });
  const place = (entries, blobs, backed_up_to) => project(base(), entries, { ...ME, blobs, backed_up_to }).place;
  const done = entry("edit", {}, { receipt: receipt(8) });
  assert.equal(place([], [], 9), "office");
  assert.equal(place([], [], 10), "backed");
  assert.equal(place([done], [], 7), "office");
  assert.equal(place([done], [], 8), "backed");
  assert.equal(place([done, entry("edit")], [], 99), "phone");
  assert.equal(place([done], [card(0)], 99), "phone");
  assert.equal(place([done], [card(5)], 99), "office");
  assert.equal(place([done], [card(5, 12, 1)], 11), "office");
  assert.equal(place([done], [card(5, 12)], 12), "office");
  assert.equal(place([done], [card(5, 12, 1)], 12), "backed");
  assert.equal(place([{ ...done, found_by: 9 }], [], 8), "office");
});

test("what stands in the way of the first op is told", () => {
  const obstacle = { result: "need_blobs", missing: ["ff"] };
  assert.deepEqual(project(base(), [entry("edit"), entry("submit", {}, { obstacle })], ME).obstacle, obstacle);
});

test("rows come in the order they were made", () => {
  const rows = { b: { table: "time", fields: {} }, c: { table: "photo", fields: {} }, a: { table: "time", fields: { name: "Anna" } } };
  assert.deepEqual(rowsOf({ rows }, "time"), [{ id: "a", table: "time", fields: { name: "Anna" } }, { id: "b", table: "time", fields: {} }]);
});

test("pending work hashes to what the server will hash", async () => {
  const view = project(null, [entry("create", { patch: news({ date: "2026-11-25" }) }), entry("edit", { patch: { date: ["2026-11-25", null], work: [null, "Naht"] } }), entry("remark", { rows: { r: { table: "remark", fields: news({ text: "?" }) } } })], ME);
  const plain = project(base({ fields: { work: "Naht" }, extra: {}, rows: {} }), [], ME);
  assert.equal(await contentHash(view), await contentHash(plain));
});
