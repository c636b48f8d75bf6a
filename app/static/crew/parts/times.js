/** Field 1: who worked from when to when. */

import { html, nothing } from "../../vendor/lit-html.js";
import { asPlanned, setFields } from "../core/actions.js";
import { entries, hm, totals } from "../core/hours.js";
import { addMinutes } from "../core/walltime.js";
import { listed, t } from "../texts.js";
import { allEqual, clockOf, commonTime, isPlanned, shownTime, timeChanges, typedTime } from "./clockwork.js";
import { chip, lineInput, linkRow, partHead, timeStepper } from "./controls.js";
import { isOf } from "./check.js";
import { remarksAt } from "./remarks.js";

/** @import { Sheet } from "./sheet.js" */
/** @import { TimeEntry } from "../core/hours.js" */

const QUARTER = 15;
const REASONS = ["rebar", "waiting", "extra", "weather"];

/** @param {Sheet} sheet */
export function timesPart(sheet) {
  const { view } = sheet;
  const times = entries(view.rows);
  const planned = times.length > 0 && times.every(({ fields }) => isPlanned(fields));
  const folded = planned && allEqual(times) && !sheet.isOpen("times");
  return html`<section class="part" id="p1" aria-labelledby="h1">
    ${partHead({ no: "1", title: t("part.1"), is: isOf(sheet, "1"), sum: sumOf(view) })}
    ${remarksAt(sheet, "1")}
    ${times.length ? waysToFill(sheet, times, planned) : nothing}
    ${folded ? asOneLine(times) : times.length ? detailed(sheet, times) : nothing}
    <a class="button wide" href=${`#/slip/${view.slip_id}/people`} ?hidden=${folded || !sheet.writable}>${t("times.people")}</a>
    ${overtime(sheet)}
  </section>`;
}

/** Until somebody confirms, the plan is all there is. @param {Sheet["view"]} view */
function sumOf({ rows }) {
  const { minutes, plan_minutes } = totals(rows);
  if (!minutes && plan_minutes) return html`<span class="part-sum">${t("times.plan", { time: t("hours_h", { hours: hm(plan_minutes) }) })}</span>`;
  return html`<output class="part-sum number">${t("hours_h", { hours: hm(minutes) })}</output>`;
}

/** @param {Sheet} sheet @param {TimeEntry[]} times @param {boolean} planned */
function waysToFill(sheet, times, planned) {
  const equal = allEqual(times);
  const confirm = () => (planned ? sheet.open("times") : sheet.act(asPlanned));
  const level = () => (equal ? sheet.open("times") : levelled(sheet, times));
  return html`<div class="chips">
    ${times.some(({ fields }) => fields.plan_start) ? chip({ word: t("times.as_planned"), on: planned, tap: confirm }) : nothing}
    ${times.length > 1 ? chip({ word: t("times.same"), on: equal, tap: level }) : nothing}
  </div>`;
}

/** @param {Sheet} sheet @param {TimeEntry[]} times */
function levelled(sheet, times) {
  const common = { start: commonTime(times, "start"), end: commonTime(times, "end") };
  sheet.set(...timeChanges(sheet.view, times.map(({ id }) => id), common));
}

/** @param {TimeEntry[]} times */
function asOneLine(times) {
  const [first] = times;
  const names = times.map(({ fields }) => String(fields.name).split(" ")[0]);
  const each = times.length > 1 ? t("times.each", { names: listed(names), hours: hm(first.minutes) }) : t("times.alone", { name: first.fields.name, hours: hm(first.minutes) });
  return html`<p class="span"><span class="number ink">${clockOf(shownTime(first.fields, "start"))}</span> ${t("times.to")}
    <span class="number ink">${clockOf(shownTime(first.fields, "end"))}</span> <span class="label">${each}</span></p>`;
}

/** @param {Sheet} sheet @param {TimeEntry[]} times */
function detailed(sheet, times) {
  return html`${commonLine(sheet, times, "start")}${commonLine(sheet, times, "end")}
    <ul class="ruled">${times.map((entry) => html`<li>${personRow(sheet, entry, times)}</li>`)}</ul>`;
}

/** One stepper for everybody who has the common time. @param {Sheet} sheet @param {TimeEntry[]} times @param {"start" | "end"} end */
function commonLine(sheet, times, end) {
  const common = commonTime(times, end);
  const sharing = times.filter(({ fields }) => shownTime(fields, end) === common);
  return timeLine(sheet, { sharing, end, time: common, name: t(`times.${end}`) });
}

/**
 * A time with its name and, where it differs, the plan.
 * @param {Sheet} sheet @param {{ sharing: TimeEntry[], end: "start" | "end", time: string, name: string }} line
 */
export function timeLine(sheet, { sharing, end, time, name }) {
  const { view, page } = sheet;
  const plan = String(sharing[0]?.fields[`plan_${end}`] ?? "");
  const ids = sharing.map(({ id }) => id);
  const write = (/** @type {string} */ to) => sheet.set(...timeChanges(sheet.view, ids, { [end]: to }));
  const set = (/** @type {string} */ typed) => write(typedTime(view, sharing[0].fields, end, typed, page.zone));
  const step = (/** @type {-1 | 1} */ by) => write(time ? addMinutes(time, by * QUARTER, page.zone) : usualTime(sheet, end));
  const differs = Boolean(plan) && plan !== time;
  return html`<div class="line">
    <span class="line-name">${name}${differs ? html`<span class="label">${t("times.plan", { time: clockOf(plan) })}</span>` : nothing}</span>
    ${timeStepper({ name, time: clockOf(time), entered: Boolean(sharing[0]?.fields[end]) && (differs || !plan), off: !sheet.writable, set, step })}
  </div>`;
}

/** @param {Sheet} sheet @param {"start" | "end"} end */
function usualTime({ view, page }, end) {
  return typedTime(view, {}, end, page.catalog.usual[end], page.zone);
}

/** @param {Sheet} sheet @param {TimeEntry} entry @param {TimeEntry[]} times */
function personRow({ view }, entry, times) {
  const { fields, minutes, plan_minutes } = entry;
  const done = Boolean(fields.start && fields.end);
  const main = html`<b>${fields.name}</b>${ownNote(entry, times)}${fields.text ? html`<span class="ink">${fields.text}</span>` : nothing}`;
  return linkRow({ to: `slip/${view.slip_id}/person/${entry.id}`, main,
    end: html`<span class=${done ? "number hours ink" : "number hours"}>${hm(done ? minutes : plan_minutes)}</span>` });
}

/** Where somebody's day differs from the others'. @param {TimeEntry} entry @param {TimeEntry[]} times */
function ownNote({ fields }, times) {
  const notes = /** @type {const} */ (["start", "end"]).filter((end) => shownTime(fields, end) !== commonTime(times, end))
    .map((end) => t(`times.own_${end}`, { time: clockOf(shownTime(fields, end)) }));
  return notes.length ? html`<span class="ink">${notes.join(", ")}</span>` : nothing;
}

/** @param {Sheet} sheet */
function overtime(sheet) {
  const { view, findings, page } = sheet;
  const finding = findings.find(({ code }) => code === "overtime_reason");
  const reason = String(view.fields.late_reason ?? "");
  if (!finding && !reason && !page.ui.other_reason) return nothing;
  const known = REASONS.map((name) => t(`record.late.${name}`));
  const other = page.ui.other_reason || (reason !== "" && !known.includes(reason));
  const pick = (/** @type {string} */ text) => sheet.act((now) => setFields(now, { late_reason: reason === text ? null : text }));
  return html`<fieldset>
    <legend>${finding ? t("times.longer", { n: finding.params.minutes }) : t("times.why")}</legend>
    <div class="chips">
      ${known.map((text, i) => chip({ word: t(`late.${REASONS[i]}`), on: reason === text, tap: () => pick(text) }))}
      ${chip({ word: t("late.other"), on: other, tap: () => sheet.open("other_reason") })}
    </div>
    ${other ? lineInput({ name: t("late.other"), value: reason, off: !sheet.writable, leave: sheet.editor.commit, input: (value) => sheet.set([null, "late_reason", value]) }) : nothing}
  </fieldset>`;
}
