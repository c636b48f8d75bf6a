import { fieldsOf } from "./findings.js";
import { minutes } from "./hours.js";
import { inForce } from "./limits.js";
import { clock, day, instant } from "./walltime.js";
/** @import {Around, Elsewhere} from "../shapes.d.ts" */
/** @import {Fields, TimeEntry} from "./hours.js" */
/** @import {Limit, Limits} from "./limits.js" */
/** @import {Slip} from "./rules.js" */

const A_DAY = 86_400_000;

/** @typedef {[from: number, to: number]} Span instants */
/**
 * One person of a slip: the rows that are working time, what the other slips say of them, and their limits.
 * @typedef {{ id: string, name: string, date: string, minor: boolean, times: TimeEntry[], elsewhere: Elsewhere[], limits: Limits,
 *   worked: number, spans: Span[] }} Own
 */

/**
 * @param {Slip} slip @param {Around} around @param {Limit[]} table @param {TimeEntry[]} times
 * @returns {Own[]}
 */
export function people(slip, around, table, times) {
  /** @type {Map<string, TimeEntry[]>} */
  const rows = new Map();
  for (const time of times) {
    const person = String(time.fields.person ?? time.id);
    rows.set(person, [...(rows.get(person) ?? []), time]);
  }
  const date = workingDay(slip, times), riders = riding(slip), others = near(slip, around, date);
  return [...rows].map(([id, own]) => {
    const working = own.filter(({ fields }) => !riders.has(id) || fields.activity !== "travel");
    const minor = Boolean(around.people?.[id]?.minor);
    const elsewhere = others.filter((one) => one.person === id);
    return { id, name: String(own[0].fields.name ?? ""), date, minor, times: working, elsewhere,
      limits: inForce(table, date, minor ? "minor" : "adult"),
      worked: working.reduce((sum, time) => sum + time.minutes, 0), spans: inOrder(working.map(({ fields }) => span(fields))) };
  });
}

/** The slip's day, or that of its first hour. @param {Slip} slip @param {TimeEntry[]} times */
export function workingDay({ fields }, times) {
  const starts = times.map((time) => time.fields.start).filter(Boolean).map(String);
  const first = starts.sort((a, b) => instant(a) - instant(b))[0];
  return String(fields.date || (first ? day(first) : ""));
}

/** From start to end, or null when that is no span of time. @param {Fields | Elsewhere} fields @returns {Span | null} */
export function span({ start, end }) {
  if (!start || !end) return null;
  return minutes(String(start), String(end)) > 0 ? [instant(String(start)), instant(String(end))] : null;
}

/** @param {(Span | null)[]} spans @returns {Span[]} */
export function inOrder(spans) {
  return spans.filter((one) => one !== null).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
}

/** Every calendar day somebody worked on, a night both of its days. @param {TimeEntry[]} times */
export function touched(times) {
  const worked = times.filter(({ fields }) => span(fields)).map(({ fields }) => [String(fields.start), String(fields.end)]);
  const days = worked.flatMap(([start, end]) => (clock(end) === "00:00" ? [day(start)] : [day(start), day(end)]));
  return [...new Set(days)].sort();
}

/** Who only rode along: to sit in the car is no working time, to drive it is. @param {Slip} slip */
function riding({ rows }) {
  const trips = fieldsOf(rows, "trip").map(({ fields }) => fields).filter(({ person }) => person);
  const drivers = trips.filter(({ role }) => role === "driver").map(({ person }) => person);
  const passengers = trips.filter(({ role, person }) => role === "passenger" && !drivers.includes(person));
  return new Set(passengers.map(({ person }) => String(person)));
}

/** Rows of other slips in the week before and after: nothing else bears on this day.
    @param {Slip} slip @param {Around} around @param {string} date @returns {Elsewhere[]} */
function near({ slip_id }, { days = [] }, date) {
  if (!date) return [];
  const [first, last] = [-7, 7].map((count) => new Date(Date.parse(`${date}T00:00Z`) + count * A_DAY).toISOString().slice(0, 10));
  return days.filter((one) => one.date >= first && one.date <= last && (!slip_id || one.slip !== slip_id));
}
