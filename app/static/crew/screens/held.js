/** Liegt im Büro zur Klärung: what the office holds or has to decide, with both values. Nothing of it is lost. */

import { html, nothing } from "../../vendor/lit-html.js";
import { clock } from "../core/walltime.js";
import { partHead, partName } from "../parts/controls.js";
import { icon } from "../parts/icon.js";
import { nameOf, thread } from "../parts/remarks.js";
import { openSheet, sheetOf } from "../parts/sheet.js";
import { slipClip } from "../parts/slip-clip.js";
import { knows, t } from "../texts.js";
import { notHere } from "./slip.js";

/** @import { Conflict, Held, Value } from "../shapes.js" */
/** @import { Screen } from "../screen.js" */
/** @import { Opened, Sheet } from "../parts/sheet.js" */

/** The printed number of the field a table belongs to. @type {Record<string, string>} */
const PART_OF = { time: "1", break: "2", trip: "3", material: "5", photo: "6", allowance: "7", equipment: "5" };

/** @type {Screen<Opened | null>} */
export const held = {
  async load(page) {
    page.ui.answer ??= (await page.store.draft(`answer:${page.params.id}`)) ?? "";
    return openSheet(page);
  },
  view(page, opened) {
    if (!opened) return notHere();
    const sheet = sheetOf(page, opened);
    const { view } = sheet;
    const count = view.held.length + view.conflicts.length + view.waiting_held;
    return html`${slipClip(sheet)}
      <main class="slip" tabindex="-1">
        <section class="sheet order"><p class="label">${view.fields.job_no ? t("slip.job", { number: view.fields.job_no }) : ""}</p>
          <h1 class="title">${view.fields.title}</h1>
          <p class="perforation"><i class="notch"></i>${t("settle.count", { n: count })}<i class="notch"></i></p></section>
        <div class="sheet report">
          ${view.conflicts.map((one) => conflictPart(sheet, one))}
          ${view.held.map((one) => heldPart(sheet, one))}
          ${count ? nothing : html`<p class="fine all-good">${icon("check", "small")} ${t("settle.none")}</p>`}
          ${thread(sheet)}
        </div>
      </main>`;
  },
};

/** @param {Sheet} sheet @param {Conflict} one */
function conflictPart({ page, view }, one) {
  const table = one.row_id ? (view.rows[one.row_id]?.table ?? "") : "";
  const no = PART_OF[table] ?? "4";
  const name = one.row_id ? String(view.rows[one.row_id]?.fields.name ?? view.rows[one.row_id]?.fields.text ?? "") : "";
  const mine = one.author === page.who.person.id;
  return html`<section class="part at">
    ${partHead({ no, title: [partName(no), name].filter(Boolean).join(", "), is: "returned", id: `c-${one.id}` })}
    ${heldTag()}
    <table class="versus">
      <thead><tr><th scope="col">${t("settle.in_force")}</th><th scope="col">${t(mine ? "settle.yours" : "settle.other", { name: nameOf(page, view, one.author) })}</th></tr></thead>
      <tbody><tr><td><span class="number">${shown(one.current)}</span><span class="label">${fieldWord(one.field)}</span></td>
        <td><span class="number ink">${shown(one.proposed)}</span><span class="label">${fieldWord(one.field)}</span></td></tr>
        <tr><td><b>${t("settle.counts")}</b></td><td><b>${t("settle.not_yet")}</b></td></tr></tbody>
    </table>
    <p>${t("settle.both")} <b>${t("settle.not_lost")}</b> ${t("settle.decides")}</p>
  </section>`;
}

/** @param {Sheet} sheet @param {Held} one */
function heldPart({ page, view }, one) {
  const mine = one.author === page.who.person.id;
  return html`<section class="part at">
    <header class="part-head"><h2>${t(`op.${one.kind}`)}${mine ? "" : `, ${nameOf(page, view, one.author)}`}</h2></header>
    ${heldTag()}
    <p>${t("settle.why", { reason: knows(`held.${one.reason}`) ? t(`held.${one.reason}`) : one.reason })} <b>${t("settle.not_lost")}</b> ${t("settle.decides")}</p>
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
