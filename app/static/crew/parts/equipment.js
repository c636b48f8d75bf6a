/** Field 5, below the material: equipment hours, measurements, openings. Nothing but buttons until there is something. */

import { html, nothing } from "../../vendor/lit-html.js";
import { derived } from "../core/opening.js";
import { hm } from "../core/hours.js";
import { rowsOf } from "../core/slip.js";
import { amount, t } from "../texts.js";
import { icon } from "./icon.js";
import { addAndOpen, addButton, lineRow } from "./rows.js";

/** @import { Sheet } from "./sheet.js" */
/** @import { Line } from "./fields.js" */

/** Tables of field 5 besides material. */
export const BESIDE_MATERIAL = ["equipment", "measurement", "opening"];

/** @param {Sheet} sheet */
export function besideMaterial(sheet) {
  const lines = BESIDE_MATERIAL.flatMap((table) => rowsOf(sheet.view, table));
  return html`${lines.length ? html`<ul class="ruled">${lines.map((line) => SAID[line.table](sheet, line))}</ul>` : nothing}
    ${sheet.writable ? html`<div class="four">
      <button type="button" class="button" aria-expanded=${String(sheet.isOpen("machines"))} @click=${() => sheet.open("machines")}>${icon("plus", "small")} ${t("row.add.equipment")}</button>
      ${addButton(sheet, "measurement", { person: sheet.page.who.person.id })}${addButton(sheet, "opening", { kind: "door" })}</div>
      ${sheet.isOpen("machines") ? machines(sheet) : nothing}` : nothing}`;
}

/** @type {Record<string, (sheet: Sheet, line: Line) => unknown>} */
const SAID = {
  equipment: (sheet, line) => lineRow(sheet, line, { name: line.fields.text || t("row.add.equipment"), end: value(hm(Number(line.fields.minutes ?? 0)), "h") }),
  measurement: (sheet, line) => lineRow(sheet, line, { name: line.fields.text || t("row.add.measurement"), said: line.fields.formula,
    end: line.fields.quantity ? value(amount(line.fields.quantity), line.fields.unit ? t(`row.unit.${line.fields.unit}`) : "") : nothing }),
  opening: (sheet, line) => lineRow(sheet, line, { name: line.fields.text || t(`row.kind.${line.fields.kind ?? "door"}`), said: line.fields.place, end: clearance(line) }),
};

/** @param {Line} line */
function clearance({ fields }) {
  const { width, height } = /** @type {Record<string, any>} */ (derived(fields));
  return width && height ? value(`${amount(width)} × ${amount(height)}`, "mm") : nothing;
}

/** @param {string} number @param {string} unit */
function value(number, unit) {
  return html`<span class="number ink">${number} <small>${unit}</small></span>`;
}

/** The firm's machines; an hour to begin with. @param {Sheet} sheet */
function machines(sheet) {
  const here = new Set(rowsOf(sheet.view, "equipment").map(({ fields }) => fields.equipment));
  const take = (/** @type {{ id: string, text: string }} */ one) => addAndOpen(sheet, "equipment", { equipment: one.id, text: one.text, minutes: 60 });
  return html`<ul class="ruled">${sheet.page.catalog.equipment.filter(({ id }) => !here.has(id)).map((one) => html`<li>
    <button type="button" class="row wide" @click=${() => take(one)}><span class="row-main">${one.text}</span>${icon("plus")}</button></li>`)}
    <li><button type="button" class="row wide" @click=${() => addAndOpen(sheet, "equipment", { minutes: 60 })}><span class="row-main">${t("row.other_machine")}</span>${icon("pen")}</button></li></ul>`;
}
