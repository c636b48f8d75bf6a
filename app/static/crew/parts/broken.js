/** A picture this phone cannot send: it says so plainly and lets the person choose. Nothing goes without it unless somebody said so. */

import { html, nothing } from "../../vendor/lit-html.js";
import { detachPhoto } from "../core/actions.js";
import { rowsOf } from "../core/slip.js";
import { knows, t } from "../texts.js";
import { icon } from "./icon.js";

/** @import { Page } from "../screen.js" */
/** @import { Sheet } from "./sheet.js" */

/** One block per picture, with what can be done; `again` draws the way to take it once more.
    @param {Sheet} sheet @param {(photo: ReturnType<typeof rowsOf>[number]) => unknown} [again] */
export function brokenParts(sheet, again = () => nothing) {
  const { view, broken } = sheet;
  const photos = rowsOf(view, "photo");
  return [...broken].map(([digest, why]) => {
    const photo = photos.find(({ fields }) => fields.sha256 === digest);
    const signed = ["signature", "answer"].some((table) => rowsOf(view, table).some(({ fields }) => fields.sha256 === digest));
    return photo || signed ? brokenPart(sheet, { digest, why, photo, again }) : nothing;
  });
}

/** @param {Sheet} sheet @param {{ digest: string, why: string, photo?: ReturnType<typeof rowsOf>[number], again: (photo: any) => unknown }} one */
function brokenPart(sheet, { digest, why, photo, again }) {
  const { page, view, writable } = sheet;
  const off = async () => {
    if (await sheet.act((now) => detachPhoto(now, String(photo?.id)))) await page.store.declareLost(digest);
  };
  return html`<div class="broken" role="alert">
    <p class="flag">${icon("warning")} <b>${nameOf(photo)}</b></p>
    <p>${t(knows(`broken.${why}`) ? `broken.${why}` : "broken.refused")}
      ${view.state === "submitted" ? t("broken.waits") : writable ? t("broken.first") : nothing}</p>
    <div class="pair-buttons">
      ${writable && photo ? html`${again(photo)}<button type="button" class="button" data-kind="red" @click=${off}>${icon("trash")} ${t("photo.remove")}</button>` : nothing}
      ${view.state === "submitted" ? without(page, digest, view.slip_id) : nothing}
    </div>
  </div>`;
}

/** The first tap asks, the second does. @param {Page} page @param {string} digest @param {string} slip_id */
export function without(page, digest, slip_id) {
  const sure = page.ui.without === digest;
  const send = async () => {
    page.ui.without = sure ? null : digest;
    page.draw();
    if (!sure) return;
    await page.store.declareLost(digest, slip_id);
    page.sync.soon();
  };
  return html`<button type="button" class="button wide" data-kind="red" @click=${send}>${icon("send")} ${t(sure ? "broken.sure" : "broken.send")}</button>`;
}

/** @param {ReturnType<typeof rowsOf>[number]} [photo] */
function nameOf(photo) {
  if (!photo) return t("broken.signature");
  return photo.fields.tag ? t("broken.photo", { tag: t(`tag.${photo.fields.tag}`) }) : t("broken.a_photo");
}
