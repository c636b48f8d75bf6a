/** Stunden: my own hours, day by day, each with the slip behind it. */

import { html, nothing } from "../../vendor/lit-html.js";
import { entries, hm } from "../core/hours.js";
import { spanOf } from "../parts/clockwork.js";
import { linkRow } from "../parts/controls.js";
import { dateOf, minutesOf, monday, shifted, week, weekNumber } from "../parts/days.js";
import { tabs, wideClip } from "../parts/frame.js";
import { icon } from "../parts/icon.js";
import { slipSaid, stateTag } from "../parts/place.js";
import { besides } from "../parts/times.js";
import { nameOf } from "../parts/remarks.js";
import { dateIn, day, t } from "../texts.js";

/** @import { Page, Screen } from "../screen.js" */
/** @import { View } from "../shapes.js" */
/** @import { Day } from "../parts/days.js" */

/** @type {Screen<{ views: View[], date: string }>} */
export const hours = {
  tab: "hours",
  async load(page) {
    return { views: await page.store.views(), date: dateIn(page.zone, page.now()) };
  },
  view(page, { views, date }) {
    const start = shifted(monday(date), 7 * (page.ui.weeks ?? 0));
    const days = week(views, page.who.person.id, start);
    const oldest = views.map(dateOf).filter(Boolean).sort()[0] ?? date;
    return html`${wideClip(page, t("tab.hours"))}
      <main tabindex="-1">
        <section class="sheet stack">
          <div class="week-turn">
            ${turn(page, -1, "back", t("hours.before"), start <= oldest)}
            <h2>${t("hours.week", { number: weekNumber(start) })}<span class="label">${day(start)} – ${day(shifted(start, 6))}</span></h2>
            ${turn(page, 1, "next", t("hours.after"), (page.ui.weeks ?? 0) >= 1)}
          </div>
          ${sums(days, date)}
        </section>
        ${days.filter((one) => one.slips.length).map((one) => dayCard(page, one))}
        ${days.some((one) => one.slips.length) ? nothing : html`<section class="sheet calm"><p>${t("hours.none")}</p></section>`}
        <p class="ground-note">${t("hours.note")}</p>
      </main>
      ${tabs("hours")}`;
  },
};

/** @param {Page} page @param {-1 | 1} by @param {string} drawing @param {string} name @param {boolean} off */
function turn(page, by, drawing, name, off) {
  const go = () => ((page.ui.weeks = (page.ui.weeks ?? 0) + by), page.draw());
  return html`<button type="button" class="clip-back" aria-label=${name} ?disabled=${off} @click=${go}>${icon(drawing)}</button>`;
}

/** @param {Day[]} days @param {string} date */
function sums(days, date) {
  const worked = days.reduce((sum, one) => sum + (one.date <= date ? one.minutes : 0), 0);
  const planned = days.reduce((sum, one) => sum + one.plan, 0);
  return html`<p class="sum"><span><b class="number">${hm(worked)}</b> ${t("hours.worked")}</span>
    ${planned ? html`<span class="label">${t("hours.plan", { hours: hm(planned) })}</span>` : nothing}</p>`;
}

/** @param {Page} page @param {Day} one */
function dayCard(page, one) {
  return html`<section class="sheet stack"><h2 class="stack-head">${day(one.date, "long")} <b>${one.open ? t("hours.open") : hm(one.minutes)}</b></h2>
    ${one.slips.map((view) => slipHours(page, view))}</section>`;
}

/** @param {Page} page @param {View} view */
function slipHours(page, view) {
  const own = entries(view.rows).filter(({ fields }) => fields.person === page.who.person.id);
  const spans = own.map((one) => ((one.fields.activity ?? "work") === "work" ? spanOf(one) : besides(one))).join(", ");
  const sums = minutesOf(view, page.who.person.id);
  const [first] = own;
  const entered = view.rows[first.id].by;
  const by = !sums.open && entered && entered !== page.who.person.id ? nameOf(page, view, entered) : "";
  const main = html`<b>${view.fields.title}</b><span class=${sums.open ? "" : "ink"}>${spans}</span>
    ${by ? html`<span class="label">${t("hours.by", { name: by })}</span>` : nothing}
    ${view.corrections.map((one) => html`<span class="label">${t("slip.corrected", { version: one.version, name: nameOf(page, view, one.by), reason: one.reason })}</span>`)}
    ${stateTag(slipSaid(view, 0))}`;
  return linkRow({ to: `slip/${view.slip_id}`, main, end: html`<span class=${sums.open ? "number hours" : "number hours ink"}>${hm(sums.open ? sums.plan : sums.minutes)}</span>` });
}
