/** The red pages: something is not saved, cannot be read, or this phone keeps nothing at all. Each says what is lost, what is not, and
    what helps. */

import { html, nothing } from "../../vendor/lit-html.js";
import { slimClip } from "../parts/frame.js";
import { icon } from "../parts/icon.js";
import { megabytes, saveUnsent } from "../parts/rescue.js";
import { t } from "../texts.js";

/** @import { Action } from "../shapes.js" */
/** @import { Page } from "../screen.js" */

/** What helps, in order, by what is wrong. */
const REMEDIES = { full: ["full.free", "full.again", "full.other_phone"], dead: ["dead.wait", "dead.note", "dead.restart"] };

/**
 * What the person just did waits in memory: the phone is full, or its store does not answer.
 * @param {any} page @param {string} code @param {Action[]} actions @param {{ again: () => void, giveUp: () => void }} ways
 */
export function notSaved(page, code, actions, { again, giveUp }) {
  const why = code === "full" ? "full" : "dead";
  const needed = actions.flatMap(({ blobs = [] }) => blobs).reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
  return html`${redClip(t(`${why}.title`))}
    <main class="slip" tabindex="-1"><section class="sheet full" role="alert">
      <h1 class="title">${t(needed ? "full.photo" : "full.entry")}</h1>
      <p>${t(`${why}.why`)}</p>
      <dl class="ledger">
        <div data-is="bad"><dt>${icon("close")} ${t("full.not_saved")}</dt><dd>${t(needed ? "full.one_photo" : "full.one_entry")}</dd></div>
        <div><dt>${icon("check")} ${t("full.saved")}</dt><dd>${t("full.everything_before")}</dd></div>
        ${needed && why === "full" ? html`<div><dt>${icon("phone")} ${t("full.space")}</dt><dd>${t("full.needed", { mb: megabytes(needed) })}</dd></div>` : nothing}
      </dl>
      <h2>${t("full.helps")}</h2>
      ${remedies(REMEDIES[why])}
    </section></main>
    <footer class="act two">
      <button type="button" class="button wide" data-kind="main" @click=${again}>${t("full.try")}</button>
      <button type="button" class="button" @click=${() => saveUnsent(/** @type {Page} */ (page))}>${icon("file")} ${t("full.save_rest")}</button>
      <button type="button" class="button" data-kind="red" @click=${giveUp}>${icon("trash")} ${t("full.give_up")}</button>
    </footer>`;
}

/** What is kept cannot be shown just now. @param {() => void} again */
export function unreadable(again) {
  return html`${redClip(t("dead.title"))}
    <main class="slip" tabindex="-1"><section class="sheet full" role="alert">
      <h1 class="title">${t("unread.title")}</h1><p>${t("unread.why")}</p>
      ${remedies(["unread.again", "dead.restart"])}
    </section></main>
    <footer class="act"><button type="button" class="button wide" data-kind="main" @click=${again}>${t("unread.try")}</button></footer>`;
}

/** This phone keeps nothing here: private browsing, a broken store, or another window has gone on.
    @param {"no_store" | "blocked" | "outdated"} [why] @param {() => void} [go] */
export function noStore(why = "no_store", go) {
  return html`${slimClip({ title: t("app.name") })}
    <main class="slip" tabindex="-1"><section class="sheet full" role="alert">
      <h1 class="title">${t(`${why}.title`)}</h1><p>${t(`${why}.why`)}</p>
      ${go ? nothing : remedies([`${why}.first`, `${why}.second`])}
    </section></main>
    ${go ? html`<footer class="act"><button type="button" class="button wide" data-kind="main" @click=${go}>${t(`${why}.go`)}</button></footer>` : nothing}`;
}

/** @param {string} title */
function redClip(title) {
  return html`<header class="clip slim"><span class="clip-back">${icon("stop")}</span><div class="clip-title"><b>${title}</b></div></header>`;
}

/** @param {string[]} keys */
function remedies(keys) {
  return html`<ol class="remedy">${keys.map((key) => html`<li><b>${t(key)}</b><span>${t(`${key}_how`)}</span></li>`)}</ol>`;
}
