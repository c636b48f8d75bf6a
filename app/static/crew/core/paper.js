/** The paper bridge: what a photographed slip becomes. Pure. */

import { attachPhoto, create, setFields } from "./actions.js";
import { uuid7 } from "./ids.js";
import { rowsOf } from "./slip.js";
/** @import { Action, Catalog, Pair, RowPatch, Value, View } from "../shapes.d.ts" */
/** @import { Picture } from "./actions.js" */
/** @typedef {Parameters<typeof create>[1]} Wanted */

const APART = ["photo", "signature", "remark"];   // come with their own kinds of ops, or were said about the other slip

/** A slip that begins with the paper's own id, so that two scans of one paper are one slip.
    @param {Catalog} catalog @param {string} slip_id @param {Wanted} wanted @returns {Action} */
export function begun(catalog, slip_id, wanted) {
  return { ...create(catalog, wanted), slip_id };
}

/** The photo, and that the slip is typed off it. @param {Pick<View, "slip_id" | "rev" | "fields" | "rows">} slip @param {Picture} picture @param {string} taken_at */
export function photographed(slip, picture, taken_at) {
  const view = /** @type {View} */ (slip);
  return [setFields(view, { paper: 1 }), attachPhoto(view, picture, { tag: "paper", taken_at })].filter((one) => one !== null);
}

/** Before anything of it is written down. @param {string} slip_id @returns {Pick<View, "slip_id" | "rev" | "fields" | "rows">} */
export function unwritten(slip_id) {
  return { slip_id, rev: 0, fields: {}, rows: {} };
}

/** The photos a slip is typed off. @param {View} view */
export function papersOf(view) {
  return rowsOf(view, "photo").filter(({ fields }) => fields.tag === "paper");
}

/** Somebody else began the slip of this paper: everything of ours goes on as a slip of its own, the bytes with it.
    @param {View} view @param {string} slip_id its own @param {Map<string, Picture>} pictures by digest @returns {Action[]} */
export function asOwn(view, slip_id, pictures) {
  const ids = new Map(Object.keys(view.rows).map((id) => [id, uuid7()]));
  const rows = Object.entries(view.rows).map(([id, { table, fields }]) => /** @type {[string, RowPatch]} */ ([ids.get(id) ?? id, { table, fields: pairs(fields, ids) }]));
  const kept = Object.fromEntries(rows.filter(([, { table }]) => !APART.includes(table)));
  const taken = rowsOf(view, "photo").flatMap(({ fields }) => attached(slip_id, fields, pictures, ids) ?? []);
  return [{ kind: "create", slip_id, base_rev: 0, patch: pairs(view.fields, ids), rows: kept }, ...taken];
}

/** @param {string} slip_id @param {Record<string, Value>} fields @param {Map<string, Picture>} pictures @param {Map<string, string>} ids */
function attached(slip_id, { sha256, size, type, original, ...photo }, pictures, ids) {
  const picture = pictures.get(String(sha256));
  const about = Object.fromEntries(Object.entries(photo).map(([name, value]) => [name, ids.get(String(value)) ?? value]));
  return picture && attachPhoto(/** @type {View} */ (unwritten(slip_id)), picture, /** @type {any} */ (about));
}

/** What names another line names its copy. @param {Record<string, Value>} fields @param {Map<string, string>} ids @returns {Record<string, Pair>} */
function pairs(fields, ids) {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, [null, ids.get(String(value)) ?? value]]));
}
