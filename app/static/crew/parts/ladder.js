/** The receipt: on this phone, at the office, backed up. Solid is true, dashed is not yet. */

import { html, nothing } from "../../vendor/lit-html.js";
import { rowsOf } from "../core/slip.js";
import { t } from "../texts.js";
import { icon } from "./icon.js";

/** @import { Sheet } from "./sheet.js" */

const STEPS = /** @type {const} */ (["phone", "office", "backed"]);

/** @param {Sheet} sheet */
export function ladder(sheet) {
  const reached = STEPS.indexOf(sheet.view.place);
  return html`<ol class="ladder">${STEPS.map((step, i) => html`<li data-is=${i <= reached ? "done" : i === reached + 1 ? "now" : "later"}>
    ${icon(step)}<div><h2>${t(`ladder.${step}`)}</h2><p>${i <= reached ? doneWord(sheet, step) : notYet(sheet, step)}</p></div>
    ${i <= reached && !sheet.broken.size ? icon("check") : nothing}</li>`)}</ol>`;
}

/** @param {Sheet} sheet @param {"phone" | "office" | "backed"} step */
function doneWord({ broken }, step) {
  return t(broken.size ? "ladder.phone_broken" : `ladder.${step}_done`);
}

/** @param {Sheet} sheet @param {"phone" | "office" | "backed"} step */
function notYet({ view, cards, broken, page }, step) {
  if (step !== "office") return t("ladder.backed_later");
  if (broken.size) return t("ladder.needs_you");
  const photos = rowsOf(view, "photo");
  const open = photos.filter(({ fields }) => cards.get(String(fields.sha256))?.sent === 0).length;
  const what = open ? t("ladder.slip_and_photos", { n: open, of: photos.length }) : t("ladder.slip");
  return t(page.syncing.problem === "offline" ? "ladder.no_signal" : "ladder.not_yet", { what });
}
