/** Auf diesem Handy: what waits, what has arrived, and the two things one can do about it. */

import { html, nothing } from "../../vendor/lit-html.js";
import { linkRow } from "../parts/controls.js";
import { dateOf } from "../parts/days.js";
import { without } from "../parts/broken.js";
import { old, slimClip } from "../parts/frame.js";
import { icon } from "../parts/icon.js";
import { placeSaid, stateTag } from "../parts/place.js";
import { megabytes, saveUnsent } from "../parts/rescue.js";
import { dateIn, day, t, when } from "../texts.js";
import { pairAnew } from "./pair.js";

/** @import { Page, Screen } from "../screen.js" */
/** @import { BlobCard, View } from "../shapes.js" */

const A_WEEK = 7 * 86_400_000;

/** @type {Screen<{ views: View[], cards: BlobCard[] }>} */
export const waiting = {
  async load(page) {
    const [views, cards] = await Promise.all([page.store.views(), page.store.blobCards()]);
    return { views, cards: cards.filter(({ sent, lost }) => !sent && !lost) };
  },
  view(page, { views, cards }) {
    const open = views.filter(({ place }) => place === "phone");
    const week_ago = dateIn(page.zone, page.now() - A_WEEK);
    const there = views.filter((view) => view.place !== "phone" && view.state !== "draft" && dateOf(view) >= week_ago);
    const bytes = cards.reduce((sum, { size }) => sum + size, 0);
    return html`${slimClip({ title: t("waiting.title"), back: "", place: connection(page) })}
      <main tabindex="-1">
        ${standing(page, open.length + cards.length > 0)}
        ${open.map((view) => brokenHere(page, view, cards))}
        ${list(t("waiting.open"), sumOf(open.length, cards.length, bytes), open, (view) => unsentWord(view, cards))}
        ${list(t("waiting.there"), t("waiting.week", { n: there.length }), there.slice(0, 10), () => "")}
        ${others(page)}
        <p class="ground-note">${t("waiting.backed_means")}</p>
      </main>
      <footer class="act two">
        <button type="button" class="button wide" data-kind=${open.length + cards.length ? "main" : nothing} ?disabled=${page.syncing.running} @click=${() => page.sync.run("button")}>${icon("send")} ${t(page.syncing.running ? "waiting.trying" : "waiting.try")}</button>
        ${open.length ? html`<button type="button" class="button wide" @click=${() => saveUnsent(page)}>${icon("file")} ${bytes ? t("waiting.file", { mb: megabytes(bytes) }) : t("save_file")}</button>` : nothing}
      </footer>`;
  },
};

/** @param {Page} page */
function connection(page) {
  const { problem, running } = page.syncing;
  if (problem) return { icon: problem === "offline" ? "nosignal" : "warning", word: t(`sync.problem.${problem}`) };
  const { last_contact } = page.status;
  const last = last_contact ? t("sync.last", { when: when(last_contact, page.zone, page.now()) }) : t("sync.never");
  return { icon: "office", word: running ? t("sync.sending") : last };
}

/** @param {Page} page @param {boolean} open */
function standing(page, open) {
  const { problem, next_at } = page.syncing;
  const { last_contact, oldest_unsent } = page.status;
  const seconds = next_at ? Math.max(0, Math.round((next_at - page.now()) / 1000)) : 0;
  const what = problem ?? (open ? "open" : "clear");
  return html`<section class="sheet calm">
    <h1 class="title">${t(`waiting.${what}.title`)}</h1><p>${t(`waiting.${what}.why`)}</p>
    <dl class="ledger">
      <div><dt>${icon("office")} ${t("waiting.last")}</dt><dd>${last_contact ? when(last_contact, page.zone, page.now()) : t("waiting.never")}</dd></div>
      ${old(page) ? html`<div data-is="bad"><dt>${icon("phone")} ${t("waiting.oldest")}</dt><dd>${when(Number(oldest_unsent), page.zone, page.now())}</dd></div>` : nothing}
      ${seconds ? html`<div><dt>${icon("send")} ${t("waiting.next")}</dt><dd>${seconds > 90 ? t("waiting.in_minutes", { n: Math.round(seconds / 60) }) : t("waiting.in_seconds", { n: seconds })}</dd></div>` : nothing}
    </dl>
    ${what === "signed_out" || what === "revoked" ? html`<button type="button" class="button wide" @click=${pairAnew}>${t("waiting.code")}</button>` : nothing}</section>`;
}

/** @param {Page} page @param {View} view @param {BlobCard[]} cards */
function brokenHere(page, view, cards) {
  const bad = cards.filter((card) => card.slip_id === view.slip_id && card.bad);
  if (!bad.length) return nothing;
  const submitted = view.state === "submitted";
  return html`<section class="sheet calm"><div class="broken" role="alert">
    <p class="flag">${icon("warning")} <b>${view.fields.title || t("slip.untitled")}: ${t("waiting.bad", { n: bad.length })}</b></p>
    <p>${t(submitted ? "broken.waits" : "broken.first")}</p>
    ${submitted ? bad.map(({ sha256 }) => without(page, sha256, view.slip_id)) : html`<a class="button wide" href=${`#/slip/${view.slip_id}`}>${icon("camera")} ${t("broken.to_slip")}</a>`}
  </div></section>`;
}

/** @param {number} slips @param {number} photos @param {number} bytes */
function sumOf(slips, photos, bytes) {
  return [t("count.slips", { n: slips }), photos && t("count.pictures", { n: photos }), bytes && t("more.mb", { mb: megabytes(bytes) })].filter(Boolean).join(", ");
}

/** @param {string} title @param {string} sum @param {View[]} views @param {(view: View) => string} word */
function list(title, sum, views, word) {
  if (!views.length) return nothing;
  return html`<section class="sheet stack"><h2 class="stack-head">${title} <b>${sum}</b></h2>
    ${views.map((view) => linkRow({ to: `slip/${view.slip_id}`, main: html`<b>${view.fields.title || t("slip.untitled")}</b>
      <span class="label">${[day(dateOf(view)), t(`state.${view.state}`), word(view)].filter(Boolean).join(" · ")}</span>${stateTag(placeSaid(view.place))}` }))}</section>`;
}

/** @param {View} view @param {BlobCard[]} cards */
function unsentWord(view, cards) {
  const photos = cards.filter(({ slip_id }) => slip_id === view.slip_id);
  const bad = photos.filter((card) => card.bad).length;
  const obstacle = view.obstacle ? t(`obstacle.${view.obstacle.code === "gap" ? "gap" : view.obstacle.result}`) : "";
  return [view.pending && t("waiting.entries", { n: view.pending }), photos.length && t("count.photos", { n: photos.length }), bad && t("waiting.bad", { n: bad }), obstacle].filter(Boolean).join(", ");
}

/** Another person's work on this phone: counted, never shown. @param {Page} page */
function others(page) {
  if (!page.status.others.length) return nothing;
  return html`<section class="sheet calm">${page.status.others.map((one) => html`<p class="fine">${icon("person", "small")} <span>${t("waiting.others", { n: one.items, name: one.name })}</span></p>`)}</section>`;
}
