/** The slip: one scrolling page, numbered like the paper. While the crew has the pen it is filled in here; after that it is read here. */

import { html, nothing } from "../../vendor/lit-html.js";
import { setRows } from "../core/actions.js";
import { entries, hm, totals } from "../core/hours.js";
import { rowsOf } from "../core/slip.js";
import { allowancesPart } from "../parts/allowances.js";
import { breaksPart } from "../parts/breaks.js";
import { checkPart, goTo, nextStep } from "../parts/check.js";
import { closedSlip } from "../parts/closed.js";
import { act, savedWord, slimClip } from "../parts/frame.js";
import { icon } from "../parts/icon.js";
import { leftoverPart } from "../parts/leftover.js";
import { materialPart, untouched } from "../parts/material.js";
import { hasPen } from "../parts/lock.js";
import { orderPart } from "../parts/order.js";
import { photosPart } from "../parts/photos.js";
import { openRemarks, remarksAt, thread } from "../parts/remarks.js";
import { openSheet, openState, sheetOf } from "../parts/sheet.js";
import { slipClip } from "../parts/slip-clip.js";
import { timesPart } from "../parts/times.js";
import { tripPart } from "../parts/trip.js";
import { workPart } from "../parts/work.js";
import { t } from "../texts.js";

/** @import { Screen } from "../screen.js" */
/** @import { Opened, Sheet } from "../parts/sheet.js" */

/** @type {Screen<Opened | null>} */
export const slip = {
  async load(page) {
    page.ui.answer ??= (await page.store.draft(`answer:${page.params.id}`)) ?? "";
    return openSheet(page);
  },
  view(page, opened) {
    if (!opened) return notHere();
    const sheet = sheetOf(page, opened);
    return openState(sheet.view) ? report(sheet) : closedSlip(sheet);
  },
};

/** A slip somebody else has now, or that never was. */
export function notHere() {
  return html`${slimClip({ title: t("slip.gone"), back: "" })}
    <main class="slip" tabindex="-1"><section class="sheet calm"><h1 class="title">${t("slip.gone")}</h1><p>${t("slip.gone_why")}</p></section></main>`;
}

/** @param {Sheet} sheet */
function report(sheet) {
  const { view, writable } = sheet;
  return html`${slipClip(sheet)}
    <main class="slip" tabindex="-1">
      ${notice(sheet)}
      ${orderPart(sheet)}
      <form class="sheet report" aria-label=${t("slip.report")} @submit=${(/** @type {Event} */ event) => event.preventDefault()}>
        ${view.pending || writable ? legend() : nothing}
        ${remarksAt(sheet, "0")}
        ${timesPart(sheet)}${breaksPart(sheet)}${tripPart(sheet)}${workPart(sheet)}
        ${materialPart(sheet)}${photosPart(sheet)}${allowancesPart(sheet)}${leftoverPart(sheet)}
        ${checkPart(sheet)}
        ${thread(sheet)}
      </form>
    </main>
    ${writable ? foot(sheet) : nothing}`;
}

/** Why somebody may only read here. @param {Sheet} sheet */
function notice({ writable, view }) {
  if (writable) return nothing;
  const why = view.whole_held ? "whole_held" : hasPen() ? "not_crew" : "other_tab";
  return html`<p class="sheet row" role="status">${icon("lock")} <span>${t(`slip.${why}`)}</span></p>`;
}

function legend() {
  return html`<p class="legend"><span>${t("legend.print")}</span> <span class="ink">${t("legend.ink")}</span> <span class="marker">${t("legend.mark")}</span></p>`;
}

/** @param {Sheet} sheet */
function foot(sheet) {
  const { view, editor } = sheet;
  const next = nextStep(sheet);
  const photos = rowsOf(view, "photo").length;
  const counts = [t("count.people", { n: entries(view.rows).length }), t("hours_h", { hours: hm(totals(view.rows).minutes) }), photos && t("count.photos", { n: photos })];
  const go = () => (next ? goTo(next.no) : toSummary(sheet));
  return act(html`<span>${counts.filter(Boolean).join(" · ")}</span>${savedWord(editor.size() === 0)}`,
    html`<button type="button" class="button wide" data-kind="main" @click=${go}>${next ? next.word : t("act.sign")}</button>`);
}

/** What nobody touched is as planned; the client reads it as such. @param {Sheet} sheet */
async function toSummary(sheet) {
  const { page, view } = sheet;
  const kept = await sheet.act((now) => untouched(now).flatMap(([id, quantity]) => setRows(now, [id], { quantity }) ?? []));
  if (kept && !openRemarks(view).length) page.go(`slip/${view.slip_id}/summary`);
}
