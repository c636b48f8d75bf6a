import { thousandths } from "./decimals.js";
import { fieldsOf } from "./findings.js";
import { entries } from "./hours.js";
import { inForce } from "./limits.js";
import { endedSince } from "./three-months.js";
import { day, instant, nextDay } from "./walltime.js";
import { span, workingDay } from "./workday.js";
/** @import {Value} from "../shapes.d.ts" */
/** @import {Fields} from "./hours.js" */
/** @import {Limit, Limits} from "./limits.js" */
/** @import {Slip} from "./rules.js" */

/** A zone, the driver's extra, a night: one row of the firm's table.
 * @typedef {{ name: string, from: string, cents: number | null, allowance?: string | null, text?: string, role?: string | null,
 *   overnight?: 0 | 1 | null, km_above?: string | null, km_most?: string | null, minutes_above?: number | null,
 *   minutes_most?: number | null }} FirmRow */
/** @typedef {{ rates?: Limit[], table?: FirmRow[], site?: { km?: string | null, minutes?: number | null },
 *   site_days?: Record<string, string[]>, counted?: Record<string, string[]> }} ExpensesAround */
/** @typedef {{ person: string, name: string, kind: string, allowance: string | null, text: string, quantity: string,
 *   amount_cents: number, because: { code: string, params: Record<string, Value> }, cuts: { meal: string, amount_cents: number }[] }} Proposal */
/** One person's day away: what is put down of it, or at least what the slip shows.
 * @typedef {{ person: string, name: string, date: string, away: Record<string, Value>, role: string, left: string | null,
 *   back: string | null, minutes: number }} Day */

const MEALS = "meals", OVERNIGHT = "overnight", FIRM = "firm";
const CUTS = ["breakfast", "lunch", "dinner"];
const RATES = { meals_part: 1400, meals_full: 2800, meals_above: 480, breakfast: 20, lunch: 40, dinner: 40, overnight: 2000, months: 3,
  break_days: 28, days_a_week: 3 };
/** Cents, minutes, per cent of the full day, months, days. @type {Limit[]} */
export const STATUTORY_RATES = Object.entries(RATES).map(([name, value]) => ({ who: "all", name, from: "2020-01-01", value,
  basis: name === "overnight" ? "R 9.7 (3) LStR" : "§ 9 (4a) EStG" }));

/**
 * Meal allowance, overnight flat and the firm's own Auslöse, each with its reason; as app/slips/expenses.py. A proposal of what is
 * not on the slip yet, never more; an amount of 0 says why there is none. What is not known is not proposed.
 * @param {Slip} slip @param {ExpensesAround} [around]
 * @returns {Proposal[]}
 */
export function propose(slip, around = {}) {
  const found = days(slip, around).flatMap((own) => proposalsFor(own, around));
  const there = new Set(fieldsOf(slip.rows, "allowance").map(({ fields }) => keyOf(fields)));
  return found.filter((one) => !there.has(keyOf(one)));
}

/** @param {Day} own @param {ExpensesAround} around */
function proposalsFor(own, around) {
  const rates = inForce([...STATUTORY_RATES, ...(around.rates ?? [])], own.date, "all");
  return [...meals(own, rates, around), ...overnight(own, rates), ...firm(own, around)];
}

/** @param {Slip} slip @param {ExpensesAround} around @returns {Day[]} */
function days(slip, { counted = {} }) {
  const times = entries(slip.rows).filter(({ fields }) => fields.person);
  const people = new Map(times.map(({ fields }) => [String(fields.person), String(fields.name ?? "")]));
  const away = new Map(fieldsOf(slip.rows, "away").map(({ fields }) => [fields.person, fields]));
  const date = workingDay(slip, entries(slip.rows)), internal = slip.fields.kind === "internal";
  const there = [...people].filter(([person]) => !(internal && !away.has(person)) && !counted[person]?.includes(date));
  return there.map(([person, name]) => dayOf(slip, { person, name, date, away: away.get(person) ?? {} }));
}

/** @param {Slip} slip @param {Pick<Day, "person" | "name" | "date" | "away">} own @returns {Day} */
function dayOf(slip, own) {
  const { away, person } = own;
  const [left, back] = away.left && away.back ? [String(away.left), String(away.back)] : atLeast(slip, person);
  return { ...own, role: roleOf(slip, person), left, back, minutes: left && back ? instant(back) - instant(left) : 0 };
}

/** From the first to the last moment the slip shows: the absence was that long or longer.
    @param {Slip} slip @param {string} person @returns {[string | null, string | null]} */
function atLeast({ rows }, person) {
  const own = ["time", "trip"].flatMap((table) => fieldsOf(rows, table)).map(({ fields }) => fields)
    .filter((fields) => fields.person === person).map((fields) => way(rows, fields)).filter((fields) => span(fields));
  const [starts, ends] = ["start", "end"].map((name) => own.map((fields) => String(fields[name])).sort((a, b) => instant(a) - instant(b)));
  return [starts[0] ?? null, ends.at(-1) ?? null];
}

/** Who rides along is away as long as who drives. @param {Slip["rows"]} rows @param {Fields} fields */
function way(rows, fields) {
  const ride = rows[String(fields.ride ?? "")];
  return ride && !span(fields) ? ride.fields : fields;
}

