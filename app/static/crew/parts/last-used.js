import { rowsOf } from "../core/slip.js";
import { dateOf } from "./days.js";

/** @import { View } from "../shapes.js" */

const LAST = 8;

/** Articles of the other slips of the same site, the latest first. @param {View} slip @param {View[]} views */
export function lastUsed(slip, views) {
  const site = slip.fields.site;
  const here = views.filter((one) => site && one.fields.site === site && one.slip_id !== slip.slip_id && one.state !== "void");
  const newest = here.sort((a, b) => dateOf(b).localeCompare(dateOf(a)));
  const ids = newest.flatMap((one) => rowsOf(one, "material")).flatMap(({ fields }) => fields.article ? [String(fields.article)] : []);
  return [...new Set(ids)].slice(0, LAST);
}
