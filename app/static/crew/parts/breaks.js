/** Field 2: the breaks, each from and to. What the crew takes together is one line. */

import { html, nothing } from "../../vendor/lit-html.js";
import { addBreaks, dropRows, sameBreaks } from "../core/actions.js";
import { entries, hm, minutes } from "../core/hours.js";
import { addMinutes, following, wall } from "../core/walltime.js";
import { t } from "../texts.js";
import { isOf } from "./check.js";
import { clockOf, isPlanned, peopleOf, shownTime } from "./clockwork.js";
import { amountStepper, clockInput, fold, partHead } from "./controls.js";
import { questions } from "./given.js";
import { icon } from "./icon.js";
import { remarksAt } from "./remarks.js";

/** @import { Value, View } from "../shapes.js" */
/** @import { Sheet } from "./sheet.js" */
/** @import { Own } from "./clockwork.js" */
/** @typedef {{ ids: string[], start: string, end: string, entered: boolean, names: string[] }} Group */

const STEP = 5;
const NEW_BREAK = ["12:00", "12:30"];

/** @param {Sheet} sheet */
export function breaksPart(sheet) {
  const { view } = sheet;
  const times = entries(view.rows);
  const people = peopleOf(times);
  const sum = Math.max(0, ...people.map(({ main, rest }) => [main, ...rest].reduce((total, time) => total + (time.break_minutes || plannedMinutes(time)), 0)));
  const is = isOf(sheet, "2");
  const usual = times.every((time) => time.breaks.every(({ fields }) => isPlanned(fields) || (!fields.start && !time.fields.start)));
  if (usual && !is && !sheet.isOpen("breaks") && !remarksAt(sheet, "2").length) {
    return fold({ no: "2", title: t("part.2"), open: () => sheet.open("breaks"), value: sum ? t("breaks.as_planned", { hours: hm(sum) }) : t("breaks.none") });
  }
  return html`<section class="part" id="p2" aria-labelledby="h2">
    ${partHead({ no: "2", title: t("part.2"), is, sum: html`<output class="part-sum number">${t("hours_h", { hours: hm(sum) })}</output>` })}
    ${remarksAt(sheet, "2")}
    ${groups(view, times.map(({ id }) => id)).map((group) => breakLine(sheet, group, people.length))}
    ${sheet.writable ? html`<button type="button" class="button" @click=${() => add(sheet, people.map(({ main }) => main.id))}>${icon("plus")} ${t("breaks.add")}</button>` : nothing}
    ${enough(sheet, people)}
  </section>`;
}

/** Breaks of these people that lie in the same place, together; not those that fell away with a late start or an early end. @param {View} view @param {string[]} time_ids @returns {Group[]} */
export function groups(view, time_ids) {
  const own = entries(view.rows).filter(({ id }) => time_ids.includes(id)).flatMap((time) => time.breaks.map((pause) => ({ pause, time })))
    .filter(({ pause, time }) => pause.fields.start || (!time.fields.start && pause.fields.plan_start));
  const counted = new Set(own.map(({ pause }) => pause.id));
  /** @type {Set<string>} */
  const seen = new Set();
  return own.flatMap(({ pause }) => {
    if (seen.has(pause.id)) return [];
    const ids = sameBreaks(view, pause.id).filter((id) => counted.has(id));
    ids.forEach((id) => seen.add(id));
    const names = own.filter((one) => ids.includes(one.pause.id)).map(({ time }) => String(time.fields.name));
    return [{ ids, names, start: shownTime(pause.fields, "start"), end: shownTime(pause.fields, "end"), entered: Boolean(pause.fields.start) && !isPlanned(pause.fields) }];
  });
}

/** @param {Sheet} sheet @param {Group} group @param {number} crew */
export function breakLine(sheet, group, crew) {
  const { page } = sheet;
  const { ids, start, end } = group;
  const length = minutes(start, end);
  const span = `${clockOf(start)}–${clockOf(end)}`;
  const write = (/** @type {string} */ from, /** @type {string} */ to) => sheet.set(...ids.flatMap((id) => both(id, from, to)));
  const resize = (/** @type {number} */ count) => count > 0 ? write(start, addMinutes(start, count, page.zone)) : sheet.act((now) => dropRows(now, ids));
  const move = (/** @type {string} */ from) => write(from, addMinutes(from, length, page.zone));
  return html`<div class="line">
    <label class="line-name time"><span>${span}</span>
      ${clockInput({ name: t("breaks.start", { span }), time: clockOf(start), off: !sheet.writable, set: (typed) => move(startAt(sheet, typed)) })}
      ${group.names.length < crew ? html`<span class="label">${group.names.join(", ")}</span>` : nothing}</label>
    ${amountStepper({ name: t("breaks.length", { span }), value: String(length), unit: t("min"), entered: group.entered, off: !sheet.writable,
      set: (value) => /^\d{1,3}$/.test(value) && resize(Number(value)), step: (by) => resize(length + by * STEP) })}
  </div>`;
}

/** @param {string} id @param {string} from @param {string} to @returns {[string, string, Value][]} */
function both(id, from, to) {
  return [[id, "start", from], [id, "end", to]];
}

/** A night's break after midnight lies on the next day. @param {Sheet} sheet @param {string} typed */
function startAt({ view, page }, typed) {
  const first = entries(view.rows).map(({ fields }) => shownTime(fields, "start")).filter(Boolean).sort()[0];
  return first ? following(first, typed, page.zone) : wall(String(view.fields.date), typed, page.zone);
}

/** @param {Sheet} sheet @param {string[]} time_ids */
export function add(sheet, time_ids) {
  const start = startAt(sheet, NEW_BREAK[0]);
  const end = following(start, NEW_BREAK[1], sheet.page.zone);
  return sheet.act((now) => addBreaks(now, time_ids, { start, end }));
}

/** Said only where it is true for all: a reason makes a short break no longer, and the young need more. @param {Sheet} sheet @param {Own[]} people */
function enough(sheet, people) {
  const worked = Math.max(0, ...people.map(({ minutes }) => minutes));
  const short = questions(sheet).some(({ field }) => field === "2");
  const known = sheet.around.check(sheet.view).people ?? {};
  if (worked <= 360 || short || people.some(({ person }) => known[person]?.minor)) return nothing;
  return html`<p class="fine">${icon("check", "small")} ${t(worked > 540 ? "breaks.enough_9" : "breaks.enough_6")}</p>`;
}

/** @param {ReturnType<typeof entries>[number]} time */
function plannedMinutes({ breaks }) {
  return breaks.reduce((sum, { fields }) => sum + (fields.plan_start && fields.plan_end ? minutes(String(fields.plan_start), String(fields.plan_end)) : 0), 0);
}
