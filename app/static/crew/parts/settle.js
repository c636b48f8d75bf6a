/** What the office has to decide about a slip: both values side by side, or the entry it holds, with the reason in words. */

import { html } from "../../vendor/lit-html.js";
import { clock } from "../core/walltime.js";
import { knows, t } from "../texts.js";
import { partHead, partName } from "./controls.js";
import { icon } from "./icon.js";
import { nameOf } from "./remarks.js";

/** @import { Conflict, Held, Value, View } from "../shapes.js" */
/** @import { Sheet } from "./sheet.js" */

/** The printed number of the field a table belongs to. @type {Record<string, string>} */
const PART_OF = { time: "1", break: "2", trip: "3", material: "5", photo: "6", allowance: "7", equipment: "5" };
/** @type {Record<string, string>} */
const PART_OF_FIELD = { late_reason: "1", leftover: "8", finished: "8" };

/** How many entries are to be decided. @param {View} view */
export function openCount({ conflicts, held }) {
  return conflicts.length + held.length;
}

/** @param {Sheet} sheet */
export function settleParts(sheet) {
  const { view } = sheet;
  return [...view.conflicts.map((one) => conflictPart(sheet, one)), ...view.held.map((one) => heldPart(sheet, one))];
}

/** @param {Sheet} sheet @param {Conflict} one */
function conflictPart({ page, view }, one) {
  const row = one.row_id ? view.rows[one.row_id] : undefined;
  const no = row ? (PART_OF[row.table] ?? "4") : (PART_OF_FIELD[one.field] ?? "4");
  const name = String(row?.fields.name ?? row?.fields.text ?? "");
  const mine = one.author === undefined || one.author === page.who.person.id;
  return html`<section class="part at">
    ${partHead({ no, title: [partName(no), name].filter(Boolean).join(", "), is: "returned", id: `c-${one.id}` })}
    ${heldTag()}
    <table class="versus">
      <thead><tr><th scope="col">${t("settle.in_force")}</th><th scope="col">${t(mine ? "settle.yours" : "settle.other", { name: nameOf(page, view, one.author) })}</th></tr></thead>
      <tbody><tr><td><span class="number">${shown(one.current)}</span><span class="label">${fieldWord(one.field)}</span></td>
        <td><span class="number ink">${shown(one.proposed)}</span><span class="label">${fieldWord(one.field)}</span></td></tr>
        <tr><td><b>${t("settle.counts")}</b></td><td><b>${t("settle.not_yet")}</b></td></tr></tbody>
    </table>
    <p>${t("settle.both")} <b>${t(mine ? "settle.not_lost" : "settle.none_lost")}</b> ${t("settle.decides")}</p>
  </section>`;
}

/** @param {Sheet} sheet @param {Held} one */
function heldPart({ page, view }, one) {
  const mine = one.author === page.who.person.id;
  return html`<section class="part at">
    <header class="part-head"><h2>${t(`op.${one.kind}`)}${mine ? "" : `, ${nameOf(page, view, one.author)}`}</h2></header>
    ${heldTag()}
    <p>${t("settle.why", { reason: knows(`held.${one.reason}`) ? t(`held.${one.reason}`) : one.reason })} <b>${t(mine ? "settle.not_lost" : "settle.none_lost")}</b> ${t("settle.decides")}</p>
  </section>`;
}

function heldTag() {
  return html`<p><span class="state" data-is="held">${icon("question", "small")} ${t("state.held")}</span></p>`;
}

/** @param {string} field */
function fieldWord(field) {
  return knows(`field.${field}`) ? t(`field.${field}`) : field;
}

/** A value as a person reads it. @param {Value} value */
function shown(value) {
  const text = String(value ?? "–");
  return /^\d{4}-\d\d-\d\dT/.test(text) ? clock(text) : text;
}
