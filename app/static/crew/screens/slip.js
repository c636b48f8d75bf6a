/** The slip: one scrolling page, numbered like the paper. While the crew has the pen it is filled in here; after that it is read here. */

import { html, nothing } from "../../vendor/lit-html.js";
import { setRows } from "../core/actions.js";
import { entries, hm, totals } from "../core/hours.js";
import { rowsOf } from "../core/slip.js";
import { allowancesPart } from "../parts/allowances.js";
import { breaksPart } from "../parts/breaks.js";
import { allReadable } from "../parts/readable.js";
import { checkPart, goTo, nextStep } from "../parts/check.js";
import { peopleOf } from "../parts/clockwork.js";
import { checklistsPart } from "../parts/checklists.js";
import { chooserKnows } from "../parts/chooser.js";
import { closedSlip } from "../parts/closed.js";
import { act, savedWord, slimClip } from "../parts/frame.js";
import { icon } from "../parts/icon.js";
import { leftoverPart } from "../parts/leftover.js";
import { materialPart, untouched } from "../parts/material.js";
import { hasPen } from "../parts/lock.js";
import { orderPart } from "../parts/order.js";
import { paperPhoto } from "../parts/paper-photo.js";
import { used } from "../parts/phrases.js";
import { photosPart } from "../parts/photos.js";
import { asked, openRemarks, remarksAt, thread } from "../parts/remarks.js";
import { settleParts } from "../parts/settle.js";
import { openSheet, openState, sheetOf } from "../parts/sheet.js";
import { slipClip } from "../parts/slip-clip.js";
import { takenPart } from "../parts/taken.js";
import { timesPart } from "../parts/times.js";
import { tripPart } from "../parts/trip.js";
import { workPart } from "../parts/work.js";
import { t } from "../texts.js";

/** @import { View } from "../shapes.js" */
/** @import { Page, Screen } from "../screen.js" */
/** @import { Opened, Sheet } from "../parts/sheet.js" */

/** @type {Screen<Opened | null>} */
export const slip = {
  async load(page) {
    const { ui, store, params } = page;
    const [opened, answer] = await Promise.all([openSheet(page), ui.answer ?? store.draft(`answer:${params.id}`)]);
    ui.answer ??= answer ?? "";
    return opened;
  },
  view(page, opened) {
    if (!opened) return notHere();
    const sheet = sheetOf(page, opened);
    return openState(sheet.view) ? report(sheet) : closedSlip(sheet);
  },
  drawn(page, opened) {
    if (opened && !page.arriving && !page.ui.asked_before) void knowBefore(page, opened.base);
  },
};

/** What other slips tell, and the articles: read once, when the slip is there to be seen. Where the phone does not give them back,
    the next drawing asks again. @param {Page} page @param {View} base */
async function knowBefore(page, base) {
  const { ui, store } = page;
  ui.asked_before = true;
  try {
    const views = await store.views();
    ui.phrases_used = used(page.catalog.phrases, views, base);
    await chooserKnows(page, base, views);
    page.draw();
  } catch {
    ui.asked_before = false;
  }
}

/** A slip somebody else has now, or that never was; or, of one that is here, why nothing can be done with it. @param {View | null} [view] */
export function notHere(view) {
  const title = view ? String(view.fields.title ?? t("slip.untitled")) : t("slip.gone");
  return html`${slimClip({ title, back: view ? `slip/${view.slip_id}` : "" })}
    <main class="slip" tabindex="-1"><section class="sheet calm"><h1 class="title">${title}</h1>
      <p>${view ? t(`slip.${whyNot(view)}`) : t("slip.gone_why")}</p></section></main>`;
}

/** @param {View} view */
function whyNot(view) {
  if (!openState(view)) return "handed_in";
  return view.whole_held ? "whole_held" : hasPen() ? "not_crew" : "other_tab";
}

