/** Field 1: who worked from when to when. */

import { html, nothing } from "../../vendor/lit-html.js";
import { asPlanned, setFields } from "../core/actions.js";
import { entries, hm, totals } from "../core/hours.js";
import { addMinutes, day as dayOf } from "../core/walltime.js";
import { day, listed, t } from "../texts.js";
import { allEqual, clockOf, commonTime, isPlanned, peopleOf, shownTime, spanOf, timeChanges, twice, typedTime } from "./clockwork.js";
import { chip, lineInput, linkRow, partHead, timeStepper } from "./controls.js";
import { isOf } from "./check.js";
import { remarksAt } from "./remarks.js";
import { running, startChip } from "./timer.js";

/** @import { Sheet } from "./sheet.js" */
/** @import { TimeEntry } from "../core/hours.js" */
/** @import { Fields, Own } from "./clockwork.js" */

const QUARTER = 15;
const REASONS = ["rebar", "waiting", "extra", "weather"];

/** @param {Sheet} sheet */
export function timesPart(sheet) {
  const { view } = sheet;
  const people = peopleOf(entries(view.rows));
  const times = people.map(({ main }) => main);
  const planned = times.length > 0 && times.every(({ fields }) => isPlanned(fields));
  const plain = planned && allEqual(times) && people.every(({ rest }) => !rest.length) && isOf(sheet, "1") !== "open";
  const folded = plain && !sheet.isOpen("times");
  return html`<section class="part" id="p1" aria-labelledby="h1">
    ${partHead({ no: "1", title: t("part.1"), is: isOf(sheet, "1"), sum: sumOf(view) })}
    ${remarksAt(sheet, "1")}
    ${times.length ? toConfirm(sheet, times, planned) : nothing}
    ${running(sheet, times)}
    ${folded ? asOneLine(times) : times.length ? detailed(sheet, people) : nothing}
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

/** The plan stands there already, and yet it is not said: this is where one says it. @param {Sheet} sheet @param {TimeEntry[]} times @param {boolean} planned */
function toConfirm(sheet, times, planned) {
  const asked = sheet.writable && isOf(sheet, "1") === "open" && times.some(({ fields }) => fields.plan_start && !fields.start);
  return asked ? html`<div class="missing"><p>${t("times.confirm")}</p>${waysToFill(sheet, times, planned)}</div>` : waysToFill(sheet, times, planned);
}

/** @param {Sheet} sheet @param {TimeEntry[]} times @param {boolean} planned */
function waysToFill(sheet, times, planned) {
  const equal = allEqual(times);
  const confirm = () => (planned ? sheet.open("times") : sheet.act(asPlanned));
  const level = () => (equal ? sheet.open("times") : levelled(sheet, times));
  return html`<div class="chips">
    ${times.some(({ fields }) => fields.plan_start) ? chip({ word: t("times.as_planned"), on: planned, tap: confirm }) : nothing}
    ${times.length > 1 ? chip({ word: t("times.same"), on: equal, tap: level }) : nothing}
    ${startChip(sheet, times)}
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

/** @param {Sheet} sheet @param {Own[]} people */
function detailed(sheet, people) {
  const times = people.map(({ main }) => main);
  return html`${commonLine(sheet, times, "start")}${commonLine(sheet, times, "end")}
    <ul class="ruled">${people.map((own) => html`<li>${personRow(sheet, own, times)}</li>`)}</ul>`;
}

/** One stepper for everybody who has the common time. @param {Sheet} sheet @param {TimeEntry[]} times @param {"start" | "end"} end */
function commonLine(sheet, times, end) {
  const common = commonTime(times, end);
  const sharing = times.filter(({ fields }) => shownTime(fields, end) === common);
  return timeLine(sheet, { sharing, end, time: common, name: t(`times.${end}`) });
}

/**
 * A time with its name and, where it differs, the plan. `beside`: the person's working day, for a time that is not part of it.
 * @param {Sheet} sheet @param {{ sharing: TimeEntry[], end: "start" | "end", time: string, name: string, beside?: Fields }} line
 */
export function timeLine(sheet, { sharing, end, time, name, beside }) {
  const { view, page } = sheet;
  const plan = String(sharing[0]?.fields[`plan_${end}`] ?? "");
  const ids = sharing.map(({ id }) => id);
  const skipped = `skipped_${ids[0]}_${end}`;
  const write = (/** @type {string} */ to) => sheet.set(...timeChanges(sheet.view, ids, { [end]: to }));
  const set = (/** @type {string} */ typed) => {
    const to = typedTime(view, sharing[0].fields, end, typed, page.zone, beside);
    page.ui[skipped] = clockOf(to) === typed ? "" : typed;   // a night without this time: the clocks go forward
    write(to);
  };
  const step = (/** @type {-1 | 1} */ by) => {
    page.ui[skipped] = "";
    write(time ? addMinutes(time, by * QUARTER, page.zone) : firstTime(sheet, sharing[0].fields, end));
  };
  const differs = Boolean(plan) && plan !== time;
  return html`<div class="line">
    <span class="line-name">${name}${differs ? html`<span class="label">${t("times.plan", { time: clockOf(plan) })}</span>` : nothing}</span>
    ${timeStepper({ name, time: clockOf(time), entered: Boolean(sharing[0]?.fields[end]) && (differs || !plan), off: !sheet.writable, set, step })}
  </div>${nextDayWord(view, time)}${whichOfTwo(sheet, time, write)}
  ${page.ui[skipped] ? html`<p class="fine">${t("times.skipped", { typed: page.ui[skipped], time: clockOf(time) })}</p>` : nothing}`;
}

/** Past midnight the date is said with it. @param {Sheet["view"]} view @param {string} time */
function nextDayWord({ fields }, time) {
  return time && fields.date && dayOf(time) !== fields.date ? html`<p class="label next-day">${t("times.on_day", { day: day(dayOf(time)) })}</p>` : nothing;
}

/** In the night the clocks go back an hour comes twice: which one it was only the person knows.
    @param {Sheet} sheet @param {string} time @param {(to: string) => void} write */
function whichOfTwo(sheet, time, write) {
  const both = time ? twice(time, sheet.page.zone) : null;
  if (!both) return nothing;
  return html`<fieldset class="twice"><legend>${t("times.twice", { time: clockOf(time) })}</legend>
    <div class="chips" role="radiogroup" aria-label=${t("times.twice", { time: clockOf(time) })}>${both.map((one, i) => chip({ radio: true, off: !sheet.writable,
      word: t(i ? "times.twice_after" : "times.twice_before"), on: one === time, tap: () => write(one) }))}</div></fieldset>`;
}

/** The first tap on an empty time: an end follows its start, else the usual day. @param {Sheet} sheet @param {Fields} fields @param {"start" | "end"} end */
function firstTime(sheet, fields, end) {
  const start = shownTime(fields, "start");
  return end === "end" && start && !fields.plan_end && fields.activity !== "work" ? addMinutes(start, QUARTER, sheet.page.zone) : usualTime(sheet, end);
}

/** @param {Sheet} sheet @param {"start" | "end"} end */
function usualTime({ view, page }, end) {
  return typedTime(view, {}, end, page.catalog.usual[end], page.zone);
}

/** @param {Sheet} sheet @param {Own} own @param {TimeEntry[]} times */
function personRow({ view }, { main: entry, rest, minutes }, times) {
  const { fields, plan_minutes } = entry;
  const done = Boolean(fields.start && fields.end);
  const main = html`<b>${fields.name}</b>${ownNote(entry, times)}${fields.text ? html`<span class="ink">${fields.text}</span>` : nothing}
    ${rest.map((one) => html`<span class="ink">${besides(one)}</span>`)}`;
  return linkRow({ to: `slip/${view.slip_id}/person/${entry.id}`, main,
    end: html`<span class=${done ? "number hours ink" : "number hours"}>${hm(done ? minutes : plan_minutes)}</span>` });
}

/** What somebody did besides the day's work: "Fahrt 06:00–07:00". @param {TimeEntry} entry */
export function besides(entry) {
  return `${t(`activity.${entry.fields.activity ?? "work"}`)} ${spanOf(entry)}`;
}

/** Where somebody's day differs from the others'. @param {TimeEntry} entry @param {TimeEntry[]} times */
function ownNote({ fields }, times) {
  const notes = /** @type {const} */ (["start", "end"]).filter((end) => shownTime(fields, end) && shownTime(fields, end) !== commonTime(times, end))
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
