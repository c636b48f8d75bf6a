/** Two people scanned the same paper: the slip is the first one's. What the second wrote goes on as a slip of its own, if wanted. */

import { html, nothing } from "../../vendor/lit-html.js";
import { derivedId } from "../core/ids.js";
import { asOwn } from "../core/paper.js";
import { rowsOf } from "../core/slip.js";
import { t } from "../texts.js";
import { icon } from "./icon.js";

/** @import { View } from "../shapes.js" */
/** @import { Page } from "../screen.js" */
/** @import { Picture } from "../core/actions.js" */

/** @param {View} view */
export function isTaken(view) {
  return Boolean(view.whole_held) && view.held.some(({ kind, reason }) => kind === "create" && reason === "slip_exists");
}

/** @param {Page} page @param {View} view */
export function takenPart(page, view) {
  if (!isTaken(view)) return nothing;
  return html`<section class="sheet full paper-start" role="status"><h2>${t("paper.taken")}</h2><p>${t("paper.taken_why")}</p>
    <button type="button" class="button wide" @click=${() => goOn(page, view)}>${icon("copy")} ${t("paper.own")}</button></section>`;
}

/** Once: whoever taps again gets to the same slip. @param {Page} page @param {View} view */
async function goOn(page, view) {
  const slip_id = await derivedId(view.slip_id, "own", page.who.person.id);
  if (!(await page.store.view(slip_id)) && !(await page.record(...asOwn(view, slip_id, await picturesOf(page, view))))) return;
  page.go(`slip/${slip_id}`);
}

/** @param {Page} page @param {View} view @returns {Promise<Map<string, Picture>>} */
async function picturesOf({ store }, view) {
  const found = await Promise.all(rowsOf(view, "photo").map(({ fields }) => store.blob(String(fields.sha256))));
  return new Map(found.flatMap((one) => (one ? [[one.sha256, one]] : [])));
}
