import assert from "node:assert/strict";
import { test } from "node:test";
import { asOwn, begun, papersOf, photographed, unwritten } from "../../app/static/crew/core/paper.js";

const ID = "019ac000-0000-7000-8000-000000000001", OWN = "019ac000-0000-8000-8000-000000000002";
const PICTURE = { sha256: "a".repeat(64), size: 9, type: "image/jpeg", bytes: new ArrayBuffer(9) };
const CATALOG = {
  zone: "Europe/Berlin", usual: { start: "07:00", end: "15:45", breaks: [["09:00", "09:15"]] }, companies: [{ id: "c", text: "Firma" }],
  people: [{ id: "anna", name: "Anna Richter", job_title: "Monteurin" }], sites: [{ id: "s", name: "Hof", text: "Am Hof 1" }],
  jobs: [{ id: "j", number: "26-1", title: "Geländer", kind: "hourly", site: "s", company: "c", task: "Pfosten" }],
};
const said = (pairs) => Object.fromEntries(Object.entries(pairs).map(([name, [before, now]]) => (assert.equal(before, null), [name, now])));

test("the slip of a paper has the paper's id, its job and its day", () => {
  const made = begun(CATALOG, ID, { date: "2026-11-24", lead: "anna", people: ["anna"], job: "j" });
  const { date, job, title, kind } = said(made.patch);
  assert.deepEqual([made.kind, made.slip_id, made.base_rev, date, job, title, kind], ["create", ID, 0, "2026-11-24", "j", "Geländer", "hourly"]);
  assert.deepEqual(Object.values(made.rows).map(({ table }) => table), ["time", "break"]);
});

test("the photo says paper, and so does the slip, once", () => {
  const [marked, attached] = photographed(unwritten(ID), PICTURE, "2026-11-25T16:00+01:00");
  assert.deepEqual([marked.kind, marked.slip_id, marked.patch], ["edit", ID, { paper: [null, 1] }]);
  const [[id, { table, fields }]] = Object.entries(attached.rows);
  assert.deepEqual([attached.kind, table, said(fields).tag, said(fields).sha256], ["attach", "photo", "paper", PICTURE.sha256]);
  assert.deepEqual([attached.manifest, attached.blobs], [[{ att_id: id, sha256: PICTURE.sha256, size: 9, role: "photo" }], [PICTURE]]);
  const again = photographed({ ...unwritten(ID), rev: 3, fields: { paper: 1 } }, PICTURE, "2026-11-25T16:01+01:00");
  assert.deepEqual(again.map(({ kind, base_rev }) => [kind, base_rev]), [["attach", 3]]);
});

test("only photos of the paper are typed off", () => {
  const rows = { b: { table: "photo", fields: { tag: "paper" } }, a: { table: "photo", fields: { tag: "after" } }, c: { table: "photo", fields: { tag: "paper" } } };
  assert.deepEqual(papersOf({ rows }).map(({ id }) => id), ["b", "c"]);
});

test("what was written into somebody else's slip becomes an own one: all of it, with new rows that still belong together", () => {
  const rows = {
    t: { table: "time", fields: { person: "anna", start: "2026-11-25T07:00+01:00" } }, b: { table: "break", fields: { time: "t" } },
    p: { table: "photo", fields: { tag: "paper", sha256: PICTURE.sha256, size: 9, type: "image/jpeg", caption: "vorn", of: "t" } },
    q: { table: "photo", fields: { tag: "after", sha256: "b".repeat(64), size: 4, type: "image/jpeg" } },
    r: { table: "remark", fields: { text: "?" } },
  };
  const [made, ...photos] = asOwn({ slip_id: ID, fields: { title: "Geländer", paper: 1 }, rows }, OWN, new Map([[PICTURE.sha256, PICTURE]]));
  assert.deepEqual([made.kind, made.slip_id, said(made.patch)], ["create", OWN, { title: "Geländer", paper: 1 }]);
  const kept = Object.entries(made.rows), time = kept.find(([, { table }]) => table === "time"), pause = kept.find(([, { table }]) => table === "break");
  assert.deepEqual([kept.length, said(time[1].fields), said(pause[1].fields)], [2, rows.t.fields, { time: time[0] }]);
  assert.ok(kept.every(([id]) => !(id in rows)));
  assert.deepEqual(photos.map(({ kind, slip_id, blobs }) => [kind, slip_id, blobs]), [["attach", OWN, [PICTURE]]]);
  const [photo] = Object.values(photos[0].rows);
  assert.deepEqual([said(photo.fields).caption, said(photo.fields).of], ["vorn", time[0]]);
});
