import assert from "node:assert/strict";
import { test } from "node:test";
import { entries } from "../../app/static/crew/core/hours.js";
import { allEqual, clockOf, commonTime, isPlanned, shownTime, timeChanges, typedTime } from "../../app/static/crew/parts/clockwork.js";

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
