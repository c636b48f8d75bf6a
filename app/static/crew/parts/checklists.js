/** The checklists of a slip: those the job asks for, those somebody took besides, and the permit for hot work. Between 6 and 7. */

import { html, nothing } from "../../vendor/lit-html.js";
import { answered, answersOf, openItems, visible } from "../core/checklist.js";
import { offered, pinned, startChecklist } from "../core/answers.js";
import { rowsOf } from "../core/slip.js";
import { language, t } from "../texts.js";
import { icon } from "./icon.js";

/** @import { Checklist } from "../shapes.js" */
/** @import { Sheet } from "./sheet.js" */
/** @import { Line } from "./fields.js" */

const HOT_WORK = "hot_work";

/** @param {Sheet} sheet */
export function checklistsPart(sheet) {
  const { view, page, writable } = sheet;
  const own = rowsOf(view, "checklist");
  const { job, other } = offers(sheet);
  const open = own.length > 0 || job.length > 0 || sheet.isOpen("checklists");
  if (!open && (!writable || !other.length)) return nothing;
  if (!open) return html`<button type="button" class="fold" aria-expanded="false" @click=${() => sheet.open("checklists")}>
    <span class="field-no" data-is="quiet">${icon("check", "small")}</span><b>${t("checklists.title")}</b><span>${t("checklists.none")}</span>${icon("down")}</button>`;
  return html`<section class="part" id="pc" aria-labelledby="hc"><header class="part-head"><span class="field-no" data-is="quiet">${icon("check", "small")}</span><h2 id="hc">${t("checklists.title")}</h2></header>
    <ul class="ruled">${own.map((line) => started(sheet, line))}${writable ? job.map((one) => offer(sheet, one)) : nothing}
      ${writable && page.ui.more_lists ? other.map((one) => offer(sheet, one)) : nothing}</ul>
    ${writable && other.length ? html`<button type="button" class="button" aria-expanded=${String(sheet.isOpen("more_lists"))} @click=${() => sheet.open("more_lists")}>
      ${icon(page.ui.more_lists ? "up" : "plus", "small")} ${t("checklists.other")}</button>` : nothing}
  </section>`;
}

/** Where field 8 asks for the permit, the way to it. @param {Sheet} sheet */
export function permitButton(sheet) {
  const permit = (sheet.page.catalog.checklists ?? []).filter(({ purpose }) => purpose === HOT_WORK).sort((a, b) => b.version - a.version)[0];
  if (!permit) return html`<p class="must warned">${icon("warning", "small")} ${t("checklists.no_permit")}</p>`;
  return html`<button type="button" class="button wide" @click=${() => start(sheet, permit)}>${icon("warning")} ${titleOf(permit)}</button>`;
}

/** @param {Record<string, string> | undefined} words in several languages; German is always there */
export function inWords(words) {
  return words?.[language()] ?? words?.de ?? "";
}

/** How far a checklist is, and what comes of it. @param {Sheet["view"]} view @param {Checklist} template @param {string} id */
export function progress(view, template, id) {
  const answers = answersOf(view.rows, id);
  const asked = visible(template, answers).filter(({ required }) => required ?? true);
  return { ...openItems(template, answers), answers, total: asked.length, done: asked.filter((item) => answered(item, answers)).length };
}

/** What the job asks for, with the permit where the work is hot, as far as it is not here yet. @param {Sheet} sheet */
function offers({ view, page }) {
  const all = page.catalog.checklists ?? [];
  const wanted = page.catalog.jobs.find(({ id }) => id === view.fields.job)?.checklists ?? [];
  const permits = view.fields.hot_work ? all.filter(({ purpose }) => purpose === HOT_WORK).map(({ id }) => id) : [];
  const here = new Set(rowsOf(view, "checklist").map(({ fields }) => fields.template));
  const { job, other } = offered(all, [...new Set([...permits, ...wanted])]);
  return { job: job.filter(({ id }) => !here.has(id)), other };
}

/** @param {Sheet} sheet @param {Line} line */
function started({ view, page }, line) {
  const template = pinned(page.catalog.checklists ?? [], line.fields);
  const state = template && progress(view, template, line.id);
  return html`<li id=${`row-${line.id}`}><a class="row" href=${`#/slip/${view.slip_id}/checklist/${line.id}`}>
    <span class="row-main"><b class="ink">${template ? titleOf(template) : line.fields.title}</b>
      <span class="label">${line.fields.asset ? `${line.fields.asset} · ` : ""}${state ? t("checklists.progress", { done: state.done, total: state.total }) : t("checklists.not_here")}</span></span>
    ${state && state.result !== "open" ? html`<span class="state" data-is=${state.result === "passed" ? "office" : "held"}>${t(`checklists.${state.result}`)}</span>` : nothing}${icon("next")}</a></li>`;
}

/** @param {Sheet} sheet @param {Checklist} template */
function offer(sheet, template) {
  return html`<li><button type="button" class="row wide" @click=${() => start(sheet, template)}><span class="row-main"><b>${titleOf(template)}</b>
    <span class="label">${t("checklists.items", { n: template.items.length })}</span></span>${icon("plus")}</button></li>`;
}

/** @param {Checklist} template */
function titleOf({ title }) {
  return inWords(title);
}

/** @param {Sheet} sheet @param {Checklist} template */
async function start({ view, page, act }, template) {
  const action = await startChecklist(view, template);
  const id = Object.entries(action.rows ?? {}).find(([, { table }]) => table === "checklist")?.[0];
  if (await act((now) => ({ ...action, base_rev: now.rev }))) page.go(`slip/${view.slip_id}/checklist/${id}`);
}
