/** Field 7: what the rules propose, and the firm's own allowances by tap, for the whole crew. */

import { html } from "../../vendor/lit-html.js";
import { addRow, dropRows } from "../core/actions.js";
import { entries } from "../core/hours.js";
import { rowsOf } from "../core/slip.js";
import { t } from "../texts.js";
import { awayLines } from "./away.js";
import { isOf } from "./check.js";
import { peopleOf } from "./clockwork.js";
import { chip, fold, partHead } from "./controls.js";
import { proposalLines } from "./proposals.js";
import { proposals } from "./proposed.js";
import { remarksAt } from "./remarks.js";

/** @import { Catalog } from "../shapes.js" */
/** @import { Sheet } from "./sheet.js" */

/** @param {Sheet} sheet */
export function allowancesPart(sheet) {
  const { page, view, writable } = sheet;
  const is = isOf(sheet, "7");
  if (!is && !sheet.isOpen("allowances") && !remarksAt(sheet, "7").length) {
    return fold({ no: "7", title: t("part.7"), value: inWords(sheet), open: () => sheet.open("allowances") });
  }
  return html`<section class="part" id="p7" aria-labelledby="h7">
    ${partHead({ no: "7", title: t("part.7"), is })}
    ${remarksAt(sheet, "7")}
    ${proposalLines(sheet)}
    ${awayLines(sheet)}
    ${page.catalog.allowances.length ? html`<p class="label">${t("allowance.for_all")}</p>` : html`<p class="label">${t("allowance.empty")}</p>`}
    <div class="chips">${page.catalog.allowances.map((one) => {
      const rows = rowsOf(view, "allowance").filter(({ fields }) => fields.allowance === one.id);
      return chip({ word: one.text, on: rows.length > 0, off: !writable, tap: () => toggle(sheet, one) });
    })}</div>
  </section>`;
}

/** @param {Sheet} sheet @param {Catalog["allowances"][number]} allowance */
function toggle(sheet, { id, text }) {
  return sheet.act((now) => {
    const there = rowsOf(now, "allowance").filter(({ fields }) => fields.allowance === id).map((row) => row.id);
    if (there.length) return dropRows(now, there);
    return peopleOf(entries(now.rows)).map(({ main: { fields } }) => addRow(now, "allowance", { allowance: id, person: fields.person, name: fields.name, text, quantity: "1" }));
  });
}

/** @param {Sheet} sheet */
function inWords(sheet) {
  const texts = new Set(rowsOf(sheet.view, "allowance").map(({ fields }) => String(fields.text)));
  const open = proposals(sheet).filter(({ amount_cents }) => amount_cents).length;
  if (!texts.size && !open) return t("allowance.none");
  return [...texts, ...(open ? [t("proposal.open", { n: open })] : [])].join(", ");
}
