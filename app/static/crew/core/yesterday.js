/** "Wie gestern": what can be known about today from the last day alike. Who, where, with what: never times, never quantities. Pure. */

import { create } from "./actions.js";
import { uuid7 } from "./ids.js";
import { rowsOf } from "./slip.js";
/** @import {Action, Catalog, RowPatch, Value, View} from "../shapes.d.ts" */
/** @import {Fields} from "./actions.js" */

const NO_LONGER_ALIKE = 7;   // days
const PLACE = ["kind", "title", "task", "job", "job_no", "site", "site_text", "contact", "contact_phone", "hazard", "client", "client_text",
  "client_kind", "company", "company_text", "hot_work", "agreed_with", "agreed_on", "agreed_ref"];
/** what is copied of a line, by table */
const LINES = { trip: ["person", "name", "role", "vehicle"], material: ["article", "number", "text", "unit"] };

/** The last slip of this person before a day; of the same job or site where one is given.
    @param {View[]} views @param {string} person @param {string} date @param {View} [like] */
export function lastBefore(views, person, date, like) {
  const found = views.filter((view) => view.state !== "void" && !view.whole_held && String(view.fields.date ?? "") < date
    && daysBetween(String(view.fields.date), date) <= NO_LONGER_ALIKE && works(view, person) && (!like || sameWork(view, like)));
  return found.sort((a, b) => String(b.fields.date).localeCompare(String(a.fields.date)))[0];
}

/** Vehicle and material of the last day that are not on this slip yet, in one op. @param {View} view @param {View} last @returns {Action | null} */
export function likeYesterday(view, last) {
  const rows = missing(view, last, new Set(rowsOf(view, "time").map(({ fields }) => fields.person)));
  return rows.length ? { kind: "add_row", slip_id: view.slip_id, base_rev: view.rev, rows: Object.fromEntries(rows) } : null;
}

/** A new slip at the same place with the same people; the usual times wait to be confirmed.
    @param {Catalog} catalog @param {View} last @param {{ date: string, lead: string }} today @returns {Action} */
export function anewLike(catalog, last, { date, lead }) {
  const people = [...new Set(rowsOf(last, "time").map(({ fields }) => String(fields.person)))];
  const fields = Object.fromEntries(PLACE.map((name) => [name, last.fields[name]]).filter(([, value]) => value != null));
  const made = create(catalog, { date, lead, people, fields });
  const there = new Set(Object.values(made.rows ?? {}).map((row) => row.fields.person?.[1]));
  return { ...made, rows: { ...made.rows, ...Object.fromEntries(missing({ rows: {} }, last, there)) } };
}

/** @param {Pick<View, "rows">} view @param {View} last @param {Set<Value | undefined>} people @returns {[string, RowPatch][]} */
function missing(view, last, people) {
  const trips = rowsOf(view, "trip").length ? [] : onePerPerson(last).filter(({ fields }) => people.has(fields.person));
  const here = new Set(rowsOf(view, "material").map(({ fields }) => fields.text));
  const materials = rowsOf(last, "material").filter(({ fields }) => fields.text && !here.has(fields.text));
  return [...trips.map(({ fields }) => line("trip", fields)), ...materials.map(({ fields }) => line("material", fields))];
}

/** Who drove, and who rode along; an extra trip in between is no habit. @param {View} last */
function onePerPerson(last) {
  const trips = rowsOf(last, "trip").filter(({ fields }) => fields.role && fields.role !== "none" && [undefined, null, "to_site", "back"].includes(/** @type {any} */ (fields.kind)));
  return trips.filter((one, i) => trips.findIndex((other) => other.fields.person === one.fields.person) === i);
}

/** @param {keyof typeof LINES} table @param {Fields} fields @returns {[string, RowPatch]} */
function line(table, fields) {
  const known = LINES[table].filter((name) => fields[name] != null);
  return [uuid7(), { table, fields: Object.fromEntries(known.map((name) => [name, [null, /** @type {Value} */ (fields[name])]])) }];
}

/** @param {View} view @param {string} person */
function works(view, person) {
  return rowsOf(view, "time").some(({ fields }) => fields.person === person);
}

/** @param {View} one @param {View} other */
function sameWork(one, other) {
  const same = (/** @type {string} */ name) => one.fields[name] && one.fields[name] === other.fields[name];
  return one.slip_id !== other.slip_id && Boolean(same("job") || same("site"));
}

/** @param {string} from @param {string} to */
function daysBetween(from, to) {
  return (Date.parse(`${to}T00:00Z`) - Date.parse(`${from}T00:00Z`)) / 86_400_000;
}
