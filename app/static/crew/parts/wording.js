/** How the paper writes days, times and quantities, and what it calls things: as app/reports/wording.py, in German whoever reads it. */

import { hm } from "../core/hours.js";
import { knows, t } from "../texts.js";

/** @typedef {Record<string, any>} Fields  values as they came; each is asked for what it should be */

export const NOTHING = "–";
const WALL = /^20[2-9]\d-\d\d-\d\dT\d\d:\d\d[+-]\d\d:\d\d$/, DAY = /^20[2-9]\d-\d\d-\d\d$/, QUANTITY = /^-?(0|[1-9]\d{0,8})(\.\d{1,3})?$/;

/** What there is of it. @param {unknown[]} parts @param {string} [by] */
export function joined(parts, by = ", ") {
  return parts.filter(Boolean).join(by);
}

/** `25.11.2026` @param {string} date */
export function shortDay(date) {
  return date.slice(0, 10).split("-").reverse().join(".");
}

/** `Mi 25.11.2026` @param {string | undefined} date */
export function longDay(date) {
  return date ? `${weekday(date)} ${shortDay(date)}` : NOTHING;
}

/** `Mittwoch, 25. November 2026` @param {string} date */
export function fullDay(date) {
  const form = new Intl.DateTimeFormat("de-DE", { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  return date ? form.format(new Date(`${date}T12:00Z`)) : "";
}

/** What the clock said: `07:00`, on another day than the slip's `Do 06:00`. @param {string} wall @param {string | undefined} date */
export function reading(wall, date) {
  const day = wall.slice(0, 10), clock = wall.slice(11, 16);
  return date && day !== date ? `${weekday(day)} ${clock}` : clock;
}

/** `09:00–09:15`; empty where neither is known. @param {string | undefined} start @param {string | undefined} end @param {string} [date] */
export function span(start, end, date) {
  if (!start && !end) return "";
  return `${start ? reading(start, date) : "?"}–${end ? reading(end, start ? start.slice(0, 10) : date) : "?"}`;
}

/** `25.11.2026, 16:26` @param {string} wall */
export function atWall(wall) {
  return `${shortDay(wall)}, ${wall.slice(11, 16)}`;
}

/** `2,5 Stk`; empty where nothing is known. @param {string | undefined} quantity @param {string} [unit] */
export function amount(quantity, unit) {
  return quantity == null ? "" : joined([quantity.replace(".", ",").replace("-", "−"), unit], " ");
}

/** `8:30 h` @param {number} minutes */
export function inHours(minutes) {
  return t("pdf.hours", { hours: hm(minutes) });
}

/** @param {string} table @param {string} name */
export function fieldName(table, name) {
  return wordOr(`office.field.${table}.${name}`, name);
}

/** @param {string} table */
export function tableName(table) {
  return wordOr(`office.table.${table}`, table);
}

/** What a value is called, or how it is written. @param {string} name @param {any} value */
export function said(name, value) {
  return wordOr(`office.value.${name}.${value}`, written(value));
}

/** @param {any} value */
function written(value) {
  if (typeof value !== "string") return String(value);
  return WALL.test(value) ? atWall(value) : DAY.test(value) ? longDay(value) : QUANTITY.test(value) ? amount(value) : value;
}

/** @param {string} key @param {string} otherwise */
function wordOr(key, otherwise) {
  return knows(key) ? t(key) : otherwise;
}

/** `Mi` @param {string} date */
function weekday(date) {
  return t("report.weekdays").split(" ")[(new Date(`${date}T12:00Z`).getUTCDay() + 6) % 7];
}
