/** What a phone tells the self-check and the proposals of what it knows besides the slip. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { check } from "../../app/static/crew/core/rules.js";
import { surroundings } from "../../app/static/crew/parts/around.js";

const NOW = Date.parse("2026-11-25T16:20:30Z");
const at = (time, date = "2026-11-25") => `${date}T${time}+01:00`;
const hours = (person, start, end) => ({ table: "time", fields: { person, name: person, activity: "work", start, end } });
const slip = (slip_id, rows, fields = {}, state = "draft") => ({ slip_id, state, fields: { date: "2026-11-25", work: "Pfosten gesetzt", ...fields }, rows });
const catalog = { people: [{ id: "anna", minor: 0 }, { id: "emil", minor: 1 }], checklists: [{ id: "gate", version: 3, items: [] }],
  jobs: [{ id: "j1", position_mask: "00.00.0000" }, { id: "j2", position_mask: "" }], sites: [{ id: "s1", km: "42", minutes: 35, holidays: 1 }, { id: "s2" }],
  holidays: [{}, { "2026-11-18": "Buß- und Bettag" }], limits: [{ who: "all", name: "rest", from: "2026-01-01", value: 0, basis: "" }], expenses: [], rates: [] };
const around = (views, offset, of = catalog) => surroundings({ catalog: of, zone: "Europe/Berlin", now: () => NOW }, views, offset);

test("time, place and people come from clock, site, job and catalog", () => {
  const known = around([], 90_000).check(slip("a", {}, { site: "s1", job: "j1" }));
  assert.equal(known.now, "2026-11-25T17:22+01:00");
  assert.deepEqual([known.holidays, known.position_mask, known.people], [{ "2026-11-18": "Buß- und Bettag" }, "00.00.0000", { anna: { minor: 0 }, emil: { minor: 1 } }]);
  assert.deepEqual([Object.keys(known.templates), known.limits, known.complete], [["gate@3"], catalog.limits, undefined]);
  const bare = around([]).check(slip("a", {}, { site: "s2", job: "j2" }));
  assert.deepEqual([bare.holidays, bare.position_mask], [{}, null]);
});

test("other days are the whole rows of slips that count, net of their breaks", () => {
  const pause = { table: "break", fields: { time: "t1", start: at("12:00"), end: at("12:30") } };
  const whole = slip("a", { t1: hours("anna", at("07:00"), at("15:30")), b1: pause, t2: hours("emil", at("07:00"), null) });
  const views = [whole, slip("b", { t3: hours("anna", at("16:00"), at("18:00")) }, {}, "void"), { ...slip("c", { t4: hours("anna", at("16:00"), at("18:00")) }), whole_held: true }];
  assert.deepEqual(around(views).check(whole).days, [{ slip: "a", person: "anna", date: "2026-11-25", start: at("07:00"), end: at("15:30"), minutes: 480 }]);
});

test("of another day's slips only those of the week before and after are looked at, of a slip without a day all", () => {
  const on = (date) => slip(date, { [date]: hours("anna", at("07:00", date), at("15:30", date)) }, { date });
  const views = ["2026-11-16", "2026-11-17", "2026-11-25", "2026-12-03", "2026-12-04"].map(on);
  const known = around(views);
  const dates = (view) => known.check(view).days.map(({ date }) => date);
  assert.deepEqual(dates(views[2]), ["2026-11-17", "2026-11-25", "2026-12-03"]);
  assert.deepEqual(dates(views[4]), ["2026-12-03", "2026-12-04"]);
  assert.equal(dates(slip("new", {}, { date: undefined })).length, 5);
});

test("a slip the phone has elsewhere makes one clash, its own rows none", () => {
  const mine = slip("a", { t1: hours("anna", at("07:00"), at("11:00")) });
  const codes = (views) => check(mine, around(views).check(mine)).map(({ code }) => code);
  assert.deepEqual(codes([mine]), []);
  assert.deepEqual(codes([mine, slip("b", { t2: hours("anna", at("10:00"), at("12:00")) })]), ["times_overlap_elsewhere"]);
});

test("an end still to come is a must by the office's clock, whatever the phone's says", () => {
  const mine = slip("a", { t1: hours("anna", at("13:00"), at("17:55")) });
  const codes = (offset) => check(mine, around([], offset).check(mine)).map(({ code }) => code);
  assert.deepEqual([codes(0), codes(10 * 60_000)], [["end_in_future"], []]);
});

test("for the proposals: the way, the days here, and days already paid for on another slip", () => {
  const away = { table: "away", fields: { person: "anna" } };
  const others = [slip("b", { t: hours("anna", null, null), w: away }, { site: "s1", date: "2026-11-24" }), slip("c", { t: hours("anna", null, null) }, { site: "s2", date: "2026-11-23" })];
  const mine = slip("a", { t: hours("anna", null, null), w: away }, { site: "s1" });
  const known = around([mine, ...others]).expenses(mine);
  assert.deepEqual(known, { rates: [], table: [], site: { km: "42", minutes: 35 }, site_days: { anna: ["2026-11-24"] }, counted: { anna: ["2026-11-24"] } });
});

test("a day whose meals were accepted on one slip is not proposed again on the next, a firm's own allowance does not count", () => {
  const meals = { table: "allowance", fields: { person: "anna", kind: "meals", amount_cents: 1400 } };
  const dirt = { table: "allowance", fields: { person: "ben", allowance: "dirt", quantity: "1" } };
  const [mine, other] = [slip("a", { t: hours("anna", null, null) }, {}), slip("b", { m: meals, d: dirt }, {})];
  assert.deepEqual(around([mine, other]).expenses(mine).counted, { anna: ["2026-11-25"] });
  assert.deepEqual(around([mine, other]).expenses(other).counted, {});
});

test("what another slip of this day pays is known, void slips and other days pay nothing", () => {
  const meals = { table: "allowance", fields: { person: "anna", name: "Anna", kind: "meals", text: "Verpflegung", amount_cents: 1400 } };
  const mine = slip("a", { t: hours("anna", at("07:00"), at("11:00")), m: meals });
  const codes = (...others) => check(mine, around([mine, ...others]).check(mine)).map(({ code, about }) => `${code} ${about}`);
  assert.deepEqual(codes(), []);
  assert.deepEqual(codes(slip("b", { n: meals }, {}, "void"), slip("c", { n: meals }, { date: "2026-11-24" })), []);
  assert.deepEqual(codes(slip("b", { n: meals }, {}, "approved")), ["paid_elsewhere m"]);
});

test("an old catalog, without what came later, is enough", () => {
  const old = { people: [], checklists: [], jobs: [], sites: [{ id: "s1" }] };
  const mine = slip("a", {}, { site: "s1" });
  assert.deepEqual(around([], 0, old).check(mine), { limits: [], people: {}, days: [], paid: [], templates: {}, now: "2026-11-25T17:20+01:00", holidays: {}, position_mask: null });
  assert.deepEqual(around([], 0, old).expenses(mine), { rates: [], table: [], site: { km: null, minutes: null }, site_days: {}, counted: {} });
});
