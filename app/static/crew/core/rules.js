import { entries, minutes, sameQuantity } from "./hours.js";
import { instant } from "./walltime.js";
/** @import {Finding, Row, Value} from "../shapes.d.ts" */
/** @import {TimeEntry} from "./hours.js" */

/** @typedef {{ fields: Record<string, Value>, rows: Record<string, Row> }} Slip */
/** @typedef {[from: number, to: number]} Span instants */

const TIMES = "1", BREAKS = "2", WORK = "4", MATERIAL = "5", PHOTOS = "6";
const LEVELS = ["must", "should", "info"];
const LONGEST = 16 * 60;
const A_DAYS_WORK = 10 * 60;
const IN_A_ROW = 6 * 60;
const SHORTEST_BREAK = 15;
const NEEDED = [[9 * 60, 45], [6 * 60, 30]];   // above so many minutes of work, so many minutes of break
const ENOUGH_TEXT = 15;
const WORTH_A_REASON = 15;

/**
 * The self-check before the crew leaves the site: what must, should or might be looked at, by level and field. It never
 * changes anything, least of all does it add a break that nobody took.
 * @param {Slip} slip
 * @returns {Finding[]}
 */
export function check(slip) {
  const times = entries(slip.rows);
  const found = [...peopleAndTimes(times), ...times.flatMap(breaks), ...work(slip, times), ...people(times).flatMap(rest),
    ...photos(slip), ...overtime(slip, times), ...material(slip)];
  const rank = (/** @type {Finding} */ { level, field }) => LEVELS.indexOf(level) * 10 + Number(field);
  return found.sort((a, b) => rank(a) - rank(b));
}

/** @param {TimeEntry[]} times */
function peopleAndTimes(times) {
  return times.length ? times.flatMap(times_of) : [must("no_people", TIMES)];
}

/** @param {TimeEntry} time */
function times_of({ fields }) {
  const who = name(fields);
  if (!fields.start || !fields.end) return [must("time_missing", TIMES, who)];
  const gross = minutes(String(fields.start), String(fields.end));
  if (gross <= 0) return [must("end_before_start", TIMES, who)];
  return gross > LONGEST ? [must("too_long", TIMES, { ...who, minutes: gross })] : [];
}

/** @param {TimeEntry} time */
function breaks({ fields, breaks: own }) {
  const day = span(fields);
  if (!day) return [];
  const taken = own.filter((pause) => pause.fields.start || pause.fields.end).map((pause) => span(pause.fields));
  const inside = taken.filter((pause) => pause !== null && pause[0] >= day[0] && pause[1] <= day[1]);
  const found = inside.length < taken.length ? [must("break_outside", BREAKS, name(fields))] : [];
  const clash = inside.some((pause, i) => i > 0 && /** @type {Span} */ (pause)[0] < /** @type {Span} */ (inside[i - 1])[1]);
  return clash ? [...found, must("break_overlap", BREAKS, name(fields))] : found;
}

/**
 * Work by the hour is only proved when each worker's work is said (own text, or the slip's for all who have none).
 * @param {Slip} slip @param {TimeEntry[]} times
 */
function work({ fields }, times) {
  const common = trimmed(fields.work);
  const working = times.filter((time) => (time.fields.activity ?? "work") === "work");
  const silent = working.filter((time) => !(trimmed(time.fields.text) || common));
  if (!common && silent.length === working.length) return [must("work_missing", WORK)];
  if (fields.kind !== "hourly") return silent.length ? [must("work_missing", WORK)] : [];
  const short = working.filter((time) => [...(trimmed(time.fields.text) || common)].length < ENOUGH_TEXT);
  return short.map((time) => must("text_short", WORK, name(time.fields)));
}

