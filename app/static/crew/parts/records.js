/** Field 8: what stood in the way, what was doubtful, what is broken, and why somebody has to come again. The crew records
    facts; the letter that may follow is the office's. */

import { html, nothing } from "../../vendor/lit-html.js";
import { clock } from "../core/walltime.js";
import { rowsOf } from "../core/slip.js";
import { t } from "../texts.js";
import { addButton, lineRow } from "./rows.js";
import { thisMinute } from "./signing.js";

/** @import { Sheet } from "./sheet.js" */
/** @import { Line } from "./fields.js" */

export const RECORDS = ["obstruction", "concern", "defect", "follow_up"];
/** the field that says in one word what kind it is */
const SORT = { obstruction: "cause", concern: "against", defect: "whose", follow_up: "cause" };

/** @param {Sheet} sheet */
export function recordsList(sheet) {
  const lines = RECORDS.flatMap((table) => rowsOf(sheet.view, table));
  return html`${lines.length ? html`<ul class="ruled">${lines.map((line) => recordRow(sheet, line))}</ul>` : nothing}
    ${sheet.writable ? html`<div class="four">${RECORDS.map((table) => addButton(sheet, table, startOf(sheet, table)))}</div>` : nothing}`;
}

/** @param {Sheet} sheet @param {Line} line */
function recordRow(sheet, line) {
  const { table, id, fields } = line;
  const sort = SORT[/** @type {keyof typeof SORT} */ (table)];
  const photos = rowsOf(sheet.view, "photo").filter((photo) => photo.fields.of === id).length;
  const told = fields.told_to && t("row.told_short", { name: String(fields.told_to), time: fields.told_at ? clock(String(fields.told_at)) : "" });
  const said = [fields.text && fields[sort] && t(`row.${sort}.${fields[sort]}`), told, photos && t("count.photos", { n: photos })].filter(Boolean).join(" · ");
  return lineRow(sheet, line, { name: `${t(`row.add.${table}`)}: ${fields.text || (fields[sort] ? t(`row.${sort}.${fields[sort]}`) : t("row.still_empty"))}`, said });
}

/** What is known without asking. @param {Sheet} sheet @param {string} table */
function startOf({ page }, table) {
  return table === "obstruction" ? { since: thisMinute(page) } : {};
}
