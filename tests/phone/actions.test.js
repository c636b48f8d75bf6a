import assert from "node:assert/strict";
import { test } from "node:test";
import * as actions from "../../app/static/crew/core/actions.js";
import { check } from "../../app/static/crew/core/rules.js";
import { contentHash, project, rowsOf } from "../../app/static/crew/core/slip.js";
import { totals } from "../../app/static/crew/core/hours.js";
import { ANNA, BEN, picture } from "./phone.js";

const at = (time, day = "2026-11-25", zone = "+01:00") => `${day}T${time}${zone}`;
const ZONE = "Europe/Berlin";
const catalog = { zone: ZONE, usual: { start: "07:00", end: "15:45", breaks: [["09:00", "09:15"], ["12:00", "12:30"]] },
  people: [{ ...ANNA, job_title: "Vorarbeiterin" }, { ...BEN, job_title: "Monteur" }],
  companies: [{ id: "c0", name: "A", text: "A-Text" }, { id: "c1", name: "B", text: "B-Text" }],
  sites: [{ id: "s1", name: "Grundschule", text: "Schulstraße 8", client: "k1", client_text: "Stadt", contact: "Jörg Lindner", contact_phone: "03579", hazard: "Kinder", access: "", state: "SN" }],
  jobs: [{ id: "j1", number: "26-118", title: "Geländer", kind: "hourly", site: "s1", client: "k1", company: "c1", task: "14 Pfosten", plan_minutes: 480 }] };

/** The slip after these actions, as the phone shows it. */
function after(...done) {
  const ops = done.map((action, i) => ({ op: { op_id: `op${i}`, n: i + 1, author: ANNA.id, patch: {}, rows: {}, manifest: [], ...action } }));
  return project(null, ops, { me: ANNA.id });
}

const fresh = () => actions.create(catalog, { date: "2026-11-25", lead: ANNA.id, people: [ANNA.id, BEN.id], job: "j1" });
const first = (view, table) => rowsOf(view, table)[0];

test("a slip nobody planned: job, site and client from the catalog, the usual hours waiting to be confirmed", () => {
  const made = fresh();
  assert.deepEqual([made.kind, made.base_rev], ["create", 0]);
  const view = after(made);
  assert.deepEqual(view.fields, { date: "2026-11-25", zone: ZONE, lead: ANNA.id, kind: "hourly", title: "Geländer", task: "14 Pfosten", job: "j1", job_no: "26-118",
    site: "s1", site_text: "Schulstraße 8", contact: "Jörg Lindner", contact_phone: "03579", hazard: "Kinder", client: "k1", client_text: "Stadt", company: "c1", company_text: "B-Text" });
  const times = rowsOf(view, "time");
  assert.deepEqual(times.map(({ fields }) => fields.name), ["Anna Richter", "Ben Nowak"]);
  assert.deepEqual(times[0].fields, { person: ANNA.id, name: "Anna Richter", job_title: "Vorarbeiterin", activity: "work", plan_start: at("07:00"), plan_end: at("15:45") });
  assert.equal(rowsOf(view, "break").length, 4);
  assert.deepEqual(totals(view.rows), { minutes: 0, break_minutes: 0, plan_minutes: 960 });
  assert.equal(Object.values(made.patch).every(([old]) => old === null), true);
});

test("a slip for a site without a job, and one for nowhere yet", () => {
  const site = after(actions.create(catalog, { date: "2026-11-25", lead: ANNA.id, people: [], site: "s1", fields: { kind: "service" } })).fields;
  assert.deepEqual([site.title, site.kind, site.company, site.client_text], ["Grundschule", "service", "c0", "Stadt"]);
  const nowhere = after(actions.create(catalog, { date: "2026-11-25", lead: ANNA.id, people: [] })).fields;
  assert.deepEqual(nowhere, { date: "2026-11-25", zone: ZONE, lead: ANNA.id, kind: "order", company: "c0", company_text: "A-Text" });
});

test("what the job says of danger, client and agreement comes along: the permit and the notice are asked for", () => {
  const said = { hot_work: 1, client_kind: "consumer", agreed_with: "Jörg Lindner", agreed_on: "2026-11-20", agreed_ref: "E-Mail" };
  const hot = { ...catalog, jobs: [{ ...catalog.jobs[0], ...said }] };
  const view = after(actions.create(hot, { date: "2026-11-25", lead: ANNA.id, people: [ANNA.id], job: "j1" }));
  assert.deepEqual(Object.fromEntries(Object.keys(said).map((name) => [name, view.fields[name]])), said);
  const codes = check(view).map(({ code }) => code);
  assert.deepEqual(["permit_missing", "agreement_missing", "place_missing"].map((code) => codes.includes(code)), [true, false, false]);
});