/** Breaks over all time rows of one person. A break at the very start or end of the day is none. @param {TimeEntry[]} times */
function rest(times) {
  const days = times.map((time) => span(time.fields)).filter((day) => day !== null).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  if (!days.length) return [];
  const who = name(times[0].fields);
  const [start, end] = [days[0][0], Math.max(...days.map((day) => day[1]))];
  const pauses = times.flatMap((time) => time.breaks.map((pause) => span(pause.fields))).filter((pause) => pause !== null);
  const at_edge = (/** @type {Span} */ [from, to]) => from === start || to === end;
  const parts = [...pauses, ...gaps(days)].filter(([from, to]) => to - from >= SHORTEST_BREAK).sort((a, b) => a[0] - b[0]);
  const taken = parts.filter((part) => !at_edge(part)).reduce((sum, [from, to]) => sum + to - from, 0);
  const worked = times.reduce((sum, time) => sum + time.minutes, 0);
  return [...tooShort(who, worked, taken, inARow(parts, [start, end])),
    ...(worked > A_DAYS_WORK ? [should("over_ten_hours", TIMES, { ...who, minutes: worked })] : []),
    ...(pauses.some(at_edge) ? [should("break_at_edge", BREAKS, who)] : [])];
}

/** @param {Record<string, Value>} who @param {number} worked @param {number} taken @param {number} longest */
function tooShort(who, worked, taken, longest) {
  const needed = NEEDED.find(([above]) => worked > above)?.[1] ?? 0;
  if (taken < needed) return [should("break_too_short", BREAKS, { ...who, minutes: worked, taken, needed })];
  return longest > IN_A_ROW ? [should("six_hours_without_break", BREAKS, { ...who, minutes: longest })] : [];
}

/** The longest stretch without a break. @param {Span[]} parts in order @param {Span} day */
function inARow(parts, [start, end]) {
  const starts = [start, ...parts.map(([, to]) => to)];
  return Math.max(...[...parts.map(([from]) => from), end].map((stop, i) => stop - starts[i]));
}

/** What lies between two rows of one person is a break too. @param {Span[]} days */
function gaps(days) {
  const until = (/** @type {number} */ i) => Math.max(...days.slice(0, i + 1).map(([, end]) => end));
  return days.slice(1).map(([from], i) => /** @type {Span} */ ([until(i), from]));
}

/** @param {Slip} slip */
function photos({ rows }) {
  const tags = Object.values(rows).filter(({ table }) => table === "photo").map(({ fields }) => fields.tag);
  const begun = tags.includes("before") || tags.includes("during");
  return begun && !tags.includes("after") ? [should("photo_after_missing", PHOTOS)] : [];
}

/** @param {Slip} slip @param {TimeEntry[]} times */
function overtime({ fields }, times) {
  const { plan_end } = fields;
  if (!plan_end || trimmed(fields.late_reason)) return [];
  const late = Math.max(0, ...times.map((time) => (time.fields.end ? minutes(String(plan_end), String(time.fields.end)) : 0)));
  return late >= WORTH_A_REASON ? [info("overtime_reason", TIMES, { minutes: late })] : [];
}

/** @param {Slip} slip */
function material({ rows }) {
  const lines = Object.values(rows).filter(({ table, fields }) => table === "material" && fields.plan_quantity && fields.quantity);
  const count = lines.filter(({ fields }) => !sameQuantity(String(fields.plan_quantity), String(fields.quantity))).length;
  return count ? [info("material_differs", MATERIAL, { count })] : [];
}

/** @param {TimeEntry[]} times @returns {TimeEntry[][]} */
function people(times) {
  /** @type {Map<unknown, TimeEntry[]>} */
  const rows = new Map();
  for (const time of times) {
    const person = time.fields.person ?? time.id;
    rows.set(person, [...(rows.get(person) ?? []), time]);
  }
  return [...rows.values()];
}

/** From start to end, or null when that is no span of time. @param {TimeEntry["fields"]} fields @returns {Span | null} */
function span({ start, end }) {
  const both = start && end ? /** @type {Span} */ ([instant(String(start)), instant(String(end))]) : null;
  return both && both[1] > both[0] ? both : null;
}

/** @param {TimeEntry["fields"]} fields */
function name(fields) {
  return { name: fields.name ?? "" };
}

/** @param {Value | undefined} text */
function trimmed(text) {
  return String(text ?? "").trim();
}

/** @param {string} code @param {string} field @param {Record<string, Value>} [params] @returns {Finding} */
function must(code, field, params = {}) {
  return { level: "must", code, field, params };
}

/** @param {string} code @param {string} field @param {Record<string, Value>} [params] @returns {Finding} */
function should(code, field, params = {}) {
  return { level: "should", code, field, params };
}

/** @param {string} code @param {string} field @param {Record<string, Value>} [params] @returns {Finding} */
function info(code, field, params = {}) {
  return { level: "info", code, field, params };
}
