/** The acceptance of work, behind its own step and with its own signature: the signature for the extent never says so much. */

import { html, nothing } from "../../vendor/lit-html.js";
import { chip, lineInput, writing } from "../parts/controls.js";
import { act, slimClip } from "../parts/frame.js";
import { icon } from "../parts/icon.js";
import { lines } from "../parts/lines.js";
import { mayWrite } from "../parts/sheet.js";
import { NO_STROKES, besideIn, drawnFor, isSigned, keepSigning, openSigning } from "../parts/signing.js";
import { t } from "../texts.js";
import { notHere } from "./slip.js";

/** @import { View } from "../shapes.js" */
/** @import { Page, Screen } from "../screen.js" */
/** @import { Further, Signing } from "../parts/signing.js" */
/** @typedef {{ view: View, signing: Signing, accepted: Further } | null} Loaded */

/** @type {Screen<Loaded>} */
export const acceptance = {
  async load(page) {
    const view = await page.store.view(page.params.id);
    if (!view) return null;
    const signing = await openSigning(page, view);
    return { view, signing, accepted: drawnFor(signing, "acceptance") };
  },
  view(page, loaded) {
    if (!loaded || !mayWrite(page, loaded.view)) return notHere(loaded?.view);
    const { view, signing, accepted } = loaded;
    const beside = besideIn(view.fields.client_language, "oath_acceptance");
    const whole = t("client.accept_whole");
    return html`${slimClip({ title: t("summary.acceptance"), back: `slip/${view.slip_id}/summary` })}
      <main class="slip" tabindex="-1"><form class="sheet original" lang="de" @submit=${(/** @type {Event} */ event) => event.preventDefault()}>
        <h1 class="title">${t("client.accept_title")}</h1>
        <p class="oath">${t("client.oath_acceptance")}</p>
        ${beside ? html`<p lang=${String(view.fields.client_language)}>${lines(beside)}</p>` : nothing}
        <div class="chips one">${chip({ word: whole, on: accepted.parts === whole, tap: () => note(page, loaded, { parts: accepted.parts === whole ? "" : whole }) })}</div>
        ${lineInput({ name: t("client.accept_parts"), value: accepted.parts ?? "", input: (value) => note(page, loaded, { parts: value }) })}
        ${writing({ name: t("client.accept_defects"), hint: t("client.voluntary"), value: accepted.defects ?? "", rows: 2, input: (value) => note(page, loaded, { defects: value }) })}
        ${lineInput({ name: t("client.full_name"), value: accepted.name, input: (value) => note(page, loaded, { name: value }) })}
        ${lineInput({ name: t("client.role"), value: accepted.role, input: (value) => note(page, loaded, { role: value }) })}
      </form></main>
      ${foot(page, view, signing, accepted)}`;
  },
};

/** @param {Page} page @param {View} view @param {Signing} signing @param {Further} accepted */
function foot(page, view, signing, accepted) {
  const ready = accepted.name.trim() && accepted.parts?.trim();
  const go = async () => {
    await keepSigning(page, view.slip_id, signing);
    page.go(`slip/${view.slip_id}/sign/acceptance`);
  };
  const without = async () => {
    delete signing.further?.acceptance;
    await keepSigning(page, view.slip_id, signing);
    page.go(`slip/${view.slip_id}/summary`);
  };
  return act(ready ? nothing : html`<span>${t("accept.first")}</span>`,
    html`<button type="button" class="button wide" data-kind="main" ?disabled=${!ready} @click=${go}>${icon("pen")} ${t("accept.go")}</button>`,
    isSigned(signing, "acceptance") ? html`<button type="button" class="button wide" data-kind="plain" @click=${without}>${t("accept.without")}</button>` : nothing);
}

/** What is accepted, or who accepts, being changed takes the signature away. @param {Page} page @param {NonNullable<Loaded>} loaded @param {Partial<Further>} part */
function note(page, { view, signing, accepted }, part) {
  Object.assign(accepted, part, NO_STROKES);
  keepSigning(page, view.slip_id, signing);
  page.draw();
}
