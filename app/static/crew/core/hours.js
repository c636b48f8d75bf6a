import { decimal, thousandths } from "./decimals.js";
import { instant } from "./walltime.js";
/** @import {Row, Value} from "../shapes.d.ts" */

/** @typedef {Record<string, Value | undefined>} Fields */
/** @typedef {{ id: string, fields: Fields, breaks: { id: string, fields: Fields }[], minutes: number, break_minutes: number,
 *   plan_minutes: number }} TimeEntry */

/** Minutes from one wall time to another. @param {string} start @param {string} end */
export function minutes(start, end) {
  return instant(end) - instant(start);
}

/** Minutes of all breaks taken. @param {Fields[]} breaks */
export function breakMinutes(breaks) {
  return breaks.reduce((sum, pause) => sum + length(pause), 0);
}

/** Minutes worked: from start to end without the breaks; 0 while something is missing. @param {Fields} time @param {Fields[]} breaks */
export function netMinutes(time, breaks) {
  return Math.max(0, length(time) - breakMinutes(breaks));
}

/**
 * The time rows of a slip, each with its breaks and sums, in the order they were made.
 * @param {Record<string, Row>} rows
 * @returns {TimeEntry[]}
 */
export function entries(rows) {
  const breaks = inOrder(rows, "break").sort((a, b) => begins(a.fields) - begins(b.fields));
  return inOrder(rows, "time").map((time) => entry(time, breaks.filter((pause) => pause.fields.time === time.id)));
}

/** @param {Record<string, Row>} rows */
export function totals(rows) {
  const sum = { minutes: 0, break_minutes: 0, plan_minutes: 0 };
  for (const one of entries(rows)) {
    sum.minutes += one.minutes;
    sum.break_minutes += one.break_minutes;
    sum.plan_minutes += one.plan_minutes;
  }
  return sum;
}

/** "8:30" @param {number} count */
export function hm(count) {
  const size = Math.abs(count);
  return `${count < 0 ? "-" : ""}${Math.floor(size / 60)}:${String(size % 60).padStart(2, "0")}`;
}

/** What a person typed as a quantity, in the one form we keep: "2,50" is "2.5". @param {string} typed */
export function quantity(typed) {
  return decimal(thousandths(typed.trim().replace(",", ".")));
}

/** @param {string} one @param {string} other */
export function addQuantity(one, other) {
  return decimal(thousandths(one) + thousandths(other));
}

/** One tap on plus or minus; never below nothing. @param {string | null | undefined} now @param {number} step */
export function stepQuantity(now, step) {
  return decimal(Math.max(0, thousandths(now || "0") + step * 1000));
}

/** @param {string} one @param {string} other */
export function sameQuantity(one, other) {
  return thousandths(one) === thousandths(other);
}

/** @param {{ id: string, fields: Fields }} time @param {TimeEntry["breaks"]} breaks @returns {TimeEntry} */
function entry(time, breaks) {
  const taken = breaks.map((pause) => pause.fields);
  return { ...time, breaks, minutes: netMinutes(time.fields, taken), break_minutes: breakMinutes(taken),
    plan_minutes: netMinutes(asPlanned(time.fields), taken.map(asPlanned)) };
}

/** @param {Fields} fields */
function length({ start, end }) {
  return start && end ? Math.max(0, minutes(String(start), String(end))) : 0;
}

/** @param {Fields} fields */
function asPlanned(fields) {
  return { start: fields.plan_start, end: fields.plan_end };
}

/** @param {Fields} fields */
function begins({ start, plan_start }) {
  const first = start ?? plan_start;
  return first ? instant(String(first)) : Infinity;
}

/** @param {Record<string, Row>} rows @param {string} table */
function inOrder(rows, table) {
  const found = Object.keys(rows).filter((id) => rows[id].table === table).sort();
  return found.map((id) => ({ id, fields: rows[id].fields }));
}