test("a client who is not the site's does not get the site's address", () => {
  const other = { ...catalog, jobs: [{ ...catalog.jobs[0], client: "k2" }] };
  const { fields } = after(actions.create(other, { date: "2026-11-25", lead: ANNA.id, people: [], job: "j1" }));
  assert.deepEqual([fields.client, "client_text" in fields], ["k2", false]);
});

test("a usual night over the clock change ends when the clock says so", () => {
  const nights = { ...catalog, usual: { start: "22:00", end: "06:00", breaks: [["02:30", "03:30"]] } };
  const night = (date) => {
    const view = after(actions.create(nights, { date, lead: ANNA.id, people: [ANNA.id] }));
    const breaks = rowsOf(view, "break").map(({ fields }) => [fields.plan_start, fields.plan_end]);
    return [first(view, "time").fields.plan_end, breaks, totals(view.rows).plan_minutes];
  };
  assert.deepEqual(night("2026-10-24"), [at("06:00", "2026-10-25"), [[at("02:30", "2026-10-25", "+02:00"), at("03:30", "2026-10-25")]], 420]);
  assert.deepEqual(night("2026-03-28"), [at("06:00", "2026-03-29", "+02:00"), [], 420]);
});

test("wie geplant: times and breaks of all in one op, and nothing the second time", () => {
  const planned = after(fresh());
  const confirm = actions.asPlanned(planned);
  assert.equal(confirm.kind, "edit");
  assert.equal(Object.keys(confirm.rows).length, 6);
  const view = after(fresh_of(planned), confirm);
  assert.deepEqual(totals(view.rows), { minutes: 960, break_minutes: 90, plan_minutes: 960 });
  assert.equal(actions.asPlanned(view), null);
  const agreed = { agreed_with: "Jörg Lindner", agreed_on: "2026-11-24" };
  assert.deepEqual(check({ ...view, fields: { ...view.fields, ...agreed, work: "Pfosten gesetzt" } }), []);
});

/** The create action that led to a view. */
function fresh_of(view) {
  const rows = Object.entries(view.rows).map(([id, { table, fields }]) => [id, { table, fields: Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, [null, value]])) }]);
  return { kind: "create", slip_id: view.slip_id, patch: Object.fromEntries(Object.entries(view.fields).map(([name, value]) => [name, [null, value]])), rows: Object.fromEntries(rows) };
}

const worked = () => { const view = after(fresh()); return after(fresh_of(view), actions.asPlanned(view)); };

test("für alle gleich, and one person otherwise: only what changes, with what was seen", () => {
  const view = worked();
  const all = actions.setAllTimes(view, { end: at("16:15") });
  const ids = rowsOf(view, "time").map(({ id }) => id);
  assert.deepEqual(all.rows, Object.fromEntries(ids.map((id) => [id, { table: "time", fields: { end: [at("15:45"), at("16:15")] } }])));
  assert.deepEqual(actions.setRow(view, ids[1], { start: at("10:00"), end: at("15:45"), text: "" }).rows, { [ids[1]]: { table: "time", fields: { start: [at("07:00"), at("10:00")] } } });
  assert.equal(actions.setAllTimes(view, { start: at("07:00") }), null);
  assert.deepEqual([all.slip_id, all.base_rev], [view.slip_id, view.rev]);
});

test("who came later did not take the early break", () => {
  const view = worked();
  const ben = rowsOf(view, "time")[1].id;
  const late = after(fresh_of(view), actions.setRow(view, ben, { start: at("10:00") }));
  const stray = actions.strayBreaks(late, ben);
  assert.deepEqual(stray.map((id) => late.rows[id].fields.start), [at("09:00")]);
  assert.deepEqual(actions.strayBreaks(view, ben), []);
  const view_after = after(fresh_of(late), actions.dropRows(late, stray));
  assert.deepEqual(totals(view_after.rows).minutes, 480 + 315);
  assert.equal(actions.dropRows(late, []), null);
});

test("a break of the crew is changed for all who take it", () => {
  const view = worked();
  const [breakfast] = rowsOf(view, "break");
  const same = actions.sameBreaks(view, breakfast.id);
  assert.equal(same.length, 2);
  assert.deepEqual(Object.values(actions.setRows(view, same, { end: at("09:20") }).rows).map(({ fields }) => fields), [{ end: [at("09:15"), at("09:20")] }, { end: [at("09:15"), at("09:20")] }]);
  const more = after(fresh_of(view), actions.addBreaks(view, rowsOf(view, "time").map(({ id }) => id), { start: at("14:00"), end: at("14:15") }));
  assert.equal(totals(more.rows).break_minutes, 120);
});

