/** Field 6: photos. A picture appears only when the phone really holds it, each with the word for where it is. */

import { html, nothing } from "../../vendor/lit-html.js";
import { attachPhoto, detachPhoto, setRow } from "../core/actions.js";
import { rowsOf } from "../core/slip.js";
import { at } from "../core/walltime.js";
import { t } from "../texts.js";
import { brokenParts } from "./broken.js";
import { taken } from "./camera.js";
import { isOf } from "./check.js";
import { chip, lineInput, partHead } from "./controls.js";
import { icon } from "./icon.js";
import { photoSaid } from "./place.js";
import { remarksAt } from "./remarks.js";

/** @import { Sheet } from "./sheet.js" */
/** @typedef {ReturnType<typeof rowsOf>[number]} Photo */

const TAGS = ["before", "during", "after", "defect", "extra", "paper"];

/** @param {Sheet} sheet */
export function photosPart(sheet) {
  const photos = rowsOf(sheet.view, "photo");
  const after = sheet.findings.some(({ code }) => code === "photo_after_missing");
  const open = photos.find(({ id }) => id === sheet.page.ui.photo);
  return html`<section class="part" id="p6" aria-labelledby="h6">
    ${partHead({ no: "6", title: t("part.6"), is: isOf(sheet, "6"), sum: html`<span class="part-sum">${whereAll(sheet, photos)}</span>` })}
    ${remarksAt(sheet, "6")}
    ${brokenParts(sheet, (photo) => html`<label class="button">${icon("camera")} ${t("broken.retake")}${fileInput(sheet, String(photo.fields.tag ?? "during"), true, photo)}</label>`)}
    <div class="photos">
      ${photos.map((photo) => tile(sheet, photo))}
      ${sheet.writable ? adder(sheet, after ? "after" : photos.length ? "during" : "before", after) : nothing}
    </div>
    ${open ? about(sheet, open) : nothing}
    ${sheet.page.ui.reading ? html`<p class="fine" role="status">${icon("camera", "small")} ${t("photo.reading", sheet.page.ui.reading)}</p>` : nothing}
    ${sheet.page.ui.unreadable ? html`<p class="pencil" role="alert">${t("photo.unreadable", { n: sheet.page.ui.unreadable })}</p>` : nothing}
    ${sheet.writable ? buttons(sheet, after ? "after" : photos.length ? "during" : "before") : nothing}
  </section>`;
}

/** @param {Sheet} sheet @param {Photo} photo */
function tile(sheet, photo) {
  const { pictures, page } = sheet;
  const said = photoPlace(sheet, photo);
  const tag = photo.fields.tag ? t(`tag.${photo.fields.tag}`) : t("part.6");
  const toggle = () => ((page.ui.photo = page.ui.photo === photo.id ? null : photo.id), page.draw());
  return html`<figure class="photo">
    <button type="button" class="photo-open" aria-expanded=${String(page.ui.photo === photo.id)} @click=${toggle}>
      <img src=${pictures.get(String(photo.fields.sha256)) ?? ""} alt=${[tag, photo.fields.caption].filter(Boolean).join(": ")} loading="lazy"></button>
    <figcaption><b class=${photo.pending ? "ink" : ""}>${tag}</b><span class="place">${icon(said.icon, "small")} ${said.word}</span></figcaption>
  </figure>`;
}

/** @param {Sheet} sheet @param {Photo} photo */
export function photoPlace({ cards, broken, backed_up_to, page }, photo) {
  return photoSaid(photo, { cards, broken, backed_up_to, sending: page.syncing.sending });
}

/** @param {Sheet} sheet @param {Photo[]} photos */
function whereAll(sheet, photos) {
  const here = photos.filter((photo) => photoPlace(sheet, photo).is === "phone").length;
  const there = photos.length - here;
  return [there && t("photos.office", { n: there }), here && t("photos.here", { n: here })].filter(Boolean).join(", ");
}

/** @param {Sheet} sheet @param {string} tag @param {boolean} missing */
function adder(sheet, tag, missing) {
  return html`<label class=${missing ? "photo-add" : "photo-add free"}>${icon("camera")}
    <b>${missing ? t(`tag.${tag}`) : t("photo.add")}</b>${missing ? html`<span class="label">${t("photo.missing")}</span>` : nothing}
    ${fileInput(sheet, tag, true)}</label>`;
}

/** @param {Sheet} sheet @param {string} tag */
function buttons(sheet, tag) {
  return html`<div class="pair-buttons">
    <label class="button">${icon("camera")} ${t("photo.take")}${fileInput(sheet, tag, true)}</label>
    <label class="button">${icon("plus")} ${t("photo.gallery")}${fileInput(sheet, tag, false)}</label>
  </div>`;
}

