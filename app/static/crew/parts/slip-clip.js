/** The clamp over a slip: which one it is, where it is, and what the office still has to settle. */

import { html, nothing } from "../../vendor/lit-html.js";
import { clock, t } from "../texts.js";
import { slimClip } from "./frame.js";
import { icon } from "./icon.js";
import { placeSaid } from "./place.js";
import { openCount } from "./settle.js";

/** @import { View } from "../shapes.js" */
/** @import { Sheet } from "./sheet.js" */

/** @param {Sheet} sheet */
export function slipClip({ page, view }) {
  const said = placeSaid(view.place);
  const at = view.place === "phone" ? "" : page.status.last_contact ? `, ${clock(page.status.last_contact, page.zone)}` : "";
  const open = openCount(view);
  const aside = open ? html`<a class="clip-back" href=${`#/slip/${view.slip_id}/held`} aria-label=${t("settle.open", { n: open })}>${icon("question")}<b class="count">${open}</b></a>` : nothing;
  return slimClip({ title: nameOfSlip(view), place: { icon: said.icon, word: said.word + at }, back: "", aside });
}

/** @param {View} view */
export function nameOfSlip(view) {
  if (view.number) return t("slip.number", { number: view.number });
  return view.fields.job_no ? t("slip.job", { number: view.fields.job_no }) : t("slip.own");
}
