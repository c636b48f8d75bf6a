/** Kopie mitgeben: the client takes along what was signed, with the own phone or by a message; without a signal as soon as there is one. */

import { html, nothing } from "../../vendor/lit-html.js";
import { canHave, fetchLink, handedIn, mailAddress, messageAddress } from "../core/copies.js";
import { lineInput } from "../parts/controls.js";
import { dateOf } from "../parts/days.js";
import { act, slimClip } from "../parts/frame.js";
import { icon } from "../parts/icon.js";
import { firstLine } from "../parts/lines.js";
import { fullDay } from "../parts/wording.js";
import { promise, promised, settle } from "../parts/promised.js";
import { dateIn, day, t } from "../texts.js";
import { notHere } from "./slip.js";

/** @import { ClientCopy, View } from "../shapes.js" */
/** @import { Page, Screen } from "../screen.js" */

/** @type {Screen<View | null>} */
export const copy = {
  look: "receipt-page",
  async load(page) {
    const [view, waiting] = await Promise.all([page.store.view(page.params.id), promised(page.store)]);
    if (!view || !handedIn(view)) return null;
    page.ui.to ??= waiting[view.slip_id]?.to ?? "";
    if (canHave(view)) void fetchLink(page, view);
    else if (!waiting[view.slip_id]) await promise(page, view.slip_id, page.ui.to);
    return view;
  },
  view(page, view) {
    if (!view) return notHere();
    const { link } = page.ui;
    return html`${slimClip({ title: t("copy.title"), back: `slip/${view.slip_id}/done` })}
      <main class="slip" tabindex="-1">${link ? given(page, view, link) : awaited(page, view)}</main>
      ${foot(page, view)}`;
  },
};

/** @param {Page} page @param {View} view @param {ClientCopy} link */
function given(page, view, link) {
  const said = message(page, view, link);
  return html`<section class="sheet full copy">
      <h1 class="title">${t("copy.scan")}</h1>
      ${qrCode(link.qr, t("copy.qr"))}
      <p class="fine">${icon("clock", "small")} <span>${t("copy.until", { date: day(dateIn(page.zone, Date.parse(link.until)), "dated") })}</span></p>
    </section>
    <section class="sheet full copy">
      <h2>${t("copy.or_send")}</h2>
      ${whereTo(page, view)}
      ${"share" in navigator ? html`<button type="button" class="button wide" @click=${() => share(said)}>${icon("share")} ${t("copy.share")}</button>` : nothing}
      <div class="pair-buttons">
        <a class="button" href=${mailAddress(page.ui.to, said.title, said.text)}>${icon("send")} ${t("copy.mail")}</a>
        <a class="button" href=${messageAddress(page.ui.to, said.text)}>${icon("chat")} ${t("copy.message")}</a>
      </div>
    </section>`;
}

/** Black on white by day and by night, with the quiet border scanners need. @param {ClientCopy["qr"]} qr @param {string} name */
function qrCode({ size, path }, name) {
  return html`<svg class="qr" role="img" aria-label=${name} viewBox=${`-4 -4 ${size + 8} ${size + 8}`} shape-rendering="crispEdges">
    <rect x="-4" y="-4" width="100%" height="100%" fill="#fff"></rect><path d=${path} fill="#000"></path></svg>`;
}

/** No link yet: why, and what happens by itself. @param {Page} page @param {View} view */
function awaited(page, view) {
  const { ui } = page;
  const why = !canHave(view) ? "not_sent" : ui.trouble === "offline" ? "offline" : ui.trouble ? "refused" : "asking";
  return html`<section class="sheet full copy">
    <h1 class="title">${t(`copy.${why}`)}</h1>
    <p role="status">${t(`copy.${why}_how`)}</p>
    ${why === "asking" ? nothing : html`${whereTo(page, view)}<p class="fine">${icon("phone", "small")} <span>${t("copy.kept")}</span></p>`}
    ${why === "asking" ? nothing : html`<button type="button" class="button wide" @click=${() => again(page)}>${icon("return")} ${t("copy.again")}</button>`}
  </section>`;
}

/** @param {Page} page @param {View} view */
function whereTo(page, view) {
  const typed = (/** @type {string} */ value) => {
    page.ui.to = value;
    void promise(page, view.slip_id, value);
    page.draw();
  };
  return lineInput({ name: t("copy.to"), value: page.ui.to, input: typed });
}

/** @param {Page} page @param {View} view */
function foot(page, view) {
  const done = async () => {
    await settle(page, view.slip_id);
    page.go("");
  };
  return page.ui.link
    ? act(nothing, html`<button type="button" class="button wide" data-kind="main" @click=${done}>${icon("check")} ${t("copy.given")}</button>`)
    : act(nothing, html`<a class="button wide" data-kind="main" href="#/">${icon("check")} ${t("copy.later")}</a>`,
      html`<button type="button" class="button wide" data-kind="plain" @click=${done}>${t("copy.not_needed")}</button>`);
}

/** What the client reads: German, like the copy itself. @param {Page} page @param {View} view @param {ClientCopy} link */
function message(page, view, { url, until }) {
  const about = { title: view.fields.title ?? "", date: fullDay(dateOf(view)) };
  const text = t("client.copy_text", { ...about, url, firm: firstLine(view.fields.company_text),
    until: dateIn(page.zone, Date.parse(until)).split("-").reverse().join(".") });
  return { title: t("client.copy_subject", about), text };
}

/** Given up halfway is no trouble. @param {{ title: string, text: string }} said */
async function share(said) {
  await navigator.share(said).catch(() => {});
}

/** @param {Page} page */
async function again(page) {
  page.ui.refused = 0;
  await page.sync.run("person");
  await page.reload();
}