/** @param {Sheet} sheet */
function report(sheet) {
  const { view, writable } = sheet;
  return html`${slipClip(sheet)}
    <main class="slip" tabindex="-1">
      ${notice(sheet)}
      ${takenPart(sheet.page, view)}
      ${orderPart(sheet)}
      ${paperPhoto(sheet)}
      <form class="sheet report" aria-label=${t("slip.report")} @submit=${(/** @type {Event} */ event) => event.preventDefault()}>
        ${settleParts(sheet)}
        ${view.pending || writable ? legend() : nothing}
        ${remarksAt(sheet, "0")}
        ${parts(sheet)}
        ${sheet.page.arriving ? nothing : [checkPart(sheet), thread(sheet)]}
      </form>
    </main>
    ${writable ? foot(sheet) : nothing}`;
}

/** @type {[no: string, part: (sheet: Sheet) => unknown][]} */
const PARTS = [["1", timesPart], ["2", breaksPart], ["3", tripPart], ["4", workPart], ["5", materialPart], ["6", (sheet) => [photosPart(sheet), checklistsPart(sheet)]], ["7", allowancesPart], ["8", leftoverPart]];

const SEEN_FIRST = 1;     // fields: no phone shows more before it is scrolled

/** All fields; of a returned slip those nobody asked about lie folded together. @param {Sheet} sheet */
function parts(sheet) {
  const about = new Set([...asked(sheet.view).map(({ fields }) => fields.field), ...sheet.findings.map(({ field }) => field)]);
  const whole = sheet.view.state !== "returned" || about.has("0") || !about.size;
  /** @type {{ nos: string[], shown: unknown[] }[]} */
  const runs = [];
  for (const [no, part] of sheet.page.arriving ? PARTS.slice(0, SEEN_FIRST) : PARTS) {
    const quiet = !whole && !about.has(no);
    const last = runs.at(-1);
    const run = quiet && last?.nos.length ? last : { nos: [], shown: [] };
    if (run !== last) runs.push(run);
    if (quiet) run.nos.push(no);
    run.shown.push(part(sheet));
  }
  return runs.map(({ nos, shown }) => (nos.length && !sheet.isOpen(`run${nos[0]}`) ? unchanged(sheet, nos) : shown));
}

/** @param {Sheet} sheet @param {string[]} nos */
function unchanged(sheet, nos) {
  return html`<button type="button" class="fold" aria-expanded="false" @click=${() => sheet.open(`run${nos[0]}`)}>
    <span class="nos">${nos.map((no) => html`<span class="field-no" data-is="quiet">${no}</span>`)}</span><b>${t("order.unchanged")}</b><span></span>${icon("down")}
  </button>`;
}

/** Why somebody may only read here. @param {Sheet} sheet */
function notice({ writable, view }) {
  if (writable) return nothing;
  return html`<p class="sheet row" role="status">${icon("lock")} <span>${t(`slip.${whyNot(view)}`)}</span></p>`;
}

function legend() {
  return html`<p class="legend"><span>${t("legend.print")}</span> <span class="ink">${t("legend.ink")}</span> <span class="marker">${t("legend.mark")}</span></p>`;
}

/** @param {Sheet} sheet */
function foot(sheet) {
  const { view, editor } = sheet;
  const next = nextStep(sheet);
  const photos = rowsOf(view, "photo").length;
  const counts = [t("count.people", { n: peopleOf(entries(view.rows)).length }), t("hours_h", { hours: hm(totals(view.rows).minutes) }), photos && t("count.photos", { n: photos })];
  const go = () => (next ? (sheet.page.draw(), goTo(next.no)) : toSummary(sheet));
  return act(html`<span>${counts.filter(Boolean).join(" · ")}</span>${savedWord(editor.written())}`,
    html`<button type="button" class="button wide" data-kind="main" @click=${go}>${next ? next.word : t("act.sign")}</button>`);
}

/** What nobody touched is as planned; the client reads it as such. @param {Sheet} sheet */
async function toSummary(sheet) {
  const { page, view } = sheet;
  const kept = await sheet.act((now) => untouched(now).flatMap(([id, quantity]) => setRows(now, [id], { quantity }) ?? []));
  if (!kept || openRemarks(view).length) return;
  if (await allReadable(page, view)) page.go(`slip/${view.slip_id}/summary`);
  else goTo("6");
}