/** The photos of one line or answer, with the way to one more. @param {Sheet} sheet @param {string} of @param {string} tag */
export function photosOf(sheet, of, tag) {
  const own = rowsOf(sheet.view, "photo").filter(({ fields }) => fields.of === of);
  const { ui } = sheet.page;
  return html`<div class="photos">
    ${own.map((photo) => html`<figure class="photo"><a class="photo-open" href=${`#/slip/${sheet.view.slip_id}/photo/${photo.id}`}>
      <img src=${sheet.pictures.get(String(photo.fields.sha256)) ?? ""} alt=${String(photo.fields.caption ?? t("photo.large"))}></a></figure>`)}
    ${sheet.writable ? html`<label class="photo-add free">${icon("camera")}<b>${t("photo.add")}</b>${fileInput(sheet, tag, true, undefined, of)}</label>` : nothing}</div>
    ${ui.unreadable ? html`<p class="pencil" role="alert">${t("photo.unreadable", { n: ui.unreadable })}</p>` : nothing}`;
}

/** Everything typed is written down before the camera covers the page, which the phone may then drop.
    @param {Sheet} sheet @param {string} tag @param {boolean} camera @param {Photo} [instead] @param {string} [of] */
function fileInput(sheet, tag, camera, instead, of) {
  return html`<input class="out-of-sight" type="file" accept="image/*" ?multiple=${!camera} capture=${camera ? "environment" : nothing}
    @click=${() => void sheet.editor.writeDown()}
    @change=${(/** @type {Event} */ event) => takeAll(sheet, /** @type {HTMLInputElement} */ (event.target), tag, instead, of)}>`;
}

/** One picture after the other: several at once are more than a small phone's memory.
    @param {Sheet} sheet @param {HTMLInputElement} input @param {string} tag @param {Photo} [instead] @param {string} [of] */
async function takeAll(sheet, input, tag, instead, of) {
  const { page } = sheet;
  const files = [...(input.files ?? [])];
  page.ui.unreadable = 0;
  for (const [i, file] of files.entries()) {
    page.ui.reading = { n: i + 1, of: files.length };
    page.draw();
    const picture = await taken(file, page.now()).catch(() => null);
    if (!picture) page.ui.unreadable += 1;
    else if (!(await attach(sheet, picture, tag, instead, of))) break;
  }
  input.value = "";
  page.ui.reading = null;
  page.draw();
}

/** A picture more, or one in the place of another: both in one entry. @param {Sheet} sheet @param {Awaited<ReturnType<typeof taken>>} picture
    @param {string} tag @param {Photo} [instead] @param {string} [of] */
async function attach(sheet, picture, tag, instead, of) {
  const { page } = sheet;
  const photo = { tag, taken_at: at(Math.floor(picture.at / 60_000), page.zone), caption: String(instead?.fields.caption ?? ""),
    of: of ?? heldOver(instead, "of"), original: heldOver(instead, "original") };
  const kept = await sheet.act((now) => [...(instead ? [detachPhoto(now, instead.id)] : []), attachPhoto(now, picture, photo)]);
  if (kept && instead) await page.store.declareLost(String(instead.fields.sha256));
  return kept;
}

/** @param {Photo | undefined} photo @param {string} name */
function heldOver(photo, name) {
  const value = photo?.fields[name];
  return value ? String(value) : undefined;
}

/** What a photo shows, and the way to take it off. @param {Sheet} sheet @param {Photo} photo */
function about(sheet, photo) {
  const { page, writable } = sheet;
  const close = () => ((page.ui.photo = null), page.draw());
  const pick = (/** @type {string} */ tag) => sheet.act((now) => setRow(now, photo.id, { tag }));
  return html`<div class="about-photo">
    <img src=${sheet.pictures.get(String(photo.fields.sha256)) ?? ""} alt=${String(photo.fields.caption ?? t("photo.large"))}>
    <div class="chips">${TAGS.map((tag) => chip({ word: t(`tag.${tag}`), on: photo.fields.tag === tag, off: !writable, tap: () => pick(tag) }))}</div>
    ${lineInput({ name: t("photo.caption"), value: String(photo.fields.caption ?? ""), off: !writable, leave: sheet.editor.commit, input: (value) => sheet.set([photo.id, "caption", value]) })}
    ${photo.fields.original ? html`<p class="fine">${icon("pen", "small")} ${t("draw.is_drawing")}</p>` : nothing}
    <div class="pair-buttons">
      ${writable ? html`<a class="button" href=${`#/slip/${sheet.view.slip_id}/photo/${photo.id}`}>${icon("pen")} ${t("draw.open")}</a>` : nothing}
      <button type="button" class="button" @click=${close}>${icon("up")} ${t("close")}</button>
      ${writable ? html`<button type="button" class="button" data-kind="red" @click=${() => (close(), sheet.act((now) => detachPhoto(now, photo.id)))}>${icon("trash")} ${t("photo.remove")}</button>` : nothing}
    </div>
  </div>`;
}