/** @param {Slip} slip @param {string} person */
function roleOf({ rows }, person) {
  const roles = fieldsOf(rows, "trip").filter(({ fields }) => fields.person === person).map(({ fields }) => fields.role);
  return ["driver", "passenger"].find((role) => roles.includes(role)) ?? "none";
}

/** @param {Day} own @param {Limits} rates @param {ExpensesAround} around @returns {Proposal[]} */
function meals(own, rates, { site_days }) {
  const [code, times, rate] = dayAway(own, rates);
  if (!code) return [];
  const since = times ? endedSince(site_days?.[own.person], own.date, rates) : null;
  if (since) return [proposal(own, MEALS, 0, "three_months", { since, months: rates.months ?? null })];
  const cuts = CUTS.filter((meal) => own.away[meal] && times).map((meal) => ({ meal, amount_cents: part(rates, meal) }));
  const amount = Math.max(0, times * (rates[rate] ?? 0) - cuts.reduce((sum, { amount_cents }) => sum + amount_cents, 0));
  const said = { minutes: own.minutes, above: rates.meals_above ?? null };
  return [{ ...proposal(own, MEALS, amount, code, said), quantity: String(times), cuts }];
}

/** Why, how many days, at which rate; no code where nothing can be said. @param {Day} own @param {Limits} rates @returns {[string, number, string]} */
function dayAway({ away, left, back, minutes }, { meals_above: above }) {
  if (away.slept_before && away.slept_after) return ["full_day", 1, "meals_full"];
  if (away.slept_before || away.slept_after) return [away.slept_after ? "arrival_day" : "departure_day", 1, "meals_part"];
  if (above == null || !left || !back) return ["", 0, ""];
  if (minutes <= above) return [away.left ? "too_short" : "", 0, "meals_part"];
  return [...withoutSleep(left, back, above), "meals_part"];
}

/** Over midnight both parts count together, for the day with the longer one; each for itself where both suffice.
    @param {string} left @param {string} back @param {number} above @returns {[string, number]} */
function withoutSleep(left, back, above) {
  if (day(left) === day(back)) return ["absent", 1];
  if (day(back) !== nextDay(day(left))) return ["", 0];
  const midnight = instant(`${day(back)}T00:00${left.slice(-6)}`);
  const both = midnight - instant(left) > above && instant(back) - midnight > above;
  return both ? ["absent_two_days", 2] : ["absent_over_night", 1];
}

/** @param {Limits} rates @param {string} meal */
function part(rates, meal) {
  return Math.floor(((rates.meals_full ?? 0) * (rates[meal] ?? 0)) / 100);
}

/** Only who pays for the bed gets the flat. @param {Day} own @param {Limits} rates */
function overnight(own, { overnight: amount }) {
  const paid = amount != null && own.away.slept_after && own.away.lodging === "own";
  return paid ? [proposal(own, OVERNIGHT, amount, "overnight", {})] : [];
}

/** @param {Day} own @param {ExpensesAround} around @returns {Proposal[]} */
function firm(own, { table = [], site = {} }) {
  /** @type {Map<string, FirmRow>} */
  const rows = new Map();
  for (const row of [...table].sort((a, b) => (a.from < b.from ? -1 : Number(a.from > b.from)))) {
    if (row.from <= own.date) rows.set(row.name, row);
  }
  return [...rows.values()].flatMap((row) => (row.cents == null || !holds(row, own, site) ? [] : [{
    ...proposal(own, FIRM, row.cents, ...why(row, site)), allowance: row.allowance ?? null, text: row.text || row.name }]));
}

/** @param {FirmRow} row @param {Day} own @param {NonNullable<ExpensesAround["site"]>} site */
function holds(row, own, site) {
  return (row.role == null || row.role === own.role) && (row.overnight == null || Boolean(row.overnight) === Boolean(own.away.slept_after))
    && within(site.km, row.km_above, row.km_most) && within(site.minutes, row.minutes_above, row.minutes_most);
}

/** More than the one, up to the other; a distance nobody knows is in no zone.
    @param {Value | undefined} value @param {Value | undefined} above @param {Value | undefined} most */
function within(value, above, most) {
  if (above == null && most == null) return true;
  if (value == null) return false;
  const size = thousandths(String(value));
  return (above == null || size > thousandths(String(above))) && (most == null || size <= thousandths(String(most)));
}

/** @param {FirmRow} row @param {NonNullable<ExpensesAround["site"]>} site @returns {[string, Record<string, Value>]} */
function why(row, { km = null, minutes = null }) {
  const { km_above = null, km_most = null, minutes_above = null, minutes_most = null } = row;
  if (km_above !== null || km_most !== null) return ["zone_km", { km, above: km_above, most: km_most }];
  if (minutes_above !== null || minutes_most !== null) return ["zone_minutes", { minutes, above: minutes_above, most: minutes_most }];
  if (row.overnight) return ["overnight", {}];
  return [row.role || "every_day", {}];
}

/** @param {Day} own @param {string} kind @param {number} amount_cents @param {string} code @param {Record<string, Value>} params @returns {Proposal} */
function proposal({ person, name }, kind, amount_cents, code, params) {
  return { person, name, kind, allowance: null, text: "", quantity: "1", amount_cents, because: { code, params }, cuts: [] };
}

/** @param {Record<string, any>} one */
function keyOf({ person, kind, allowance }) {
  return [person, kind || FIRM, allowance ?? ""].join("/");
}
