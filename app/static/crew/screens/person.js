/** One person's day: own times, own breaks, own work. */

import { html, nothing } from "../../vendor/lit-html.js";
import { dropPerson, setRow } from "../core/actions.js";
import { entries, hm } from "../core/hours.js";
import { add, breakLine, groups } from "../parts/breaks.js";
import { chip, writing } from "../parts/controls.js";
import { act, slimClip } from "../parts/frame.js";
import { icon } from "../parts/icon.js";
import { phraseChips } from "../parts/work.js";
import { openSheet, sheetOf } from "../parts/sheet.js";
import { timeLine } from "../parts/times.js";
import { nameOfSlip } from "../parts/slip-clip.js";
import { t } from "../texts.js";
import { notHere } from "./slip.js";

/** @import { Screen } from "../screen.js" */
/** @import { Opened, Sheet } from "../parts/sheet.js" */
/** @import { TimeEntry } from "../core/hours.js" */

const ACTIVITIES = ["work", "travel", "waiting"];

/** @type {Screen<Opened | null>} */
export const person = {
  load: openSheet,
  view(page, opened) {
    const sheet = opened && sheetOf(page, opened);
    const entry = sheet && entries(sheet.view.rows).find(({ id }) => id === page.params.row);
    if (!sheet || !entry) return notHere();
    const back = `slip/${sheet.view.slip_id}`;
    return html`${slimClip({ title: nameOfSlip(sheet.view), back })}
      <main class="slip" tabindex="-1"><form class="sheet report" @submit=${(/** @type {Event} */ event) => event.preventDefault()}>
        <section class="part first">
          <header class="part-head"><h1 class="title">${entry.fields.name}</h1><output class="part-sum number">${t("hours_h", { hours: hm(entry.minutes) })}</output></header>
          <p class="label">${entry.fields.job_title}</p>
          ${timeLine(sheet, { sharing: [entry], end: "start", time: shown(entry, "start"), name: t("times.start") })}
          ${timeLine(sheet, { sharing: [entry], end: "end", time: shown(entry, "end"), name: t("times.end") })}
          <div class="chips" role="radiogroup" aria-label=${t("person.activity")}>${ACTIVITIES.map((activity) => chip({ radio: true, off: !sheet.writable, word: t(`activity.${activity}`),
            on: (entry.fields.activity ?? "work") === activity, tap: () => sheet.act((now) => setRow(now, entry.id, { activity })) }))}</div>
        </section>
        <section class="part"><header class="part-head"><span class="field-no">2</span><h2>${t("part.2")}</h2><output class="part-sum number">${t("hours_h", { hours: hm(entry.break_minutes) })}</output></header>
          ${groups(sheet.view, [entry.id]).map((group) => breakLine(sheet, group, 1))}
          ${sheet.writable ? html`<button type="button" class="button" @click=${() => add(sheet, [entry.id])}>${icon("plus")} ${t("breaks.add")}</button>` : nothing}
        </section>
        ${ownWork(sheet, entry)}
        ${sheet.writable ? html`<section class="part"><button type="button" class="button wide" data-kind="red" @click=${() => remove(sheet, entry)}>${icon("trash")} ${t("person.remove", { name: String(entry.fields.name) })}</button></section>` : nothing}
      </form></main>
      ${act(nothing, html`<a class="button wide" data-kind="main" href=${`#/${back}`}>${icon("check")} ${t("person.done")}</a>`)}`;
  },
};

/** @param {TimeEntry} entry @param {"start" | "end"} end */
function shown({ fields }, end) {
  return String(fields[end] ?? fields[`plan_${end}`] ?? "");
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

/** @param {Sheet} sheet @param {TimeEntry} entry */
async function remove({ page, view, act: record }, { id }) {
  if (await record((now) => dropPerson(now, id))) page.go(`slip/${view.slip_id}`);
}