test("a person more and a person less, with their breaks; on a planned slip nothing of the plan is written", () => {
  const view = { ...worked(), planned: 1 };
  const karol = { id: "0c000000-0000-7000-8000-000000000003", name: "Karol Wiśniewski", job_title: "Helfer" };
  const add = actions.addPerson(view, karol, { start: at("10:00"), end: at("15:45") }, [{ start: at("12:00"), end: at("12:30") }]);
  assert.equal(add.kind, "add_row");
  assert.equal(Object.values(add.rows).some(({ fields }) => Object.keys(fields).some((name) => name.startsWith("plan_"))), false);
  const with_karol = after(fresh_of(view), add);
  assert.equal(totals(with_karol.rows).minutes, 960 + 315);
  const drop = actions.dropPerson(with_karol, rowsOf(with_karol, "time").find(({ fields }) => fields.name === karol.name).id);
  assert.deepEqual(Object.keys(after(fresh_of(with_karol), drop).rows).sort(), Object.keys(view.rows).sort());
});

test("a dropped row names every field that was seen, the unknown ones too", () => {
  const view = { ...after(fresh()), rows: { t1: { table: "time", fields: { name: "Anna", billable: 1 }, extra: { shift: "early" } } } };
  assert.deepEqual(actions.dropRows(view, ["t1"]), { kind: "drop_row", slip_id: view.slip_id, base_rev: 0, rows: { t1: { table: "time", fields: { shift: ["early", null], name: ["Anna", null], billable: [1, null] } } } });
});

test("fields of the slip: only what changes; emptied is null", () => {
  const view = { ...after(fresh()), fields: { work: "alt", leftover: "Rest" } };
  assert.deepEqual(actions.setFields(view, { work: "neu", leftover: "Rest" }).patch, { work: ["alt", "neu"] });
  assert.deepEqual(actions.setFields(view, { leftover: "" }).patch, { leftover: ["Rest", null] });
  assert.equal(actions.setFields(view, { work: "alt", late_reason: "" }), null);
});

test("material: from the list, stepped from the plan, never below nothing", () => {
  const view = after(fresh());
  const article = { id: "0d000000-0000-7000-8000-000000000001", number: "A12", text: "Anker M12", unit: "Stk" };
  const one = after(fresh_of(view), actions.addMaterial(view, article));
  assert.deepEqual(first(one, "material").fields, { article: article.id, number: "A12", text: "Anker M12", unit: "Stk", quantity: "1" });
  const three = after(fresh_of(one), actions.addMaterial(one, article, "2"));
  assert.deepEqual([rowsOf(three, "material").length, first(three, "material").fields.quantity], [1, "3"]);
  const free = after(fresh_of(three), actions.addMaterial(three, { id: null, number: "", text: "Sonstiges", unit: "m" }, "2.5"));
  assert.deepEqual(rowsOf(free, "material")[1].fields, { text: "Sonstiges", unit: "m", quantity: "2.5" });
  const plan = { ...view, rows: { m: { table: "material", fields: { plan_quantity: "12" } } } };
  assert.deepEqual(actions.stepMaterial(plan, "m", 1).rows.m.fields, { quantity: [null, "13"] });
  assert.deepEqual(actions.stepMaterial({ ...view, rows: { m: { table: "material", fields: { quantity: "0.5" } } } }, "m", -1).rows.m.fields, { quantity: ["0.5", "0"] });
});

test("photos carry their bytes and are listed; taking one off names what was seen", () => {
  const view = after(fresh());
  const photo = picture(50);
  const attach = actions.attachPhoto(view, photo, { tag: "before", taken_at: at("08:00"), caption: "" });
  const [id] = Object.keys(attach.rows);
  assert.deepEqual(attach.manifest, [{ att_id: id, sha256: photo.sha256, size: 50, role: "photo" }]);
  assert.equal(attach.blobs[0].bytes, photo.bytes);
  const shown = after(fresh_of(view), attach);
  assert.deepEqual(shown.rows[id].fields, { sha256: photo.sha256, size: 50, type: "image/jpeg", tag: "before", taken_at: at("08:00") });
  assert.deepEqual(actions.setRow(shown, id, { caption: "Fuge", tag: "after" }).rows[id].fields, { caption: [null, "Fuge"], tag: ["before", "after"] });
  const detach = actions.detachPhoto(shown, id);
  assert.equal(detach.kind, "detach");
  assert.equal(id in after(fresh_of(shown), detach).rows, false);
});

