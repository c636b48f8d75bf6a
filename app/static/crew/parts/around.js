/** What this phone knows besides a slip, for the self-check and the proposals of field 7: put together once per screen. */

import { entries } from "../core/hours.js";
import { at } from "../core/walltime.js";

/** @import { Around, Catalog, Elsewhere, Paid, Row, View } from "../shapes.js" */
/** @import { ExpensesAround } from "../core/expenses.js" */
/** @typedef {{ check: (view: View) => Around, expenses: (view: View) => ExpensesAround }} Surroundings */

const NEAR = 8 * 86_400_000;   // a week on each side is what can bear on a day, and a night

/**
 * @param {{ catalog: Catalog, zone: string, now: () => number }} page @param {View[]} views every slip on this phone
 * @param {number} [offset_ms] how far this phone's clock is behind the office's
 * @returns {Surroundings}
 */
export function surroundings({ catalog, zone, now }, views, offset_ms = 0) {
  const live = views.filter(({ state, whole_held }) => state !== "void" && !whole_held);
  /** @type {Pick<Around, "limits" | "people" | "templates"> | undefined} */
  let shared;   // put together when somebody asks: a list of slips often does not
  const days = remembered((view) => live.filter((one) => isNear(one, view)).flatMap(daysOf), ({ fields }) => String(fields.date));
  const paid = remembered((view) => live.filter(({ fields }) => fields.date === view.fields.date).flatMap(paidOn), ({ fields }) => String(fields.date));
  return { check, expenses: remembered((view) => expensesAround(catalog, live, view), ({ slip_id, fields }) => `${slip_id}/${fields.site}`) };

  /** @param {View} view @returns {Around} */
  function check(view) {
    shared ??= sharedBy(catalog);
    const mask = catalog.jobs.find(({ id }) => id === view.fields.job)?.position_mask;
    return { ...shared, days: days(view), paid: paid(view), now: at(Math.floor((now() + offset_ms) / 60_000), zone), holidays: holidaysOf(catalog, view), position_mask: mask || null };
  }
}

/** What is the same for every slip. @param {Catalog} catalog */
function sharedBy({ limits = [], people, checklists = [] }) {
  return { limits, people: Object.fromEntries(people.map(({ id, minor }) => [id, { minor }])),
    templates: Object.fromEntries(checklists.map((one) => [`${one.id}@${one.version}`, one])) };
}

/** @param {Catalog} catalog @param {View} view */
function holidaysOf({ holidays = [], sites }, view) {
  const index = sites.find(({ id }) => id === view.fields.site)?.holidays;
  return index == null ? {} : holidays[index] ?? {};
}

/** Of a day nobody knows yet any other may be the neighbour. @param {View} one @param {View} other */
function isNear(one, other) {
  const [day, here] = [one, other].map(({ fields }) => Date.parse(`${fields.date}T00:00Z`));
  return !(Math.abs(day - here) > NEAR);
}

/** One entry per time row that is complete. @param {View} view @returns {Elsewhere[]} */
function daysOf({ slip_id, fields: { date }, rows }) {
  const whole = entries(rows).filter(({ fields }) => date && fields.person && fields.start && fields.end);
  return whole.map(({ fields, minutes }) => ({ slip: slip_id, person: String(fields.person), date: String(date), start: String(fields.start),
    end: String(fields.end), minutes }));
}

/** @param {View} view @returns {Paid[]} */
function paidOn({ slip_id, fields: { date }, rows }) {
  return Object.values(rows).filter(({ table, fields }) => date && table === "allowance" && fields.person && fields.amount_cents != null)
    .map(({ fields: { person, kind = null, allowance = null, text = null } }) => ({ slip: slip_id, person: String(person), date: String(date), kind, allowance, text }));
}

/** @param {Catalog} catalog @param {View[]} live @param {View} view @returns {ExpensesAround} */
function expensesAround({ rates = [], expenses = [], sites }, live, { slip_id, fields }) {
  const others = live.filter((one) => one.slip_id !== slip_id);
  const site = sites.find(({ id }) => id === fields.site);
  return { rates, table: expenses, site: site && { km: site.km ?? null, minutes: site.minutes ?? null },
    site_days: site ? datesOf(others.filter((one) => one.fields.site === site.id), ({ table }) => table === "time") : {},
    counted: datesOf(others, paidThere) };
}

/** A day away is paid once: where somebody wrote down its absence, or accepted something for it. @param {Row} row */
function paidThere({ table, fields }) {
  return table === "away" || (table === "allowance" && fields.amount_cents != null);
}

/** Each person's days with such a row. @param {View[]} views @param {(row: Row) => boolean} wanted @returns {Record<string, string[]>} */
function datesOf(views, wanted) {
  /** @type {Record<string, string[]>} */
  const found = {};
  for (const { fields: { date }, rows } of views) {
    for (const { fields } of Object.values(rows).filter((row) => date && row.fields.person && wanted(row))) {
      (found[String(fields.person)] ??= []).push(String(date));
    }
  }
  return found;
}

/** The others do not change while a slip is looked at. @template T @param {(view: View) => T} work @param {(view: View) => string} keyOf
    @returns {(view: View) => T} */
function remembered(work, keyOf) {
  /** @type {Map<string, T>} */
  const known = new Map();
  return (view) => {
    const key = keyOf(view);
    const made = known.get(key) ?? work(view);
    known.set(key, made);
    return made;
  };
}
