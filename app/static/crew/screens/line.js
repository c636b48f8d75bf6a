/** One line of the slip with all its fields: material, machine, measurement, opening, obstruction, concern, defect, follow-up. */

import { html, nothing } from "../../vendor/lit-html.js";
import { dropRows } from "../core/actions.js";
import { rowsOf } from "../core/slip.js";
import { fields } from "../parts/fields.js";
import { FORMS, fieldOf, isEmpty, PHOTO_TAG } from "../parts/forms.js";
import { act, savedWord, slimClip } from "../parts/frame.js";
import { icon } from "../parts/icon.js";
import { photosOf } from "../parts/photos.js";
import { openSheet, openState, sheetOf } from "../parts/sheet.js";
import { nameOfSlip } from "../parts/slip-clip.js";
import { t } from "../texts.js";
import { notHere } from "./slip.js";

/** @import { Page, Screen } from "../screen.js" */
/** @import { Opened, Sheet } from "../parts/sheet.js" */
/** @import { Line } from "../parts/fields.js" */

/** @type {Screen<Opened | null>} */
export const line = {
  load: openSheet,
  view(page, opened) {
    const sheet = opened && sheetOf(page, opened);
    const row = sheet?.view.rows[page.params.row];
    if (!sheet || !row || !FORMS[row.table]) return notHere(opened?.base);
    const one = { id: page.params.row, ...row };
    const back = `slip/${sheet.view.slip_id}`;
    return html`${slimClip({ title: nameOfSlip(sheet.view), back })}
      <main class="slip" tabindex="-1"><form class="sheet report" @submit=${(/** @type {Event} */ event) => event.preventDefault()}>${form(sheet, one)}</form></main>
      ${act(savedWord(sheet.editor.written()), html`<a class="button wide" data-kind="main" href=${`#/${back}`}>${icon("check")} ${t("row.done")}</a>`)}`;
  },
  leave(page, opened) {
    if (opened) void dropIfEmpty(page, page.params);
  },
};

/** Opened and left again: no line. What was typed has been written by now. @param {Page} page @param {Record<string, string>} where */
async function dropIfEmpty({ store, record }, { id, row }) {
  const view = await store.view(id), one = view?.rows[row];
  if (!view || !one || !openState(view) || !isEmpty(one) || rowsOf(view, "photo").some(({ fields }) => fields.of === row)) return;
  const gone = dropRows(view, [row]);
  if (gone) await record(gone);
}

/** @param {Sheet} sheet @param {Line} one */
function form(sheet, one) {
  const { table } = one;
  const name = String((table === "material" || table === "equipment") && one.fields.text ? one.fields.text : t(`row.add.${table}`));
  return html`<section class="part first"><header class="part-head"><span class="field-no" data-is="quiet">${fieldOf(table)}</span><h1 class="title">${name}</h1></header>
      ${t(`row.about.${table}`) ? html`<p class="label">${t(`row.about.${table}`)}</p>` : nothing}
      ${fields(sheet, one, FORMS[table])}
      ${PHOTO_TAG[table] ? html`<h2 class="row-photos">${t("row.photos")}</h2>${photosOf(sheet, one.id, PHOTO_TAG[table])}` : nothing}</section>
    ${sheet.writable ? html`<section class="part"><button type="button" class="button wide" data-kind="red" @click=${() => remove(sheet, one)}>${icon("trash")} ${t("row.remove")}</button></section>` : nothing}`;
}

/** @param {Sheet} sheet @param {Line} one */
async function remove({ page, view, act: record }, { id }) {
  if (await record((now) => dropRows(now, [id]))) page.go(`slip/${view.slip_id}`);
}
