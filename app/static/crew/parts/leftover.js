/** Field 8: what remains to be done, and what was out of the ordinary. */

import { html, nothing } from "../../vendor/lit-html.js";
import { setFields } from "../core/actions.js";
import { t } from "../texts.js";
import { isOf } from "./check.js";
import { permitButton } from "./checklists.js";
import { chip, fold, partHead, writing } from "./controls.js";
import { RECORDS, recordsList } from "./records.js";
import { remarksAt } from "./remarks.js";
import { counted } from "./rows.js";

/** @import { Sheet } from "./sheet.js" */

const FINISHED = ["yes", "partly", "no"];

/** @param {Sheet} sheet */
export function leftoverPart(sheet) {
  const { view, writable, editor } = sheet;
  const { leftover, finished } = view.fields;
  const is = isOf(sheet, "8");
  if (!is && !sheet.isOpen("leftover") && !remarksAt(sheet, "8").length) {
    const value = [leftover && String(leftover), finished && t(`finished.${finished}`), ...counted(sheet, RECORDS)].filter(Boolean).join(" · ");
    return fold({ no: "8", title: t("part.8"), value: value || t("leftover.none"), open: () => sheet.open("leftover") });
  }
  const pick = (/** @type {string} */ word) => sheet.act((now) => setFields(now, { finished: finished === word ? null : word }));
  return html`<section class="part" id="p8" aria-labelledby="h8">
    ${partHead({ no: "8", title: t("part.8"), is })}
    ${remarksAt(sheet, "8")}
    ${writable && sheet.findings.some(({ code }) => code === "permit_missing") ? permitButton(sheet) : nothing}
    <fieldset><legend>${t("finished.ask")}</legend>
      <div class="chips" role="radiogroup" aria-label=${t("finished.ask")}>${FINISHED.map((word) => chip({ word: t(`finished.${word}`), on: finished === word, radio: true, off: !writable, tap: () => pick(word) }))}</div>
    </fieldset>
    ${writing({ name: t("leftover.text"), value: String(leftover ?? ""), off: !writable, leave: editor.commit, input: (value) => sheet.set([null, "leftover", value]) })}
    ${recordsList(sheet)}
  </section>`;
}
