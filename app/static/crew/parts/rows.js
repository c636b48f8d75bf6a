/** Lines of a slip that have a screen of their own: one line here, all their fields there. */

import { html, nothing } from "../../vendor/lit-html.js";
import { addRow } from "../core/actions.js";
import { rowsOf } from "../core/slip.js";
import { t } from "../texts.js";
import { icon } from "./icon.js";

/** @import { Sheet } from "./sheet.js" */
/** @import { Fields } from "../core/actions.js" */
/** @import { Line } from "./fields.js" */

/** @param {Sheet} sheet @param {Line} line @param {{ name: unknown, said?: import("../shapes.js").Value, end?: unknown }} words */
export function lineRow({ view }, { id, fields }, { name, said = null, end = nothing }) {
  return html`<li id=${`row-${id}`}><a class="row" href=${`#/slip/${view.slip_id}/row/${id}`}>
    <span class="row-main"><b class="ink">${name}</b><span class="label">${[said, fields.extra_order && t("material.extra")].filter(Boolean).join(" · ")}</span></span>${end}${icon("next")}</a></li>`;
}

/** A line more, and on to its fields. @param {Sheet} sheet @param {string} table @param {Fields} [fields] */
export async function addAndOpen(sheet, table, fields = {}) {
  let id = "";
  const kept = await sheet.act((now) => {
    const action = addRow(now, table, fields);
    [id] = Object.keys(action.rows ?? {});
    return action;
  });
  if (kept) sheet.page.go(`slip/${sheet.view.slip_id}/row/${id}`);
}

/** How many of each table, in words. @param {Sheet} sheet @param {string[]} tables */
export function counted({ view }, tables) {
  const counts = tables.map((table) => /** @type {const} */ ([table, rowsOf(view, table).length]));
  return counts.filter(([, n]) => n).map(([table, n]) => t(`rows.${table}`, { n }));
}

/** @param {Sheet} sheet @param {string} table @param {Fields} [fields] */
export function addButton(sheet, table, fields) {
  return html`<button type="button" class="button" @click=${() => addAndOpen(sheet, table, fields)}>${icon("plus", "small")} ${t(`row.add.${table}`)}</button>`;
}
