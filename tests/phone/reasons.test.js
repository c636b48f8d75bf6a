/** Reasons, days away and proposals: what a tap puts on the slip. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { derivedId } from "../../app/static/crew/core/ids.js";
import { check, judge } from "../../app/static/crew/core/rules.js";
import { accept, because, proposals, usualAway } from "../../app/static/crew/parts/proposed.js";
import { give, questions, reasonFor } from "../../app/static/crew/parts/given.js";
import { surroundings } from "../../app/static/crew/parts/around.js";
import { speak } from "../../app/static/crew/texts.js";

const words = (lang) => Object.assign({}, ...["crew", "common"].map((area) => JSON.parse(readFileSync(new URL(`../../app/texts/${lang}/${area}.json`, import.meta.url), "utf8"))));
const SLIP = "05000000-0000-7000-8000-000000000001", ZONE = "Europe/Berlin";
const at = (time, date = "2026-11-25") => `${date}T${time}+01:00`;
const time = (person, start, end, more = {}) => ({ table: "time", fields: { person, name: person, job_title: "", activity: "work", start: at(start), end: at(end), ...more } });
const pause = (of, start, end) => ({ table: "break", fields: { time: of, start: at(start), end: at(end) } });
const catalog = { people: [], checklists: [], jobs: [], sites: [{ id: "s1", km: "42", minutes: 35 }] };

/** A slip on a table: what is done to it shows at once. */
function aSheet(rows, of = catalog, date = "2026-11-25") {
  const view = { slip_id: SLIP, rev: 4, state: "draft", fields: { date, site: "s1", work: "Pfosten gesetzt" }, rows: { ...rows } };
  const around = surroundings({ catalog: of, zone: ZONE, now: () => Date.parse("2026-11-25T20:00Z") }, []);
  const done = [];
  const act = async (build) => [build(view)].flat().filter(Boolean).forEach((action) => (done.push(action), carryOut(view, action)));
  return { view, around, done, act, get judged() { return judge(view, around.check(view)); }, page: { ui: {} }, writable: true };
}

function carryOut(view, { kind, rows }) {
  for (const [id, { table, fields }] of Object.entries(rows)) {
    if (kind === "drop_row") delete view.rows[id];
    else view.rows[id] = { table, fields: { ...view.rows[id]?.fields, ...Object.fromEntries(Object.entries(fields).map(([name, [, value]]) => [name, value])) } };
  }
}

test("one reason answers for all it is about, under ids every phone makes alike, and silences the question", async () => {
  const sheet = aSheet({ t1: time("anna", "07:00", "13:30"), t2: time("ben", "07:00", "13:30") });
  const [first] = questions(sheet);
  assert.deepEqual([first.code, questions(sheet).map(({ about }) => about)], ["break_too_short", ["anna", "ben"]]);
  await give(sheet, { ...first, abouts: ["anna", "ben"] }, "Arbeit ließ sich nicht unterbrechen");
  const ids = await Promise.all(["anna", "ben"].map((about) => derivedId(SLIP, "reason", "break_too_short", about)));
  assert.deepEqual(sheet.done.map(({ kind, rows }) => [kind, Object.keys(rows)]), [["add_row", ids]]);
  assert.deepEqual(sheet.view.rows[ids[1]], { table: "reason", fields: { code: "break_too_short", about: "ben", text: "Arbeit ließ sich nicht unterbrechen" } });
  assert.deepEqual(check(sheet.view, sheet.around.check(sheet.view)).filter(({ level }) => level === "should"), []);
  assert.deepEqual([questions(sheet).length, reasonFor(sheet.view, { code: "break_too_short", about: "ben" })], [2, "Arbeit ließ sich nicht unterbrechen"]);
});

test("a reason taken back is cleared, never dropped, and asked for again", async () => {
  const sheet = aSheet({ t1: time("anna", "07:00", "13:30") });
  const [asked] = questions(sheet);
  for (const text of ["Notfall", null, null, "Doch einer"]) await give(sheet, { ...asked, abouts: ["anna"] }, text);
  const texts = sheet.done.map(({ kind, rows }) => [kind, Object.values(rows)[0].fields.text]);
  assert.deepEqual(texts, [["add_row", [null, "Notfall"]], ["edit", ["Notfall", null]], ["edit", [null, "Doch einer"]]]);
});

test("no break is ever put in and nothing is changed by looking", () => {
  const sheet = aSheet({ t1: time("anna", "07:00", "18:30") });
  const before = structuredClone(sheet.view);
  questions(sheet);
  proposals(sheet);
  assert.deepEqual([sheet.view, sheet.done], [before, []]);
});

test("a day away is the hours with the way around them, or the trips where they reach farther", () => {
  const trip = { table: "trip", fields: { person: "anna", role: "driver", start: at("06:00"), end: at("06:50") } };
  const { view } = aSheet({ t1: time("anna", "07:00", "15:45"), r1: trip });
  const own = { person: "anna", main: { id: "t1", fields: view.rows.t1.fields }, rest: [] };
  assert.deepEqual(usualAway(view, own, { minutes: 35 }, ZONE), { person: "anna", name: "anna", left: at("06:00"), back: at("16:20"), left_from: "workplace" });
  assert.deepEqual(usualAway({ ...view, rows: {} }, own, undefined, ZONE), { person: "anna", name: "anna", left: at("07:00"), back: at("15:45"), left_from: "workplace" });
});

