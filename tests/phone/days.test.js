import assert from "node:assert/strict";
import { test } from "node:test";
import { concerns, minutesOf, monday, piles, shifted, week, weekNumber } from "../../app/static/crew/parts/days.js";

const ANNA = "anna", BEN = "ben";
const TODAY = "2026-11-25";
const time = (person, start, end) => ({ table: "time", fields: { person, plan_start: `${TODAY}T07:00+01:00`, plan_end: `${TODAY}T15:45+01:00`, ...(start && { start: `${TODAY}T${start}+01:00`, end: `${TODAY}T${end}+01:00` }) } });
const slip = (id, more = {}) => ({ slip_id: id, state: "draft", planned: 1, place: "office", author: "olga", fields: { date: TODAY }, rows: { [`t-${id}`]: time(ANNA) }, ...more });
const ids = (views) => views.map(({ slip_id }) => slip_id);

test("each slip lies on one pile", () => {
  const views = [slip("today"), slip("tomorrow", { fields: { date: "2026-11-26" } }), slip("late", { fields: { date: "2026-11-24" } }),
    slip("own", { planned: 0, author: ANNA }), slip("back", { state: "returned" }), slip("sending", { state: "submitted", place: "phone" }),
    slip("there", { state: "submitted" }), slip("old", { state: "submitted", fields: { date: "2026-11-20" } }), slip("done", { state: "approved" }),
    slip("gone", { state: "void" }), slip("others", { rows: { t: time(BEN) } })];
  const found = piles(views, ANNA, TODAY);
  assert.deepEqual(Object.fromEntries(Object.entries(found).map(([name, some]) => [name, ids(some)])),
    { returned: ["back"], today: ["today"], sending: ["sending"], drafts: ["late", "own"], planned: ["tomorrow"], handed_in: ["there"] });
});

test("today's slips stand in the order of the day, the coming ones in the order of the days", () => {
  const at = (id, hour) => slip(id, { fields: { date: TODAY, plan_start: `${TODAY}T${hour}:00+01:00` } });
  const on = (id, date) => slip(id, { fields: { date } });
  const found = piles([at("second", "12"), at("first", "07"), on("friday", "2026-11-27"), on("thursday", "2026-11-26")], ANNA, TODAY);
  assert.deepEqual([ids(found.today), ids(found.planned)], [["first", "second"], ["thursday", "friday"]]);
});

test("a slip concerns who made it, leads it or works on it", () => {
  const bens = slip("s", { rows: { t: time(BEN) } });
  assert.deepEqual([concerns(bens, BEN), concerns(bens, ANNA), concerns({ ...bens, author: ANNA }, ANNA), concerns({ ...bens, fields: { lead: ANNA } }, ANNA)], [true, false, true, true]);
});

test("minutes are those of one person, and open until start and end are there", () => {
  const view = slip("s", { rows: { a: time(ANNA, "07:00", "16:15"), b: time(BEN), p: { table: "break", fields: { time: "a", start: `${TODAY}T12:00+01:00`, end: `${TODAY}T12:30+01:00` } } } });
  assert.deepEqual(minutesOf(view, ANNA), { minutes: 525, plan: 525, open: false });
  assert.deepEqual(minutesOf(view, BEN), { minutes: 0, plan: 525, open: true });
});

test("a week has seven days, adds up several slips and leaves out what was cancelled", () => {
  const worked = (id, more) => slip(id, { rows: { [id]: time(ANNA, "08:00", "12:00") }, ...more });
  const days = week([worked("a"), worked("b"), worked("c", { state: "void" })], ANNA, monday(TODAY));
  assert.deepEqual(days.map(({ date }) => date), ["2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27", "2026-11-28", "2026-11-29"]);
  assert.deepEqual(days.map(({ minutes }) => minutes), [0, 0, 480, 0, 0, 0, 0]);
  assert.deepEqual(ids(days[2].slips), ["a", "b"]);
});

test("weeks begin on Monday and are counted as calendars do, over the turn of the year too", () => {
  assert.deepEqual([monday("2026-11-29"), monday("2026-11-23"), monday("2027-01-01")], ["2026-11-23", "2026-11-23", "2026-12-28"]);
  assert.deepEqual(["2026-11-25", "2026-12-31", "2027-01-03", "2027-01-04", "2026-01-01"].map(weekNumber), [48, 53, 53, 1, 1]);
  assert.equal(shifted("2026-03-28", 2), "2026-03-30");
});
