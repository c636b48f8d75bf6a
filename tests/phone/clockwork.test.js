import assert from "node:assert/strict";
import { test } from "node:test";
import { entries } from "../../app/static/crew/core/hours.js";
import { allEqual, clockOf, clockTyped, commonTime, isPlanned, peopleOf, shownTime, timeChanges, twice, typedTime } from "../../app/static/crew/parts/clockwork.js";

const DAY = "2026-11-25", ZONE = "Europe/Berlin";
const at = (time) => `${DAY}T${time}+01:00`;
const plan = { plan_start: at("07:00"), plan_end: at("15:45") };
const pause = (time, from, to, taken = false) => ({ table: "break", fields: { time, plan_start: at(from), plan_end: at(to), ...(taken && { start: at(from), end: at(to) }) } });
const crew = (more = {}) => ({ fields: { date: DAY }, rows: { anna: { table: "time", fields: { ...plan } }, ben: { table: "time", fields: { ...plan } },
  a1: pause("anna", "09:00", "09:15"), a2: pause("anna", "12:00", "12:30"), b1: pause("ben", "09:00", "09:15"), ...more } });

test("a longer day confirms the printed start and the breaks inside it", () => {
  assert.deepEqual(timeChanges(crew(), ["anna"], { end: at("16:15") }), [["anna", "start", at("07:00")], ["anna", "end", at("16:15")],
    ["a1", "start", at("09:00")], ["a1", "end", at("09:15")], ["a2", "start", at("12:00")], ["a2", "end", at("12:30")]]);
});

test("who comes at ten did not take the break at nine", () => {
  const view = crew({ anna: { table: "time", fields: { ...plan, start: at("07:00"), end: at("15:45") } }, a1: pause("anna", "09:00", "09:15", true), a2: pause("anna", "12:00", "12:30", true) });
  assert.deepEqual(timeChanges(view, ["anna"], { start: at("10:00") }), [["anna", "start", at("10:00")], ["a1", "start", null], ["a1", "end", null]]);
});

test("what is as it should be is not written again", () => {
  const view = crew({ ben: { table: "time", fields: { ...plan, start: at("07:00"), end: at("15:45") } }, b1: pause("ben", "09:00", "09:15", true) });
  assert.deepEqual(timeChanges(view, ["ben"], { end: at("15:45") }), []);
});

test("the common time is what most have; equal is what all have", () => {
  const view = crew({ karol: { table: "time", fields: { ...plan, start: at("10:00"), end: at("15:45") } } });
  const times = entries(view.rows);
  assert.deepEqual([commonTime(times, "start"), commonTime(times, "end"), allEqual(times)], [at("07:00"), at("15:45"), false]);
  assert.equal(allEqual(entries(crew().rows)), true);
  assert.equal(commonTime([], "start"), "");
});

test("planned means entered and the same", () => {
  assert.deepEqual([isPlanned(plan), isPlanned({ ...plan, start: plan.plan_start, end: plan.plan_end }), isPlanned({ ...plan, start: plan.plan_start, end: at("16:00") })], [false, true, false]);
  assert.deepEqual([shownTime(plan, "end"), shownTime({ ...plan, end: at("16:00") }, "end"), clockOf(at("16:00")), clockOf("")], [at("15:45"), at("16:00"), "16:00", ""]);
});

test("a typed end before the start is on the next day", () => {
  const night = { plan_start: at("22:00"), plan_end: "2026-11-26T06:00+01:00" };
  assert.equal(typedTime(crew(), night, "end", "05:30", ZONE), "2026-11-26T05:30+01:00");
  assert.equal(typedTime(crew(), plan, "end", "16:15", ZONE), at("16:15"));
  assert.equal(typedTime(crew(), plan, "start", "06:30", ZONE), at("06:30"));
});

test("a time can be typed in any way people write one", () => {
  const typed = { "7": "07:00", "0715": "07:15", "715": "07:15", "7:15": "07:15", "7.15 Uhr": "07:15", " 16 ": "16:00", "1600": "16:00", "24:00": "00:00", "7h": "07:00" };
  for (const [text, gives] of Object.entries(typed)) assert.equal(clockTyped(text), gives, text);
  for (const text of ["", "25", "7:60", "7,5", "abc", "12345", "-7"]) assert.equal(clockTyped(text), null, text);
});

test("only in the night the clocks go back a time comes twice", () => {
  assert.deepEqual(twice("2026-10-25T02:30+02:00", ZONE), ["2026-10-25T02:30+02:00", "2026-10-25T02:30+01:00"]);
  assert.deepEqual(twice("2026-10-25T02:30+01:00", ZONE), ["2026-10-25T02:30+02:00", "2026-10-25T02:30+01:00"]);
  assert.deepEqual([twice("2026-10-25T03:00+01:00", ZONE), twice("2026-03-29T03:30+02:00", ZONE), twice(at("02:30"), ZONE)], [null, null, null]);
});

test("shifts over the clock changes last as long as they really did", () => {
  const lasts = (date, next) => {
    const view = { fields: { date }, rows: {} };
    const start = typedTime(view, {}, "start", "22:00", ZONE);
    const end = typedTime(view, { start }, "end", "06:00", ZONE);
    assert.equal(end.slice(0, 16), `${next}T06:00`);
    return (Date.parse(end) - Date.parse(start)) / 3_600_000;
  };
  assert.deepEqual([lasts("2026-03-28", "2026-03-29"), lasts("2026-10-24", "2026-10-25")], [7, 9]);
});

test("of an end in the hour that comes twice the first is meant until somebody says otherwise, of one in the gap the hour after", () => {
  const end = (start, typed) => typedTime({ fields: { date: start.slice(0, 10) }, rows: {} }, { start }, "end", typed, ZONE);
  assert.equal(end("2026-10-24T22:00+02:00", "02:30"), "2026-10-25T02:30+02:00");
  assert.equal(end("2026-10-25T02:45+02:00", "02:30"), "2026-10-25T02:30+01:00");
  assert.equal(end("2026-03-28T22:00+01:00", "02:30"), "2026-03-29T03:30+02:00");
});

test("a time beside the day's work lies on the day it is nearer to", () => {
  const night = { start: at("22:00"), end: "2026-11-26T06:00+01:00" };
  const typed = (text, whole) => typedTime(crew(), { start: null }, "start", text, ZONE, whole);
  assert.deepEqual([typed("21:00", night), typed("06:00", night)], [at("21:00"), "2026-11-26T06:00+01:00"]);
  assert.deepEqual([typed("06:00", { start: at("07:00"), end: at("15:45") }), typed("16:00", { start: at("07:00"), end: at("15:45") })], [at("06:00"), at("16:00")]);
});

test("people have several times: the day's work first, the rest beside it", () => {
  const rows = { t1: { table: "time", fields: { person: "anna", activity: "travel", start: at("06:00"), end: at("07:00") } },
    t2: { table: "time", fields: { person: "anna", activity: "work", start: at("07:00"), end: at("12:00") } },
    t3: { table: "time", fields: { person: "ben", start: at("07:00"), end: at("08:00") } } };
  assert.deepEqual(peopleOf(entries(rows)).map(({ person, main, rest, minutes }) => [person, main.id, rest.map(({ id }) => id), minutes]),
    [["anna", "t2", ["t1"], 360], ["ben", "t3", [], 60]]);
});
