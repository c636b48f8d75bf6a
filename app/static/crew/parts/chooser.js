/** Choosing an article among thousands, without signal: search while typing; before that what was used last here, and favourites. */

import { html, nothing } from "../../vendor/lit-html.js";
import { addMaterial, addRow, stepMaterial } from "../core/actions.js";
import { prepared, search } from "../core/search.js";
import { rowsOf } from "../core/slip.js";
import { t } from "../texts.js";
import { add } from "./adding.js";
import { lineInput } from "./controls.js";
import { icon } from "./icon.js";
import { lastUsed } from "./last-used.js";

/** @import { Article, View } from "../shapes.js" */
/** @import { Page } from "../screen.js" */
/** @import { Sheet } from "./sheet.js" */

const FOUND = 20, BEFORE_TYPING = 10;
const FAVOURITES = "favourites";

/** @type {WeakMap<object, ReturnType<typeof prepared>>} */
const indexes = new WeakMap();

/** What the chooser knows beforehand: the articles, this person's favourites, kept on this phone, and what this site used last.
    @param {Page} page @param {View} slip @param {View[]} views */
export async function chooserKnows(page, slip, views) {
  page.ui.favourites ??= new Set(/** @type {string[] | undefined} */ (await page.store.draft(FAVOURITES)) ?? []);
  page.ui.last_used ??= lastUsed(slip, views);
  page.ui.articles ??= await page.store.articles();
}

/** @param {Sheet} sheet */
export function chooser(sheet) {
  const { page } = sheet;
  const typed = String(page.ui.material_search ?? ""), found = foundIn(page, typed);
  return html`<div class="adding">
    ${lineInput({ name: t("material.search"), value: typed, input: (value) => ((page.ui.material_search = value), page.draw()) })}
    ${typed.trim() ? html`<p class="out-of-sight" role="status">${t("material.found", { n: found.length })}</p>` : nothing}
    <ul class="ruled">${found.map((one) => html`<li class="article"><button type="button" class="row wide" @click=${() => take(sheet, one)}>
        <span class="row-main"><b>${one.text}</b><span class="label">${[one.number, one.unit].filter(Boolean).join(" · ")}</span></span>${icon("plus")}</button>
      ${star(page, one)}</li>`)}</ul>
    ${typed.trim() ? html`<button type="button" class="button wide" @click=${() => free(sheet, typed.trim())}>${icon("pen")} ${t("material.free", { text: typed.trim() })}</button>` : nothing}
  </div>`;
}

/** @param {Page} page @param {string} typed @returns {Article[]} */
function foundIn({ ui }, typed) {
  const all = /** @type {Article[]} */ (ui.articles ?? []);
  const index = indexes.get(all) ?? prepared(all);
  indexes.set(all, index);
  const firm = all.filter(({ favourite }) => favourite).map(({ id }) => id);
  return /** @type {Article[]} */ (search(index, typed, { favourites: new Set([...(ui.favourites ?? []), ...firm]), last_used: ui.last_used ?? [], most: typed.trim() ? FOUND : BEFORE_TYPING }));
}

/** @param {Page} page @param {Article} article */
function star(page, { id, text }) {
  const on = Boolean(page.ui.favourites?.has(id));
  return html`<button type="button" class="star" aria-pressed=${String(on)} aria-label=${t("material.favourite", { text })} @click=${() => keep(page, id, !on)}>${icon("star")}</button>`;
}

/** Read again first: another slip's screen may have kept one meanwhile. @param {Page} page @param {string} id @param {boolean} on */
async function keep(page, id, on) {
  const own = new Set(/** @type {string[] | undefined} */ (await page.store.draft(FAVOURITES)) ?? []);
  if (on) own.add(id);
  else own.delete(id);
  page.ui.favourites = own;
  await page.store.saveDraft(FAVOURITES, [...own]);
  page.draw();
}

/** @param {Sheet} sheet @param {Article} article */
function take(sheet, article) {
  const there = rowsOf(sheet.view, "material").find(({ fields }) => fields.article === article.id);
  // one more of a planned line counts from the plan
  return add(sheet, (now) => (there ? stepMaterial(now, there.id, 1) : addMaterial(now, article)));
}

/** @param {Sheet} sheet @param {string} text */
function free(sheet, text) {
  return add(sheet, (now) => addRow(now, "material", { text, quantity: "1", unit: t("record.piece") }));
}
