/** "Jetzt angefangen", "jetzt Feierabend": the clock on the wall as a field of the slip. No timer runs anywhere, so none can be lost. */

import { html, nothing } from "../../vendor/lit-html.js";
import { setRows } from "../core/actions.js";
import { hm, minutes } from "../core/hours.js";
import { day } from "../core/walltime.js";
import { t } from "../texts.js";
import { buzz } from "./buzz.js";
import { clockOf, timeChanges } from "./clockwork.js";
import { chip } from "./controls.js";
import { icon } from "./icon.js";

/** @import { Sheet } from "./sheet.js" */
/** @import { TimeEntry } from "../core/hours.js" */

const LONGEST = 16 * 60;

/** While nobody has a time yet, on the day itself. @param {Sheet} sheet @param {TimeEntry[]} times */
export function startChip(sheet, times) {
  const now = nowOf(sheet);
  const empty = times.every(({ fields }) => !fields.start && !fields.end);
  if (!sheet.writable || !empty || day(now) !== sheet.view.fields.date) return nothing;
  return chip({ word: t("timer.start"), on: false, tap: () => (buzz("tick"), sheet.act((view) => setRows(view, times.map(({ id }) => id), { start: nowOf(sheet) }))) });
}

/** Since when, and the way to end it. @param {Sheet} sheet @param {TimeEntry[]} times */
export function running(sheet, times) {
  const now = nowOf(sheet);
  const open = times.filter(({ fields }) => fields.start && !fields.end);
  const since = open.map(({ fields }) => String(fields.start)).sort()[0];
  const lasts = since ? minutes(since, now) : -1;
  if (lasts < 0 || lasts > LONGEST || !sheet.writable) return nothing;
  const stop = () => (buzz("tick"), sheet.set(...timeChanges(sheet.view, open.map(({ id }) => id), { end: nowOf(sheet) })));
  return html`<p class="timer"><span>${icon("clock", "small")} ${t("timer.since", { time: clockOf(since), hours: hm(lasts) })}</span>
    <button type="button" class="button" ?disabled=${lasts === 0} @click=${stop}>${t("timer.stop")}</button></p>`;
}

/** The minute it is, by the office's clock where this phone knows it. @param {Sheet} sheet */
function nowOf({ around, view }) {
  return String(around.check(view).now);
}
