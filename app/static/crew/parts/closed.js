/** A slip the crew has handed in: to read, with where it is and what the office made of it. */

import { html, nothing } from "../../vendor/lit-html.js";
import { withdraw } from "../core/actions.js";
import { handedIn } from "../core/copies.js";
import { rowsOf } from "../core/slip.js";
import { t, when } from "../texts.js";
import { brokenParts } from "./broken.js";
import { icon } from "./icon.js";
import { ladder } from "./ladder.js";
import { paper } from "./paper.js";
import { nameOf, thread } from "./remarks.js";
import { openCount, settleParts } from "./settle.js";
import { lastSigned } from "./signing.js";
import { slipClip } from "./slip-clip.js";

/** @import { Sheet } from "./sheet.js" */

/** @param {Sheet} sheet */
export function closedSlip(sheet) {
  const { view, pictures } = sheet;
  return html`${slipClip(sheet)}
    <main class="slip" tabindex="-1">
      ${standing(sheet)}
      ${openCount(view) ? html`<div class="sheet report">${settleParts(sheet)}</div>` : nothing}
      ${sheet.broken.size ? html`<section class="sheet order">${brokenParts(sheet)}</section>` : nothing}
      ${view.state === "submitted" ? html`<section class="sheet receipt" aria-label=${t("ladder.label")}>${ladder(sheet)}</section>` : nothing}
      <article class="sheet original">${paper(sheet.page, view, pictures)}${lastSigned(view).map((row) => signed(sheet, row))}</article>
      <div class="sheet report">${thread(sheet)}</div>
    </main>`;
}

/** @param {Sheet} sheet */
function standing(sheet) {
  const { page, view } = sheet;
  const mine = view.state === "submitted" && rowsOf(view, "time").some(({ fields }) => fields.person === page.who.person.id);
  return html`<section class="sheet order">
    <div class="stamped"><div><p class="label">${view.fields.job_no ? t("slip.job", { number: view.fields.job_no }) : ""}</p>
      <h1 class="title">${view.fields.title}</h1></div>${view.state === "approved" ? stamp(sheet) : html`<p><span class="state" data-is="office">${t(`state.${view.state}`)}</span></p>`}</div>
    ${view.corrections.map((one) => html`<p class="fine">${icon("pen", "small")} <span>${t("slip.corrected", { version: one.version, name: nameOf(page, view, one.by), reason: one.reason })}</span></p>`)}
    ${handedIn(view) ? html`<a class="button wide" href=${`#/slip/${view.slip_id}/copy`}>${icon("share")} ${t("copy.open")}</a>` : nothing}
    ${mine && !sheet.broken.size ? html`<button type="button" class="button wide" @click=${() => sheet.act(withdraw)}>${icon("return")} ${t("slip.withdraw")}</button>` : nothing}
  </section>`;
}

/** @param {Sheet} sheet */
function stamp({ page, view }) {
  const at = Date.parse(view.approved_at ?? "");
  return html`<p class="stamp"><b>${t("state.approved")}</b><span>${at ? html`${when(at, page.zone, page.now())}<br>` : nothing}${nameOf(page, view, view.approved_by)}</span></p>`;
}

/** @param {Sheet} sheet @param {ReturnType<typeof rowsOf>[number]} row */
function signed({ pictures }, { fields }) {
  const picture = pictures.get(String(fields.sha256 ?? ""));
  return html`<h2>${t((fields.part ?? "extent") === "extent" ? "client.signature" : `client.signature_${fields.part}`)}</h2>
    ${[fields.parts, fields.defects && t("client.accept_with", { text: fields.defects })].filter(Boolean).map((text) => html`<p>${text}</p>`)}
    ${picture ? html`<img class="signature" src=${picture} alt=${t("client.signature_of", { name: fields.name ?? "" })}>` : nothing}
    <p>${fields.outcome === "signed" ? [fields.name, fields.role, fields.company].filter(Boolean).join(", ") : [t(`client.${fields.outcome}`), fields.reason].filter(Boolean).join(": ")}</p>
    ${fields.reservation ? html`<p>${t("client.reservation")}: ${fields.reservation}</p>` : nothing}`;
}