test("a proposal says why, and accepting it puts the amount with its German sentence on the slip", async () => {
  speak("en", words("en"));
  const sheet = aSheet({ t1: time("anna", "07:00", "15:45"), b1: pause("t1", "12:00", "12:45"), t2: time("ben", "07:00", "15:45"), b2: pause("t2", "12:00", "12:45") });
  const [meals] = proposals(sheet);
  assert.deepEqual([meals.people.map(({ person }) => person), meals.amount_cents, because(meals)], [["anna", "ben"], 1400, "8:45 h away, more than 8:00"]);
  await sheet.act(() => accept(sheet.view, meals));
  const rows = Object.values(sheet.view.rows).filter(({ table }) => table === "allowance").map(({ fields }) => fields);
  assert.deepEqual(rows[0], { amount_cents: 1400, quantity: "1", because: "absent", note: "8:45 h unterwegs, mehr als 8:00", kind: "meals", person: "anna", name: "anna", text: "Verpflegung" });
  assert.deepEqual([rows.length, proposals(sheet)], [2, []]);
});

test("what changes after it was accepted is proposed anew, for the same row", async () => {
  speak("de", words("de"));
  const away = { table: "away", fields: { person: "anna", name: "anna", left: at("06:00"), back: at("16:20"), slept_after: 1, lodging: "firm", dinner: 1 } };
  const sheet = aSheet({ t1: time("anna", "07:00", "15:45"), w1: away });
  await sheet.act(() => accept(sheet.view, proposals(sheet)[0]));
  const [row] = Object.entries(sheet.view.rows).find(([, { table }]) => table === "allowance");
  assert.deepEqual([sheet.view.rows[row].fields.amount_cents, sheet.view.rows[row].fields.note], [280, "Anreise, auswärts übernachtet, davon Abendessen ab: 11,20 €"]);
  sheet.view.rows.w1.fields.dinner = null;
  const [again] = proposals(sheet);
  assert.deepEqual([again.amount_cents, again.rows], [1400, { anna: row }]);
  await sheet.act(() => accept(sheet.view, again));
  assert.deepEqual([sheet.view.rows[row].fields.amount_cents, sheet.view.rows[row].fields.note, proposals(sheet)], [1400, "Anreise, auswärts übernachtet", []]);
});

test("a short day away says that there is nothing, and takes back what was accepted", async () => {
  const sheet = aSheet({ t1: time("anna", "07:00", "12:00"), w1: { table: "away", fields: { person: "anna", name: "anna", left: at("06:30"), back: at("12:30") } },
    a1: { table: "allowance", fields: { person: "anna", name: "anna", kind: "meals", amount_cents: 1400, text: "Verpflegung" } } });
  const [none] = proposals(sheet);
  assert.deepEqual([none.amount_cents, none.because.code, because(none), none.rows], [0, "too_short", "6:00 h unterwegs, nicht mehr als 8:00", { anna: "a1" }]);
  await sheet.act(() => accept(sheet.view, none));
  assert.equal("a1" in sheet.view.rows, false);
});

test("the firm's own table is proposed by distance and by who drove, under its own name", () => {
  const expenses = [{ name: "near", from: "2026-01-01", cents: 650, text: "Auslöse Zone 1", km_above: "20", km_most: "50" }, { name: "far", from: "2026-01-01", cents: 1300, text: "Auslöse Zone 2", km_above: "50" },
    { name: "wheel", from: "2026-01-01", cents: 500, text: "Fahrerzulage", role: "driver" }];
  const sheet = aSheet({ t1: time("anna", "07:00", "12:00"), r1: { table: "trip", fields: { person: "anna", role: "driver" } } }, { ...catalog, expenses });
  assert.deepEqual(proposals(sheet).map((one) => [one.text, one.amount_cents, because(one)]), [["Auslöse Zone 1", 650, "Baustelle 42 km entfernt"], ["Fahrerzulage", 500, "selbst gefahren"]]);
});

test("every reason of a proposal and every usual reason has its words, and German ones for the record", () => {
  const source = (name) => readFileSync(new URL(`../../app/static/crew/${name}.js`, import.meta.url), "utf8");
  const usual = [...source("parts/given").matchAll(/\w+: (\[[^\]]+\])/g)].flatMap(([, list]) => JSON.parse(list));
  const codes = [...source("core/expenses").matchAll(/"(absent\w*|\w+_day|too_short|three_months|overnight|zone_\w+)"/g)].map(([, code]) => code);
  assert.ok(usual.length > 20 && new Set(codes).size > 8);
  const keys = [...usual.map((name) => `reason.${name}`), ...[...codes, "driver", "passenger", "less", "breakfast", "lunch", "dinner"].map((code) => `because.${code}`)];
  for (const lang of ["de", "en"]) {
    assert.deepEqual(keys.flatMap((key) => [key, `record.${key}`]).filter((key) => !(key in words(lang))), []);
    assert.deepEqual(keys.filter((key) => words(lang)[`record.${key}`] !== words("de")[`record.${key}`]), []);
  }
});
