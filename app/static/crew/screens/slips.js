/** Zettel: everything this person has on the phone, newest day first, with a search. */

import { html, nothing } from "../../vendor/lit-html.js";
import { lineInput } from "../parts/controls.js";
import { dateOf, monday, weekNumber } from "../parts/days.js";
import { tabs, wideClip } from "../parts/frame.js";
import { slipSaid } from "../parts/place.js";
import { t } from "../texts.js";
import { photosHere, slipRow } from "./today.js";

/** @import { Screen } from "../screen.js" */
/** @import { View } from "../shapes.js" */

const FIRST = 40;

/** @type {Screen<{ views: View[], unsent: Map<string, number> }>} */
export const slips = {
  tab: "slips",
  async load(page) {
    const [views, cards] = await Promise.all([page.store.views(), page.store.blobCards()]);
    return { views, unsent: photosHere(views, cards) };
  },
  view(page, { views, unsent }) {
    const search = String(page.ui.search ?? "");
    const found = views.filter((view) => matches(view, search));
    const shown = page.ui.all ? found : found.slice(0, FIRST);
    return html`${wideClip(page, t("tab.slips"))}
      <main tabindex="-1">
        <section class="sheet calm">${lineInput({ name: t("slips.search"), value: search, input: (value) => ((page.ui.search = value), page.draw()) })}</section>
        ${byWeek(shown).map(([start, some]) => html`<section class="sheet stack"><h2 class="stack-head">${t("slips.week", { number: weekNumber(start) })} <b>${some.length}</b></h2>
          ${some.map((view) => slipRow(view, slipSaid(view, unsent.get(view.slip_id) ?? 0)))}</section>`)}
        ${found.length ? nothing : html`<section class="sheet calm"><p>${t(search ? "slips.no_match" : "slips.none")}</p></section>`}
        ${shown.length < found.length ? html`<button type="button" class="sheet row add" @click=${() => ((page.ui.all = true), page.draw())}><span>${t("slips.more", { n: found.length - shown.length })}</span></button>` : nothing}
      </main>
      ${tabs("slips")}`;
  },
};

/** @param {View} view @param {string} search */
function matches(view, search) {
  const { title, site_text, job_no, client_text } = view.fields;
  const text = [title, site_text, job_no, client_text, view.number].join(" ").toLowerCase();
  return search.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}

/** @param {View[]} views @returns {[string, View[]][]} */
function byWeek(views) {
  /** @type {Map<string, View[]>} */
  const weeks = new Map();
  for (const view of views) {
    const start = dateOf(view) ? monday(dateOf(view)) : "";
    weeks.set(start, [...(weeks.get(start) ?? []), view]);
  }
  return [...weeks];
}
