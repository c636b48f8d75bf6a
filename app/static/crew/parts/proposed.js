/** Auslöse and meals as the rules propose them: what is open, why, and what accepting it writes. Pure. */

import { addRow, dropRows, setRow } from "../core/actions.js";
import { propose } from "../core/expenses.js";
import { hm } from "../core/hours.js";
import { rowsOf } from "../core/slip.js";
import { addMinutes, instant } from "../core/walltime.js";
import { amount, day, t } from "../texts.js";
import { shownTime } from "./clockwork.js";

/** @import { Action, Value, View } from "../shapes.js" */
/** @import { Proposal } from "../core/expenses.js" */
/** @import { Fields, Own } from "./clockwork.js" */
/** @import { Sheet } from "./sheet.js" */
/** @typedef {Proposal & { rows: Record<string, string>, people: Proposal[] }} Shared  `rows`: person -> row to be put right */

/** What could be put down and is not, and what would be different by now. @param {Pick<Sheet, "view" | "around">} sheet @returns {Shared[]} */
export function proposals({ view, around }) {
  const rows = Object.fromEntries(Object.entries(view.rows).filter(([, { table }]) => table !== "allowance"));
  const there = rowsOf(view, "allowance");
  /** @type {Map<string, Shared>} */
  const found = new Map();
  for (const one of propose({ ...view, rows }, around.expenses(view))) {
    const row = there.find(({ fields }) => keyOf(fields) === keyOf(one));
    if (row && (row.fields.amount_cents == null || row.fields.amount_cents === one.amount_cents)) continue;
    const key = JSON.stringify([one.kind, one.allowance, one.text, one.amount_cents, one.because, Boolean(row)]);
    const shared = found.get(key) ?? { ...one, rows: {}, people: [] };
    shared.people.push(one);
    if (row) shared.rows[one.person] = row.id;
    found.set(key, shared);
  }
  return [...found.values()];
}

/** Why, in words: as the person reads it, or in German for the record. @param {Proposal} proposal @param {"" | "record."} [record] */
export function because({ because: { code, params }, cuts }, record = "") {
  const { minutes, above, since, km } = params;
  const number = (/** @type {Value | undefined} */ one) => (record ? String(one ?? "").replace(".", ",") : amount(one));
  const said = t(`${record}because.${code}`, { ...params, hours: hm(Number(minutes ?? 0)), above: code.startsWith("zone") ? above : hm(Number(above ?? 0)),
    km: number(km), since: since ? (record ? String(since).split("-").reverse().join(".") : day(String(since), "dated")) : "" });
  const less = cuts.map(({ meal, amount_cents }) => t(`${record}because.less`, { meal: t(`${record}because.${meal}`), amount: `${number((amount_cents / 100).toFixed(2))} €` }));
  return [said, ...less].join(", ");
}

/** @param {View} view @param {Shared} shared @returns {Action[]} */
export function accept(view, { people, rows }) {
  const written = people.map((one) => {
    const { amount_cents, quantity } = one;
    const fields = { amount_cents, quantity, because: one.because.code, note: because(one, "record.") };
    const known = rows[one.person];
    if (known) return amount_cents ? setRow(view, known, fields) : dropRows(view, [known]);
    return addRow(view, "allowance", { ...fields, kind: one.kind, allowance: one.allowance, person: one.person, name: one.name, text: titleOf(one, "record.") });
  });
  return written.filter((one) => one !== null);
}

/**
 * What the slip says about somebody's day away: their first and last time, with the way from and to the yard around it.
 * @param {View} view @param {Own} own @param {{ minutes?: number | null } | undefined} site @param {string} zone @returns {Fields}
 */
export function usualAway(view, { person, main, rest }, site, zone) {
  const trips = rowsOf(view, "trip").filter(({ fields }) => fields.person === person && fields.start && fields.end);
  const rows = [main, ...rest].filter(({ fields }) => (fields.activity ?? "work") !== "travel");
  const [first, last] = ends(rows.map(({ fields }) => fields));
  const [left, back] = ends([...trips, ...rest].map(({ fields }) => fields));
  const way = site?.minutes ?? 0;
  const [leaves, returns] = [[first && addMinutes(first, -way, zone), left], [last && addMinutes(last, way, zone), back]];
  return { person, name: main.fields.name, left: ends(leaves.map((start) => ({ start, end: start })))[0], back: ends(returns.map((end) => ({ start: end, end })))[1],
    left_from: "workplace" };
}

/** The first start and the last end. @param {Fields[]} all @returns {[string, string]} */
function ends(all) {
  const sorted = (/** @type {"start" | "end"} */ end) => all.map((fields) => shownTime(fields, end)).filter(Boolean).sort((a, b) => instant(a) - instant(b));
  return [sorted("start")[0] ?? "", sorted("end").at(-1) ?? ""];
}

/** @param {Proposal} one @param {"" | "record."} record */
export function titleOf({ kind, text }, record) {
  return text || t(`${record}allowance.${kind}`);
}

/** @param {Record<string, any>} one */
function keyOf({ person, kind, allowance }) {
  return [person, kind || "firm", allowance ?? ""].join("/");
}