test("handing in names every photo and the signature's picture, and what was signed", async () => {
  const view = after(fresh_of(worked()), actions.attachPhoto(worked(), picture(50), { tag: "after", taken_at: at("15:00") }));
  const hash = await contentHash(view);
  const strokes = { ...picture(20, 9), type: "image/png", points: 120 };
  const signed = { outcome: "signed", name: "Jörg Lindner", role: "Bauleiter", reservation: "", text: "Sie bestätigen …", signed_at: at("16:24") };
  const submit = actions.submit(view, hash, signed, strokes);
  const [[id, row]] = Object.entries(submit.rows);
  assert.deepEqual(submit.manifest.map(({ sha256, role, att_id }) => [sha256, role, att_id]), [[picture(50).sha256, "photo", first(view, "photo").id], [strokes.sha256, "signature", id]]);
  assert.deepEqual(Object.fromEntries(Object.entries(row.fields).map(([name, [, value]]) => [name, value])),
    { outcome: "signed", name: "Jörg Lindner", role: "Bauleiter", text: "Sie bestätigen …", signed_at: at("16:24"), sha256: strokes.sha256, size: 20, points: 120, content_hash: hash });
  assert.equal(submit.blobs[0].bytes, strokes.bytes);
  const done = after(fresh_of(view), submit);
  assert.equal(done.state, "submitted");
  assert.equal(await contentHash(done), hash, "the signature is not part of what it signs");
  assert.equal(after(fresh_of(view), submit, actions.withdraw(done)).state, "draft");
});

test("handing in names the signatures of its checklists too: without their bytes it is not whole", () => {
  const rows = { r1: { table: "answer", fields: { checklist: "c", item: "who", value: "ab", sha256: "ab", size: 20 } }, r2: { table: "answer", fields: { checklist: "c", item: "ok", value: "yes" } } };
  const { manifest } = actions.submit({ ...worked(), rows }, "cd", { outcome: "absent", reason: "Angerufen", signed_at: at("16:27") });
  assert.deepEqual(manifest, [{ att_id: "r1", sha256: "ab", size: 20, role: "signature" }]);
});

test("a hand-in leaves to the office to ask for a picture whose size two phones have written differently", () => {
  const rows = { answer: { table: "answer", fields: { item: "sign", sha256: "aa", size: null } }, photo: { table: "photo", fields: { sha256: "bb", size: 7 } } };
  const { manifest } = actions.submit({ ...worked(), rows }, "cd", { outcome: "absent", reason: "Angerufen", signed_at: at("16:27") });
  assert.deepEqual(manifest.map(({ att_id, size }) => [att_id, size]), [["photo", 7]]);
});

test("nobody there: a reason in place of a signature", () => {
  const submit = actions.submit(worked(), "ab", { outcome: "absent", reason: "Angerufen, 16:20", signed_at: at("16:27") });
  assert.deepEqual([submit.manifest, submit.blobs, Object.values(submit.rows)[0].fields.reason], [[], undefined, [null, "Angerufen, 16:20"]]);
});

test("a word to the office, and an own draft cancelled", () => {
  const view = after(fresh());
  assert.deepEqual(Object.values(actions.remark(view, "Wo ist der Schlüssel?", "3").rows), [{ table: "remark", fields: { field: [null, "3"], text: [null, "Wo ist der Schlüssel?"], kind: [null, "remark"] } }]);
  assert.deepEqual(actions.cancel(view, "doppelt").patch, { reason: [null, "doppelt"] });
  assert.equal(after(fresh_of(view), actions.cancel(view, "doppelt")).state, "void");
});

test("a row there can be only one of is made once and edited after, and nothing is written twice", () => {
  const view = { slip_id: "s", rev: 2, fields: {}, rows: { r1: { table: "away", fields: { person: "anna", left: "a" } } } };
  const [added, edited] = actions.putRows(view, "away", { r1: { left: "b" }, r2: { person: "ben", left: "c", back: null } });
  assert.deepEqual([added.kind, added.rows], ["add_row", { r2: { table: "away", fields: { person: [null, "ben"], left: [null, "c"] } } }]);
  assert.deepEqual([edited.kind, edited.rows], ["edit", { r1: { table: "away", fields: { left: ["a", "b"] } } }]);
  assert.deepEqual(actions.putRows(view, "away", { r1: { left: "a" } }), []);
});
