import assert from "node:assert/strict";
import { test } from "node:test";
import { anewLike, lastBefore, likeYesterday } from "../../app/static/crew/core/yesterday.js";

const ANNA = "0a000000-0000-7000-8000-000000000001", BEN = "0b000000-0000-7000-8000-000000000002";
const time = (person, name) => ({ table: "time", fields: { person, name, start: "2026-11-24T07:00+01:00", end: "2026-11-24T15:45+01:00" } });
const slip = (slip_id, date, rows = {}, more = {}) => ({ slip_id, state: "submitted", rev: 3, fields: { date, job: "j1", site: "s1", title: "Geländer", ...more }, rows });
const yesterday = slip("y", "2026-11-24", { a: time(ANNA, "Anna"), b: time(BEN, "Ben"),
  c: { table: "trip", fields: { person: ANNA, name: "Anna", role: "driver", vehicle: "Sprinter", km: "31" } },
  d: { table: "trip", fields: { person: ANNA, name: "Anna", role: "driver", kind: "forgotten", km: "9" } },
  e: { table: "trip", fields: { person: BEN, name: "Ben", role: "none" } },
  f: { table: "material", fields: { article: "m1", number: "A12", text: "Anker", unit: "Stk", quantity: "8" } },
  g: { table: "material", fields: { text: "Mörtel", unit: "Kart.", quantity: "1" } } });

const rowsOf = (action, table) => Object.values(action.rows).filter((row) => row.table === table).map((row) => Object.fromEntries(Object.entries(row.fields).map(([name, [, value]]) => [name, value])));

test("the last day is at most a week ago, one's own, and of the same work if asked", () => {
  const views = [slip("x", "2026-11-23", { a: time(ANNA) }), yesterday, slip("o", "2026-11-25", { a: time(ANNA) }), { ...slip("v", "2026-11-24", { a: time(ANNA) }), state: "void" }];
  const pick = (...given) => lastBefore([...views], ...given)?.slip_id;
  assert.equal(pick(ANNA, "2026-11-25"), "y");
  assert.equal(pick(BEN, "2026-11-24"), undefined);
  assert.equal(pick(ANNA, "2026-12-03"), undefined);
  assert.equal(pick(ANNA, "2026-11-25", slip("t", "2026-11-25", {}, { job: "j2", site: "s2" })), undefined);
});

test("vehicle and material come over, quantities, kilometres and extra trips do not", () => {
  const today = slip("t", "2026-11-25", { a: time(ANNA, "Anna"), m: { table: "material", fields: { text: "Mörtel", plan_quantity: "2" } } });
  const action = likeYesterday(today, yesterday);
  assert.deepEqual([action.kind, action.slip_id, action.base_rev], ["add_row", "t", 3]);
  assert.deepEqual(rowsOf(action, "trip"), [{ person: ANNA, name: "Anna", role: "driver", vehicle: "Sprinter" }]);
  assert.deepEqual(rowsOf(action, "material"), [{ article: "m1", number: "A12", text: "Anker", unit: "Stk" }]);
  assert.equal(likeYesterday(slip("t", "2026-11-25", { ...yesterday.rows }), yesterday), null);
});

test("a new slip alike has the people and the usual times as a plan, none confirmed", () => {
  const catalog = { zone: "Europe/Berlin", usual: { start: "07:00", end: "15:45", breaks: [["12:00", "12:30"]] }, jobs: [], sites: [], companies: [],
    people: [{ id: ANNA, name: "Anna", job_title: "" }, { id: BEN, name: "Ben", job_title: "" }] };
  const action = anewLike(catalog, yesterday, { date: "2026-11-25", lead: ANNA });
  assert.deepEqual([action.kind, action.patch.date[1], action.patch.title[1], action.patch.job[1]], ["create", "2026-11-25", "Geländer", "j1"]);
  const times = rowsOf(action, "time");
  assert.deepEqual(times.map(({ name, start, end, plan_start }) => [name, start, end, plan_start]),
    [["Anna", undefined, undefined, "2026-11-25T07:00+01:00"], ["Ben", undefined, undefined, "2026-11-25T07:00+01:00"]]);
  assert.deepEqual(rowsOf(action, "trip").map(({ vehicle, km }) => [vehicle, km]), [["Sprinter", undefined]]);
  assert.deepEqual(rowsOf(action, "material").map(({ text, quantity }) => [text, quantity]), [["Anker", undefined], ["Mörtel", undefined]]);
});
