/** Work by the hour: where it was, with whom the hours are agreed and since when. The office says it in the plan; where it did not, the crew does. */

import { html, nothing } from "../../vendor/lit-html.js";
import { setFields } from "../core/actions.js";
import { trimmed } from "../core/findings.js";
import { day, t } from "../texts.js";
import { chip, lineInput } from "./controls.js";
import { dateOf } from "./days.js";
import { dayInput } from "./inputs.js";

/** @import { Sheet } from "./sheet.js" */

/** @param {Sheet} sheet */
export function agreementPart(sheet) {
  const { view: { fields, planned }, page: { ui }, writable } = sheet;
  const own = !planned && !fields.site;
  const said = trimmed(fields.agreed_with) && fields.agreed_on && (!own || trimmed(fields.site_text));
  if (fields.kind !== "hourly" || (said && !ui.agreement)) return nothing;
  return html`<div class=${said || !writable ? "stacked" : "missing"}>
    ${own ? line(sheet, "place", "site_text") : nothing}
    ${line(sheet, "agreed_with", "agreed_with")}
    ${agreedOn(sheet)}
  </div>`;
}

/** @param {Sheet} sheet @param {string} word @param {string} field */
function line(sheet, word, field) {
  const { view, page, writable, editor } = sheet;
  const input = (/** @type {string} */ value) => ((page.ui.agreement = true), sheet.set([null, field, value]));
  return lineInput({ name: t(`work.${word}`), value: String(view.fields[field] ?? ""), off: !writable, leave: editor.commit, input });
}

/** The day of the slip with one tap, another by hand. @param {Sheet} sheet */
function agreedOn(sheet) {
  const { view, page, writable } = sheet;
  const value = String(view.fields.agreed_on ?? ""), that = dateOf(view);
  const set = (/** @type {string} */ on) => ((page.ui.agreement = true), sheet.act((now) => setFields(now, { agreed_on: on || null })));
  return html`${dayInput({ name: t("work.agreed_on"), value, off: !writable, set })}
    ${writable && !value ? html`<div class="chips">${chip({ word: day(that), on: false, tap: () => set(that) })}</div>` : nothing}`;
}
