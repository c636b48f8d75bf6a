import { decimal, thousandths } from "./decimals.js";
/** @import {Value} from "../shapes.d.ts" */

const WIDTHS = ["width_top", "width_middle", "width_bottom"];
const HEIGHTS = ["height_left", "height_middle", "height_right"];
const DIAGONALS = ["diagonal_rising", "diagonal_falling"];
const PLUMBS = ["plumb_left", "plumb_right"];
/** What is measured at an opening and belongs together, in the order of the sheet. */
export const GROUPS = [WIDTHS, HEIGHTS, DIAGONALS, PLUMBS];
const TOLERANCES = { width_spread: "10", height_spread: "10", diagonal_difference: "10", out_of_plumb: "5" };

/**
 * The sheet of a door or window opening, in millimetres, as app/slips/opening.py: smallest width and height, spreads, difference
 * of the diagonals, greatest lean; `warnings` names what is above its tolerance. What was not measured gives null.
 * @param {Record<string, Value | undefined>} sheet @param {Record<string, string>} [tolerances]
 */
export function derived(sheet, tolerances = {}) {
  const [widths, heights, diagonals] = [WIDTHS, HEIGHTS, DIAGONALS].map((names) => read(sheet, names));
  const leans = read(sheet, PLUMBS).map(Math.abs);
  /** @type {Record<string, number | null>} */
  const found = { width: least(widths), width_spread: spread(widths), height: least(heights), height_spread: spread(heights),
    diagonal_difference: spread(diagonals), out_of_plumb: leans.length ? Math.max(...leans) : null };
  /** @type {Record<string, string>} */
  const most = { ...TOLERANCES, ...tolerances };
  const warnings = Object.keys(found).filter((name) => name in most && Number(found[name]) > thousandths(most[name]));
  const texts = Object.entries(found).map(([name, value]) => [name, value === null ? null : decimal(value)]);
  return { ...Object.fromEntries(texts), warnings };
}

/** @param {Record<string, Value | undefined>} sheet @param {string[]} names */
function read(sheet, names) {
  return names.filter((name) => sheet[name]).map((name) => thousandths(String(sheet[name])));
}

/** @param {number[]} values */
function least(values) {
  return values.length ? Math.min(...values) : null;
}

/** @param {number[]} values */
function spread(values) {
  return values.length > 1 ? Math.max(...values) - Math.min(...values) : null;
}
