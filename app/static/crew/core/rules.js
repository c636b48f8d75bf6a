import { BREAKS, info, MATERIAL, must, PHOTOS, should, TIMES, trimmed, unanswered, WORK } from "./findings.js";
import { entries, minutes, sameQuantity } from "./hours.js";
import { inForce, STATUTORY } from "./limits.js";
import { checkRecords } from "./records.js";
import { day, instant } from "./walltime.js";
import { span, workingDay } from "./workday.js";
import { checkWorkTime } from "./worktime.js";
/** @import {Around, Finding, Row, Value} from "../shapes.d.ts" */
/** @import {TimeEntry} from "./hours.js" */
/** @import {Limits} from "./limits.js" */
/** @import {Span} from "./workday.js" */

/** @typedef {{ slip_id?: string, fields: Record<string, Value>, rows: Record<string, Row> }} Slip */

const A_DAY = 24 * 60;

/**
 * The self-check before the crew leaves the site: what must, should or might be looked at, by level and field. It never
 * changes anything, least of all does it add a break that nobody took. `around` is what is known besides the slip; what is
 * not known is not judged.
 * @param {Slip} slip @param {Around} [around]
 * @returns {Finding[]}
 */
export function check(slip, around = {}) {
  return unanswered(judge(slip, around), slip.rows);
}

/** All there is to be said, also what somebody has given a reason for. @param {Slip} slip @param {Around} around @returns {Finding[]} */
export function judge(slip, around) {
  const table = [...STATUTORY, ...(around.limits ?? [])];
  const times = entries(slip.rows);
  const today = workingDay(slip, times);
  const limits = inForce(table, today || "9999-12-31", "adult");
  return [...peopleAndTimes(times, limits, around), ...times.flatMap(breaks), ...work(slip, times, limits),
    ...checkWorkTime(slip, around, table, times), ...photos(slip), ...overtime(slip, times, limits),
    ...lateRecord(today, limits, around), ...material(slip), ...checkRecords(slip, around, limits)];
}

/** @param {TimeEntry[]} times @param {Limits} limits @param {Around} around */
function peopleAndTimes(times, limits, around) {
  return times.length ? times.flatMap((time) => timesOf(time, limits, around)) : [must("no_people", TIMES)];
}

/** @param {TimeEntry} time @param {Limits} limits @param {Around} around */
function timesOf(time, { longest, ahead }, { now }) {
  const { start, end } = time.fields;
  if (!start || !end) return [must("time_missing", TIMES, who(time), name(time))];
  const gross = minutes(String(start), String(end));
  if (gross <= 0) return [must("end_before_start", TIMES, who(time), name(time))];
  if (gross > (longest ?? Infinity)) return [must("too_long", TIMES, who(time), { ...name(time), minutes: gross })];
  const early = now && ahead != null && instant(String(end)) > instant(now) + ahead;
  return early ? [must("end_in_future", TIMES, who(time), name(time))] : [];
}

/** @param {TimeEntry} time */
function breaks(time) {
  const whole = span(time.fields);
  if (!whole) return [];
  const taken = time.breaks.filter((pause) => pause.fields.start || pause.fields.end).map((pause) => span(pause.fields));
  const inside = taken.filter((pause) => pause !== null && pause[0] >= whole[0] && pause[1] <= whole[1]);
  const found = inside.length < taken.length ? [must("break_outside", BREAKS, who(time), name(time))] : [];
  const clash = inside.some((pause, i) => i > 0 && /** @type {Span} */ (pause)[0] < /** @type {Span} */ (inside[i - 1])[1]);
  return clash ? [...found, must("break_overlap", BREAKS, who(time), name(time))] : found;
}

/**
 * Work by the hour is only proved when each worker's work is said (own text, or the slip's for all who have none).
 * @param {Slip} slip @param {TimeEntry[]} times @param {Limits} limits
 */
function work({ fields }, times, { enough_text }) {
  const common = trimmed(fields.work);
  const working = times.filter((time) => (time.fields.activity ?? "work") === "work");
  const silent = working.filter((time) => !(trimmed(time.fields.text) || common));
  if (!common && silent.length === working.length) return [must("work_missing", WORK)];
  if (fields.kind !== "hourly") return silent.length ? [must("work_missing", WORK)] : [];
  const short = working.filter((time) => [...(trimmed(time.fields.text) || common)].length < (enough_text ?? 0));
  return short.map((time) => must("text_short", WORK, who(time), name(time)));
}

/** @param {Slip} slip */
function photos({ rows }) {
  const tags = Object.values(rows).filter(({ table }) => table === "photo").map(({ fields }) => fields.tag);
  const begun = tags.includes("before") || tags.includes("during");
  return begun && !tags.includes("after") ? [should("photo_after_missing", PHOTOS)] : [];
}

/** @param {Slip} slip @param {TimeEntry[]} times @param {Limits} limits */
function overtime({ fields }, times, { worth_a_reason }) {
  const { plan_end } = fields;
  if (!plan_end || worth_a_reason == null || trimmed(fields.late_reason)) return [];
  const late = Math.max(0, ...times.map((time) => (time.fields.end ? minutes(String(plan_end), String(time.fields.end)) : 0)));
  return late >= worth_a_reason ? [info("overtime_reason", TIMES, "", { minutes: late })] : [];
}

/** § 17 MiLoG: a day of work is put down within so many days. @param {string} today @param {Limits} limits @param {Around} around */
function lateRecord(today, { record_days }, { now }) {
  if (!today || !now || record_days == null) return [];
  const count = Math.floor((midnight(day(now)) - midnight(today)) / A_DAY);
  return count > record_days ? [info("recorded_late", TIMES, "", { count, most: record_days })] : [];
}

/** @param {Slip} slip */
function material({ rows }) {
  const lines = Object.values(rows).filter(({ table, fields }) => table === "material" && fields.plan_quantity && fields.quantity);
  const count = lines.filter(({ fields }) => !sameQuantity(String(fields.plan_quantity), String(fields.quantity))).length;
  return count ? [info("material_differs", MATERIAL, "", { count })] : [];
}

/** @param {string} date */
function midnight(date) {
  return instant(`${date}T00:00+00:00`);
}

/** @param {TimeEntry} time */
function who({ id, fields }) {
  return String(fields.person ?? id);
}

/** @param {TimeEntry} time */
function name({ fields }) {
  return { name: fields.name ?? "" };
}
