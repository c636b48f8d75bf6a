/** One person's day: all their times with what they were for, their breaks, their own work. */

import { html, nothing } from "../../vendor/lit-html.js";
import { addRow, dropPerson, setRow } from "../core/actions.js";
import { entries, hm } from "../core/hours.js";
import { add, breakLine, groups } from "../parts/breaks.js";
import { peopleOf, shownTime } from "../parts/clockwork.js";
import { chip, lineInput, writing } from "../parts/controls.js";
import { act, slimClip } from "../parts/frame.js";
import { icon } from "../parts/icon.js";
import { phraseChips } from "../parts/work.js";
import { openSheet, sheetOf } from "../parts/sheet.js";
import { timeLine } from "../parts/times.js";
import { running, startChip } from "../parts/timer.js";
import { nameOfSlip } from "../parts/slip-clip.js";
import { t } from "../texts.js";
import { notHere } from "./slip.js";

/** @import { Screen } from "../screen.js" */
/** @import { Opened, Sheet } from "../parts/sheet.js" */
/** @import { TimeEntry } from "../core/hours.js" */
/** @import { Own } from "../parts/clockwork.js" */

const ACTIVITIES = ["work", "travel", "waiting"];

/** @type {Screen<Opened | null>} */
export const person = {
  load: openSheet,
  view(page, opened) {
    const sheet = opened && sheetOf(page, opened);
    const own = sheet && peopleOf(entries(sheet.view.rows)).find(({ main, rest }) => [main, ...rest].some(({ id }) => id === page.params.row));
    if (!sheet || !own) return notHere();
    const back = `slip/${sheet.view.slip_id}`;
    return html`${slimClip({ title: nameOfSlip(sheet.view), back })}
      <main class="slip" tabindex="-1"><form class="sheet report" @submit=${(/** @type {Event} */ event) => event.preventDefault()}>
        ${ownDay(sheet, own)}
        ${own.rest.map((entry) => besideDay(sheet, entry, own))}
        ${sheet.writable ? html`<section class="part"><button type="button" class="button" @click=${() => another(sheet, own)}>${icon("plus")} ${t("person.another")}</button></section>` : nothing}
        ${ownBreaks(sheet, own)}
        ${ownWork(sheet, own.main)}
        ${sheet.writable ? html`<section class="part"><button type="button" class="button wide" data-kind="red" @click=${() => remove(sheet, own)}>${icon("trash")} ${t("person.remove", { name: String(own.main.fields.name) })}</button></section>` : nothing}
      </form></main>
      ${act(nothing, html`<a class="button wide" data-kind="main" href=${`#/${back}`}>${icon("check")} ${t("person.done")}</a>`)}`;
  },
};

/** @param {Sheet} sheet @param {Own} own */
function ownDay(sheet, { main: entry, minutes }) {
  return html`<section class="part first" id=${`row-${entry.id}`}>
    <header class="part-head"><h1 class="title">${entry.fields.name}</h1><output class="part-sum number">${t("hours_h", { hours: hm(minutes) })}</output></header>
    <p class="label">${entry.fields.job_title}</p>
    <div class="chips">${startChip(sheet, [entry])}</div>
    ${running(sheet, [entry])}
    ${bothTimes(sheet, entry)}
    ${activity(sheet, entry)}
    ${accounted(sheet, entry)}
  </section>`;
}

/** A time beside the day's work: the way there, waiting, another job. @param {Sheet} sheet @param {TimeEntry} entry @param {Own} own */
function besideDay(sheet, entry, { main }) {
  const write = (/** @type {string} */ text) => sheet.set([entry.id, "text", text]);
  return html`<section class="part" id=${`row-${entry.id}`}>
    <header class="part-head"><span class="field-no" data-is="quiet">1</span><h2>${t(`activity.${entry.fields.activity ?? "work"}`)}</h2>
      <output class="part-sum number">${t("hours_h", { hours: hm(entry.minutes) })}</output></header>
    ${activity(sheet, entry)}
    ${bothTimes(sheet, entry, main)}
    ${running(sheet, [entry])}
    ${lineInput({ name: t("person.what_for"), value: String(entry.fields.text ?? ""), off: !sheet.writable, leave: sheet.editor.commit, input: write })}
    ${accounted(sheet, entry)}
    ${sheet.writable ? html`<button type="button" class="button" data-kind="red" @click=${() => sheet.act((now) => dropPerson(now, entry.id))}>${icon("trash")} ${t("person.drop_time")}</button>` : nothing}
  </section>`;
}

