/** Which slips belong where today, and what the days of a week come to. Pure. */

import { entries } from "../core/hours.js";
import { nextDay } from "../core/walltime.js";

/** @import { View } from "../shapes.js" */
/** @typedef {{ date: string, minutes: number, plan: number, open: boolean, slips: View[] }} Day */
/** @typedef {{ returned: View[], today: View[], sending: View[], drafts: View[], planned: View[], handed_in: View[] }} Piles */

/** The slips of the start screen, each in one pile. @param {View[]} views @param {string} person @param {string} date @returns {Piles} */
export function piles(views, person, date) {
  /** @type {Piles} */
  const found = { returned: [], today: [], sending: [], drafts: [], planned: [], handed_in: [] };
  for (const view of views.filter((one) => concerns(one, person))) pile(found, view, date)?.push(view);
  found.today.sort((a, b) => starts(a).localeCompare(starts(b)));
  found.planned.sort((a, b) => dateOf(a).localeCompare(dateOf(b)));
  return found;
}

/** Whether somebody works on a slip: made it, leads it or has hours on it. @param {View} view @param {string} person */
export function concerns(view, person) {
  const works = Object.values(view.rows).some(({ table, fields }) => table === "time" && fields.person === person);
  return works || view.author === person || view.fields.lead === person;
}

/** Minutes of one person on a slip. @param {View} view @param {string} person */
export function minutesOf(view, person) {
  const own = entries(view.rows).filter(({ fields }) => fields.person === person);
  const sum = (/** @type {"minutes" | "plan_minutes"} */ name) => own.reduce((total, time) => total + time[name], 0);
  return { minutes: sum("minutes"), plan: sum("plan_minutes"), open: own.some(({ fields }) => !fields.start || !fields.end) };
}

/** Seven days from Monday, with the person's minutes. @param {View[]} views @param {string} person @param {string} monday @returns {Day[]} */
export function week(views, person, monday) {
  return daysFrom(monday, 7).map((date) => {
    const slips = views.filter((view) => dateOf(view) === date && view.state !== "void" && worksOn(view, person));
    const sums = slips.map((view) => minutesOf(view, person));
    return { date, slips, minutes: total(sums.map(({ minutes }) => minutes)), plan: total(sums.map(({ plan }) => plan)),
      open: sums.some(({ open }) => open) };
  });
}

/** The Monday of a day's week. @param {string} date */
export function monday(date) {
  const back = (new Date(`${date}T00:00Z`).getUTCDay() + 6) % 7;
  return shifted(date, -back);
}

/** The number of a week as calendars print it (ISO 8601). @param {string} date */
export function weekNumber(date) {
  const thursday = shifted(monday(date), 3);
  const days = (Date.parse(`${thursday}T00:00Z`) - Date.parse(`${thursday.slice(0, 4)}-01-01T00:00Z`)) / 86_400_000;
  return 1 + Math.floor(days / 7);
}

/** @param {string} date @param {number} days */
export function shifted(date, days) {
  return new Date(Date.parse(`${date}T00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** @param {View} view */
export function dateOf(view) {
  return String(view.fields.date ?? "");
}

/** @param {Piles} found @param {View} view @param {string} date */
function pile(found, view, date) {
  const day = dateOf(view);
  if (view.state === "returned") return found.returned;
  if (view.state === "submitted") return view.place === "phone" ? found.sending : day === date ? found.handed_in : null;
  if (view.state !== "draft") return null;
  if (view.planned && day === date) return found.today;
  return view.planned && day > date ? found.planned : found.drafts;
}

/** @param {View} view @param {string} person */
function worksOn(view, person) {
  return Object.values(view.rows).some(({ table, fields }) => table === "time" && fields.person === person);
}

/** @param {View} view */
function starts(view) {
  return String(view.fields.plan_start ?? "");
}

/** @param {number[]} numbers */
function total(numbers) {
  return numbers.reduce((sum, one) => sum + one, 0);
}

/** @param {string} first @param {number} count */
function daysFrom(first, count) {
  const days = [first];
  while (days.length < count) days.push(nextDay(days[days.length - 1]));
  return days;
}
