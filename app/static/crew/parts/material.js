/** Field 5: what was used, against what was planned; machines and measurements below it. */

import { html, nothing } from "../../vendor/lit-html.js";
import { addRow, dropRows } from "../core/actions.js";
import { quantity, sameQuantity, stepQuantity } from "../core/hours.js";
import { rowsOf } from "../core/slip.js";
import { amount, t } from "../texts.js";
import { isOf } from "./check.js";
import { chooser } from "./chooser.js";
import { amountStepper, fold, partHead } from "./controls.js";
import { dateOf } from "./days.js";
import { BESIDE_MATERIAL, besideMaterial } from "./equipment.js";
import { icon } from "./icon.js";
import { remarksAt } from "./remarks.js";
import { counted } from "./rows.js";
import { valid } from "./trip.js";

/** @import { Action, View } from "../shapes.js" */
/** @import { Sheet } from "./sheet.js" */
/** @typedef {ReturnType<typeof rowsOf>[number]} Line */

/** @param {Sheet} sheet */
export function materialPart(sheet) {
  const lines = rowsOf(sheet.view, "material");
  const other = lines.filter(differs).length;
  const is = isOf(sheet, "5");
  const beside = counted(sheet, BESIDE_MATERIAL);
  if (!other && !is && !beside.length && !sheet.isOpen("material") && !remarksAt(sheet, "5").length) {
    return fold({ no: "5", title: t("part.5"), open: () => sheet.open("material"), value: lines.length ? t("material.as_planned", { n: lines.length }) : t("material.none") });
  }
  return html`<section class="part" id="p5" aria-labelledby="h5">
    ${partHead({ no: "5", title: t("part.5"), is, sum: other ? html`<span class="part-sum ink">${t("material.other", { n: other })}</span>` : nothing })}
    ${remarksAt(sheet, "5")}
    ${lines.length ? html`<ul class="ruled">${lines.map((line) => html`<li class="item">${lineOf(sheet, line)}</li>`)}</ul>` : nothing}
    ${sheet.writable ? ways(sheet) : nothing}
    ${sheet.writable && sheet.isOpen("adding") ? chooser(sheet) : nothing}
    ${besideMaterial(sheet)}
  </section>`;
}

/** What nobody touched is as planned: said so before the client reads it. @param {View} view @returns {[string, string][]} */
export function untouched(view) {
  return rowsOf(view, "material").filter(({ fields }) => fields.plan_quantity && !fields.quantity)
    .map(({ id, fields }) => [id, String(fields.plan_quantity)]);
}

/** @param {Line} line */
function differs({ fields }) {
  if (!fields.quantity) return false;
  return !fields.plan_quantity || !sameQuantity(String(fields.plan_quantity), String(fields.quantity));
}

/** @param {Sheet} sheet @param {Line} line */
function lineOf(sheet, line) {
  const { id, fields } = line;
  const shown = String(fields.quantity ?? fields.plan_quantity ?? "0");
  const set = (/** @type {string} */ value) => sheet.set([id, "quantity", value]);
  const less = () => (sameQuantity(shown, "0") && !fields.plan_quantity ? sheet.act((now) => dropRows(now, [id])) : set(stepQuantity(shown, -1)));
  return html`<a class="item-open" id=${`row-${id}`} href=${`#/slip/${sheet.view.slip_id}/row/${id}`}><b>${fields.text}</b><span class="label">${planWord(line)}</span></a>
    ${amountStepper({ name: String(fields.text), value: amount(shown), unit: String(fields.unit ?? ""), entered: differs(line), off: !sheet.writable,
      set: (typed) => valid(typed) && set(quantity(typed)), step: (by) => (by < 0 ? less() : set(stepQuantity(shown, 1))) })}`;
}

/** @param {Line} line */
function planWord(line) {
  const { plan_quantity, extra_order, number, source } = line.fields;
  const plan = !plan_quantity ? t("material.unplanned") : differs(line) ? t("material.plan", { amount: amount(plan_quantity) }) : t("material.like_plan");
  const from = source && t(`row.source.${source}`);
  return [plan, extra_order && t("material.extra"), from, number].filter(Boolean).join(" · ");
}

/** @param {Sheet} sheet */
function ways(sheet) {
  return html`<div class="pair-buttons">
    <button type="button" class="button" aria-expanded=${String(sheet.isOpen("adding"))} @click=${() => sheet.open("adding")}>${icon(sheet.isOpen("adding") ? "up" : "plus")} ${t("material.add")}</button>
    <button type="button" class="button" @click=${() => likeLast(sheet)}>${icon("copy")} ${t("material.yesterday")}</button>
  </div>
  ${sheet.page.ui.no_last ? html`<p class="fine" role="status">${t("material.no_last")}</p>` : nothing}`;
}

/** The lines of the last slip of the same job or site, as far as they are not here yet. @param {Sheet} sheet */
async function likeLast(sheet) {
  const { page, base } = sheet;
  const last = (await page.store.views()).filter((one) => sameWork(one, base) && rowsOf(one, "material").length)
    .sort((a, b) => dateOf(b).localeCompare(dateOf(a)))[0];
  page.ui.no_last = !last;
  if (last) await sheet.act((now) => copied(now, last));
  page.draw();
}

/** @param {View} now @param {View} last @returns {Action[]} */
function copied(now, last) {
  const here = new Set(rowsOf(now, "material").map(({ fields }) => fields.text));
  return rowsOf(last, "material").filter(({ fields }) => !here.has(fields.text ?? "")).map(({ fields }) => {
    const { article, number, text, unit, quantity: used, plan_quantity } = fields;
    return addRow(now, "material", { article, number, text, unit, quantity: used ?? plan_quantity });
  });
}

/** @param {View} one @param {View} other */
function sameWork(one, other) {
  const same = (/** @type {string} */ name) => one.fields[name] && one.fields[name] === other.fields[name];
  return one.slip_id !== other.slip_id && dateOf(one) <= dateOf(other) && Boolean(same("job") || same("site"));
}
