/** The upper half of the paper: what the office printed. */

import { html, nothing } from "../../vendor/lit-html.js";
import { day, t } from "../texts.js";
import { linkRow, partName } from "./controls.js";
import { goTo } from "./check.js";
import { dateOf } from "./days.js";
import { icon } from "./icon.js";
import { callAddress, mapAddress } from "./maps.js";
import { asked } from "./remarks.js";
import { lines } from "./lines.js";

/** @import { Sheet } from "./sheet.js" */

/** @param {Sheet} sheet */
export function orderPart(sheet) {
  const { view, writable } = sheet;
  const { title, task, hazard } = view.fields;
  const returned = view.state === "returned";
  return html`<section class="sheet order" aria-label=${t("order.label")}>
    ${returned ? html`<p><span class="state" data-is="returned">${icon("return", "small")} ${t("state.returned")}</span></p>` : nothing}
    <p class="label">${[t(`kind.${view.fields.kind ?? "order"}`), day(dateOf(view), "dated")].join(" · ")}</p>
    <h1 class="title">${title || t("slip.untitled")}</h1>
    ${returned ? todo(sheet) : html`${task ? html`<p>${lines(task)}</p>` : nothing}
      ${hazard ? html`<p class="caution">${icon("warning")} <span>${lines(hazard)}</span></p>` : nothing}${pairs(sheet)}`}
    ${view.version > 1 || signedBefore(sheet) ? html`<p class="fine">${icon("pen", "small")} <span>${t("order.new_version")}</span></p>` : nothing}
    ${writable || returned ? html`<p class="perforation"><i class="notch"></i>${t("order.below")}<i class="notch"></i></p>` : nothing}
  </section>`;
}

/** @param {Sheet} sheet */
function pairs({ view }) {
  const { site_text, contact, contact_phone } = view.fields;
  if (!site_text && !contact) return nothing;
  return html`<dl class="pairs">
    ${site_text ? html`<div><dt>${t("order.site")}</dt><dd><span>${lines(site_text)}</span>
      <a href=${mapAddress(site_text)} rel="noreferrer" aria-label=${t("order.map")}>${icon("map")}</a></dd></div>` : nothing}
    ${contact ? html`<div><dt>${t("order.contact")}</dt><dd><span>${lines(contact)}</span>
      ${contact_phone ? html`<a href=${callAddress(contact_phone)} aria-label=${t("order.call", { name: String(contact).split("\n")[0] })}>${icon("call")}</a>` : nothing}</dd></div>` : nothing}
  </dl>
  ${linkRow({ to: `slip/${view.slip_id}/site`, main: html`<span class="label">${t("order.site_card")}</span>` })}`;
}

/** What came back, as a list to work off. @param {Sheet} sheet */
function todo({ view }) {
  return html`<ol class="todo">${asked(view).map(({ fields }) => html`<li data-is=${fields.done ? "done" : "open"}>
    <button type="button" class="todo-go" @click=${() => goTo(String(fields.field))}>
      <span class="field-no" data-is=${fields.done ? nothing : "returned"}>${fields.field === "0" ? "!" : fields.field}</span>
      ${fields.done ? html`<s>${partWord(fields.field)}</s> ${icon("check")}<span class="out-of-sight">${t("remark.done")}</span>` : partWord(fields.field)}
    </button></li>`)}</ol>`;
}

/** @param {unknown} no */
function partWord(no) {
  return no === "0" ? t("act.whole") : partName(String(no));
}

/** @param {Sheet} sheet */
function signedBefore({ view }) {
  return view.state === "returned" && Object.values(view.rows).some(({ table, fields }) => table === "signature" && fields.outcome === "signed");
}
