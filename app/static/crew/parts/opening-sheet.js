/** The sheet of an opening: what is measured, in millimetres, and what follows from it. */

import { html, nothing } from "../../vendor/lit-html.js";
import { derived } from "../core/opening.js";
import { amount, t } from "../texts.js";
import { numberInput } from "./inputs.js";
import { icon } from "./icon.js";

/** @import { Sheet } from "./sheet.js" */
/** @import { Line } from "./fields.js" */

const GROUPS = [["width_top", "width_middle", "width_bottom"], ["height_left", "height_middle", "height_right"], ["diagonal_rising", "diagonal_falling"],
  ["depth", "level"], ["sill", "lintel"], ["plumb_left", "plumb_right"]];
const SIGNED = ["plumb_left", "plumb_right", "level"];
const RESULTS = ["width", "height", "diagonal_difference", "out_of_plumb"];

/** @param {Sheet} sheet @param {Line} line */
export function openingSheet(sheet, line) {
  return html`${GROUPS.map((names) => html`<div class="millimetres">${names.map((name) => numberInput(sheet, line, name, SIGNED.includes(name) ? "text" : "decimal"))}</div>`)}
    ${results(line.fields)}`;
}

/** The smallest value counts. @param {Line["fields"]} fields */
export function results(fields) {
  const { warnings, ...found } = /** @type {Record<string, any> & { warnings: string[] }} */ (derived(fields));
  const known = RESULTS.filter((name) => found[name] !== null);
  if (!known.length) return nothing;
  return html`<dl class="results">${known.map((name) => html`<div><dt>${t(`opening.${name}`)}</dt><dd class="number">${amount(found[name])} <small>mm</small></dd></div>`)}</dl>
    ${warnings.map((name) => html`<p class="must warned">${icon("warning", "small")} ${t(`opening.warn.${name}`, { mm: amount(found[name]) })}</p>`)}`;
}
