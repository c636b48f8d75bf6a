/** What frames a screen: the clamp on top, the tabs or the main action under the thumb. */

import { html, nothing } from "../../vendor/lit-html.js";
import { t, when } from "../texts.js";
import { icon } from "./icon.js";

/** @import { TemplateResult } from "../../vendor/lit-html.js" */
/** @import { Page } from "../screen.js" */

/** @typedef {{ icon: string, word: string }} Place */

const A_DAY = 86_400_000;

/** The narrow clamp of a slip's screens. @param {{ title: string, place?: Place | null, back?: string, aside?: unknown }} head */
export function slimClip({ title, place = null, back, aside = nothing }) {
  return html`<header class="clip slim">
    ${back === undefined
      ? html`<span class="clip-back"></span>`
      : html`<a class="clip-back" href=${`#/${back}`} aria-label=${t("back")}>${icon("back")}</a>`}
    <div class="clip-title">
      <b>${title}</b>
      ${place ? html`<span class="place">${icon(place.icon, "small")} ${place.word}</span>` : nothing}
    </div>
    ${aside}
  </header>`;
}

/** The clamp of the four main screens. @param {Page} page @param {string} title @param {string} [beside] */
export function wideClip(page, title, beside = "") {
  return html`<header class="clip">
    <div class="clip-row">
      <h1>${title} ${beside ? html`<small>${beside}</small>` : nothing}</h1>
      <a class="who" href="#/more"><span aria-hidden="true">${initials(page.who.person.name)}</span><span class="out-of-sight">${t("who.open", { name: page.who.person.name })}</span></a>
    </div>
    ${syncLine(page)}
  </header>`;
}

/** Where the work is: counted, and said so that it is true without a signal. @param {Page} page */
export function syncLine(page) {
  const { unsent_slips, unsent_ops, unsent_photos, last_contact, oldest_unsent, bad, others } = page.status;
  const open = unsent_ops + unsent_photos > 0;
  return html`<a class="sync" href="#/waiting">
    ${icon(bad ? "warning" : page.syncing.problem === "offline" ? "nosignal" : open ? "phone" : "office")}
    <span><b>${open ? t("sync.here", { n: Math.max(unsent_slips, 1) }) : t(others.length ? "sync.nothing_yours" : "sync.nothing")}</b>
      ${open ? html`<br>${page.syncing.running ? t("sync.sending") : t("sync.unsent")}` : nothing}
      ${old(page) ? html`<br><b>${t("sync.oldest", { when: when(Number(oldest_unsent), page.zone, page.now()) })}</b>` : nothing}
      ${bad ? html`<br><b>${t("sync.bad", { n: bad })}</b>` : nothing}
      ${others.map(({ name, items }) => html`<br>${t("sync.others", { n: items, name })}`)}
      ${page.syncing.problem ? html`<br>${t(`sync.problem.${page.syncing.problem}`)}` : nothing}
      <br>${last_contact ? t("sync.last", { when: when(last_contact, page.zone, page.now()) }) : t("sync.never")}</span>
    ${open ? html`<span class="sync-act">${t("sync.send")}</span>` : nothing}
  </a>`;
}

/** Whether something has been waiting here for more than a day. @param {Page} page */
export function old({ status, now }) {
  return status.oldest_unsent !== null && now() - status.oldest_unsent > A_DAY;
}

const TABS = /** @type {const} */ ([["today", "", "today"], ["slips", "slips", "slips"], ["hours", "hours", "clock"], ["more", "more", "more"]]);

/** @param {string} current */
export function tabs(current) {
  return html`<nav class="tabs" aria-label=${t("tabs")}>
    ${TABS.map(([name, path, drawing]) => html`<a href=${`#/${path}`} aria-current=${name === current ? "page" : nothing}>
      ${icon(drawing)}${t(`tab.${name}`)}</a>`)}
  </nav>`;
}

/** The main action: its button names the next step. @param {unknown} note @param {TemplateResult} button @param {unknown} [second] */
export function act(note, button, second = nothing) {
  return html`<footer class="act">${note ? html`<p class="act-note">${note}</p>` : nothing}${button}${second}</footer>`;
}

/** Quiet word that the last entry is on the phone. @param {boolean} saved */
export function savedWord(saved) {
  return html`<span class="place" role="status">${saved
    ? html`${icon("check", "small")} ${t("saved")}`
    : html`${icon("pen", "small")} ${t("writing")}`}</span>`;
}

/** @param {string} name */
function initials(name) {
  return name.split(/\s+/).map((part) => part[0]).join("").slice(0, 2).toUpperCase();
}
