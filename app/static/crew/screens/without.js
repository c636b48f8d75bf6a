/** Nobody there, refused, or later: handed in all the same, with the reason. */

import { html, nothing } from "../../vendor/lit-html.js";
import { submit } from "../core/actions.js";
import { contentHash } from "../core/slip.js";
import { buzz } from "../parts/buzz.js";
import { chip, lineInput } from "../parts/controls.js";
import { allReadable } from "../parts/readable.js";
import { dateOf } from "../parts/days.js";
import { act, slimClip } from "../parts/frame.js";
import { firstLine } from "../parts/lines.js";
import { mayWrite } from "../parts/sheet.js";
import { dropSigning, isSigned, oath, openSigning, thisMinute } from "../parts/signing.js";
import { nameOfSlip } from "../parts/slip-clip.js";
import { clock, day, t } from "../texts.js";
import { furtherOf } from "./sign.js";
import { notHere } from "./slip.js";

/** @import { View } from "../shapes.js" */
/** @import { Page, Screen } from "../screen.js" */
/** @import { Signing } from "../parts/signing.js" */
/** @typedef {{ view: View, signing: Signing, hash: string } | null} Loaded */

const OUTCOMES = /** @type {const} */ (["absent", "refused", "later"]);
/** @type {Record<string, string[]>} */
const REASONS = { absent: ["called", "searched", "after_hours"], refused: [], later: ["mail", "tomorrow", "weekend"] };

/** @type {Screen<Loaded>} */
export const without = {
  async load(page) {
    const view = await page.store.view(page.params.id);
    page.ui.outcome ??= "absent";
    page.ui.reasons ??= new Set();
    page.ui.own_words ??= (await page.store.draft(`without:${page.params.id}`)) ?? "";
    return view && { view, hash: await contentHash(view), signing: await openSigning(page, view) };
  },
  view(page, loaded) {
    if (!loaded || !mayWrite(page, loaded.view)) return notHere(loaded?.view);
    const { view, signing } = loaded;
    const contact = firstLine(view.fields.contact).split(",")[0] || t("without.client");
    return html`${slimClip({ title: t("without.title"), back: `slip/${view.slip_id}/summary`, place: { icon: "lock", word: t("summary.frozen", { time: clock(signing.frozen, page.zone) }) } })}
      <main class="slip" tabindex="-1"><form class="sheet without" @submit=${(/** @type {Event} */ event) => event.preventDefault()}>
        <p class="label">${nameOfSlip(view)} · ${day(dateOf(view), "dated")}</p>
        <h1 class="title">${t("without.ask")}</h1>
        <ul class="ruled" role="radiogroup" aria-label=${t("without.ask")}>${OUTCOMES.map((outcome) => choice(page, view, outcome))}</ul>
        <h2>${t("without.then")}</h2>
        <ol class="next-steps"><li>${t("without.then_office")}</li><li>${t("without.then_client", { name: contact })}</li><li>${t("without.then_you")}</li></ol>
        <p class="witness">${t("without.witness")}<br><b class="ink">${page.who.person.name}, ${day(thisMinute(page).slice(0, 10), "dated")}, ${clock(page.now(), page.zone)}</b></p>
      </form></main>
      ${foot(page, loaded)}`;
  },
};

/** @param {Page} page @param {View} view @param {typeof OUTCOMES[number]} outcome */
function choice(page, view, outcome) {
  const { ui } = page;
  const on = ui.outcome === outcome;
  const pick = () => (Object.assign(ui, { outcome, reasons: new Set() }), page.draw());
  const toggle = (/** @type {string} */ name) => (ui.reasons.delete(name) || ui.reasons.add(name), page.draw());
  const write = (/** @type {string} */ value) => ((ui.own_words = value), page.store.saveDraft(`without:${view.slip_id}`, value), page.draw());
  return html`<li role="presentation"><button type="button" class="choice" role="radio" aria-checked=${String(on)} @click=${pick}>${t(`without.${outcome}`)}
      <span class="label">${t(`without.${outcome}_hint`)}</span></button></li>
    ${on ? html`<li class="more-about" role="presentation">
      ${REASONS[outcome].length ? html`<div class="chips">${REASONS[outcome].map((name) => chip({ word: t(`without.why.${name}`), on: ui.reasons.has(name), tap: () => toggle(name) }))}</div>` : nothing}
      ${lineInput({ name: t(outcome === "refused" ? "without.refused_words" : "without.own_words"), value: ui.own_words, input: write })}
    </li>` : nothing}`;
}

/** @param {Page} page @param {NonNullable<Loaded>} loaded */
function foot(page, { view, hash, signing }) {
  const reason = reasonOf(page);
  const go = async () => {
    if (!(await allReadable(page, view))) return page.go(`slip/${view.slip_id}`);
    const signed = { outcome: page.ui.outcome, reason, text: oath(), signed_at: thisMinute(page) };
    const own = isSigned(signing, "own") ? (await furtherOf(page, view, signing)).filter((one) => one.signed.part === "own") : [];
    if (!(await page.record(submit(view, hash, signed, undefined, own)))) return;
    buzz("done");
    await Promise.all([dropSigning(page, view.slip_id), page.store.dropDraft(`without:${view.slip_id}`)]);
    page.go(`slip/${view.slip_id}/done`);
  };
  return act(reason ? nothing : html`<span>${t("without.reason_first")}</span>`,
    html`<button type="button" class="button wide" data-kind="main" ?disabled=${!reason} @click=${go}>${t("without.go")}</button>`);
}

/** In German, like everything on the record. @param {Page} page */
function reasonOf({ ui, now, zone }) {
  const picked = [...ui.reasons].map((name) => t(`record.why.${name}`, { time: clock(now(), zone) }));
  return [...picked, ui.own_words.trim()].filter(Boolean).join("; ");
}
