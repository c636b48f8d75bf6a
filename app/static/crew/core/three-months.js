/** @import {Limits} from "./limits.js" */

const A_DAY = 86_400_000;

/**
 * Three months at one site end the meal allowance (§ 9 (4a) EStG), as app/slips/three_months.py: they begin with the first week of
 * at least three days there; four weeks away begin them anew. Gives the first day of the months that are over, or null.
 * @param {string[] | undefined} visits @param {string} today @param {Limits} rates
 */
export function endedSince(visits, today, { months, break_days: gap, days_a_week: often }) {
  if (!visits || months == null || gap == null || often == null) return null;
  const days = [...new Set([...visits.filter((one) => one < today), today])].sort();
  const begun = firstOfAFullWeek(lastRun(days, gap), often);
  return begun && monthsLater(begun, months) <= today ? begun : null;
}

/** The days since the last long enough absence. @param {string[]} days @param {number} gap */
function lastRun(days, gap) {
  const last = days.findLastIndex((one, i) => i > 0 && at(one) - at(days[i - 1]) > gap * A_DAY);
  return days.slice(Math.max(0, last));
}

/** @param {string[]} days @param {number} often */
function firstOfAFullWeek(days, often) {
  const weeks = days.map((one) => Math.floor((at(one) / A_DAY + 3) / 7));   // 1 January 1970 was a Thursday
  const counts = new Map();
  for (const week of weeks) counts.set(week, (counts.get(week) ?? 0) + 1);
  return days.find((_, i) => counts.get(weeks[i]) >= often);
}

/** The first day after so many months; where a month is too short, the first of the next. @param {string} begun @param {number} months */
function monthsLater(begun, months) {
  const [year, month, date] = begun.split("-").map(Number);
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const there = new Date(Date.UTC(year, month - 1 + months, date));
  if (there.getUTCMonth() !== first.getUTCMonth()) there.setUTCDate(1);
  return there.toISOString().slice(0, 10);
}

/** @param {string} date */
function at(date) {
  return Date.parse(`${date}T00:00Z`);
}
