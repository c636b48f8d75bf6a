/** The two red pages: something is not saved, and the phone cannot save at all. Both say what is lost, what is not, and what helps. */

import { html, nothing } from "../../vendor/lit-html.js";
import { slimClip } from "../parts/frame.js";
import { icon } from "../parts/icon.js";
import { megabytes, saveUnsent } from "../parts/rescue.js";
import { t } from "../texts.js";

/** @import { Action } from "../shapes.js" */
/** @import { Page } from "../screen.js" */

/**
 * The phone is full: what the person just did waits in memory.
 * @param {any} page @param {Action[]} actions @param {{ again: () => void, giveUp: () => void }} ways
 */
export function phoneFull(page, actions, { again, giveUp }) {
  const needed = actions.flatMap(({ blobs = [] }) => blobs).reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
  return html`<header class="clip slim"><span class="clip-back">${icon("stop")}</span><div class="clip-title"><b>${t("full.title")}</b></div></header>
    <main class="slip" tabindex="-1"><section class="sheet full" role="alert">
      <h1 class="title">${t(needed ? "full.photo" : "full.entry")}</h1>
      <p>${t("full.why")}</p>
      <dl class="ledger">
        <div data-is="bad"><dt>${icon("close")} ${t("full.not_saved")}</dt><dd>${t(needed ? "full.one_photo" : "full.one_entry")}</dd></div>
        <div><dt>${icon("check")} ${t("full.saved")}</dt><dd>${t("full.everything_before")}</dd></div>
        ${needed ? html`<div><dt>${icon("phone")} ${t("full.space")}</dt><dd>${t("full.needed", { mb: megabytes(needed) })}</dd></div>` : nothing}
      </dl>
      <h2>${t("full.helps")}</h2>
      <ol class="remedy">
        <li><b>${t("full.free")}</b><span>${t("full.free_how")}</span></li>
        <li><b>${t("full.again")}</b><span>${t("full.again_how")}</span></li>
        <li><b>${t("full.other_phone")}</b><span>${t("full.other_phone_how")}</span></li>
      </ol>
    </section></main>
    <footer class="act two">
      <button type="button" class="button wide" data-kind="main" @click=${again}>${t("full.try")}</button>
      <button type="button" class="button" @click=${() => saveUnsent(/** @type {Page} */ (page))}>${icon("file")} ${t("full.save_rest")}</button>
      <button type="button" class="button" data-kind="red" @click=${giveUp}>${icon("trash")} ${t("full.give_up")}</button>
    </footer>`;
}

/** This phone keeps nothing: private browsing, or a broken store. No slip may be started. @param {string} [why] */
export function noStore(why = "no_store") {
  return html`${slimClip({ title: t("app.name") })}
    <main class="slip" tabindex="-1"><section class="sheet full" role="alert">
      <h1 class="title">${t(`${why}.title`)}</h1><p>${t(`${why}.why`)}</p>
      <ol class="remedy"><li><b>${t(`${why}.first`)}</b><span>${t(`${why}.first_how`)}</span></li><li><b>${t(`${why}.second`)}</b><span>${t(`${why}.second_how`)}</span></li></ol>
    </section></main>`;
}