/** @param {Sheet} sheet @param {TimeEntry} entry @param {TimeEntry} [main] */
function bothTimes(sheet, entry, main) {
  const line = (/** @type {"start" | "end"} */ end) => timeLine(sheet, { sharing: [entry], end, time: shownTime(entry.fields, end), name: t(`times.${end}`), beside: main?.fields });
  return html`${line("start")}${line("end")}`;
}

/** @param {Sheet} sheet @param {TimeEntry} entry */
function activity(sheet, entry) {
  return html`<div class="chips" role="radiogroup" aria-label=${t("person.activity")}>${ACTIVITIES.map((one) => chip({ radio: true, off: !sheet.writable, word: t(`activity.${one}`),
    on: (entry.fields.activity ?? "work") === one, tap: () => sheet.act((now) => setRow(now, entry.id, { activity: one })) }))}</div>`;
}

/** In the order or extra, ordered by whom, at which position. @param {Sheet} sheet @param {TimeEntry} entry */
function accounted(sheet, { id, fields }) {
  const extra = Boolean(fields.extra_order);
  const mask = sheet.around.check(sheet.view).position_mask;
  const toggle = () => sheet.act((now) => setRow(now, id, { extra_order: extra ? null : 1 }));
  const line = (/** @type {string} */ field, /** @type {string} */ name) => lineInput({ name, value: String(fields[field] ?? ""), off: !sheet.writable,
    leave: sheet.editor.commit, input: (value) => sheet.set([id, field, value]) });
  return html`<div class="chips">${chip({ word: t("person.extra"), on: extra, off: !sheet.writable, tap: toggle })}</div>
    ${extra ? line("ordered_by", t("person.ordered_by")) : nothing}
    ${mask || fields.position ? line("position", mask ? t("person.position_like", { mask }) : t("person.position")) : nothing}`;
}

/** @param {Sheet} sheet @param {Own} own */
function ownBreaks(sheet, { main, rest }) {
  const sum = [main, ...rest].reduce((total, one) => total + one.break_minutes, 0);
  return html`<section class="part" id="p2"><header class="part-head"><span class="field-no">2</span><h2>${t("part.2")}</h2><output class="part-sum number">${t("hours_h", { hours: hm(sum) })}</output></header>
    ${groups(sheet.view, [main, ...rest].map(({ id }) => id)).map((group) => breakLine(sheet, group, 1))}
    ${sheet.writable ? html`<button type="button" class="button" @click=${() => add(sheet, [main.id])}>${icon("plus")} ${t("breaks.add")}</button>` : nothing}
  </section>`;
}

/** @param {Sheet} sheet @param {TimeEntry} entry */
function ownWork(sheet, { id, fields }) {
  const text = String(fields.text ?? "");
  const write = (/** @type {string} */ next) => sheet.set([id, "text", next]);
  return html`<section class="part"><header class="part-head"><span class="field-no">4</span><h2>${t("person.work")}</h2></header>
    <p class="label">${t("person.work_hint")}</p>
    ${phraseChips(sheet, { text, write })}
    ${writing({ name: t("work.text"), value: text, rows: 2, off: !sheet.writable, leave: sheet.editor.commit, input: write })}
  </section>`;
}

/** From where the last time ends; its own end is still to be said. @param {Sheet} sheet @param {Own} own */
function another(sheet, { main, rest }) {
  const { person: id, name, job_title } = main.fields;
  const ends = [main, ...rest].map(({ fields }) => shownTime(fields, "end")).filter(Boolean);
  return sheet.act((now) => addRow(now, "time", { person: id, name, job_title, activity: "travel", start: ends.at(-1) }));
}

/** @param {Sheet} sheet @param {Own} own */
async function remove({ page, view, act: record }, { main, rest }) {
  if (await record((now) => [main, ...rest].map(({ id }) => dropPerson(now, id)).filter((one) => one !== null))) page.go(`slip/${view.slip_id}`);
}
