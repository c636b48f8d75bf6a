/** The day a paper was filled in. */

import { html } from "../../vendor/lit-html.js";
import { dateIn, t } from "../texts.js";
import { valueOf } from "./controls.js";

/** @import { Page } from "../screen.js" */

/** The day written on it: paper may be older than today. @param {Page} page */
export function dayOf(page) {
  const today = dateIn(page.zone, page.now());
  return html`<label class="write"><span class="label">${t("paper.day")}</span>
    <input class="ink" type="date" max=${today} required .value=${page.ui.date} @change=${(/** @type {Event} */ event) => ((page.ui.date = valueOf(event) || today), page.draw())}></label>`;
}
