/** Auslöse and meals as the rules say them: proposed with the reason, on the slip only when somebody accepts it. */

import { html, nothing } from "../../vendor/lit-html.js";
import { dropRows } from "../core/actions.js";
import { rowsOf } from "../core/slip.js";
import { amount, listed, t } from "../texts.js";
import { icon } from "./icon.js";
import { accept, because, proposals, titleOf } from "./proposed.js";

/** @import { Value, View } from "../shapes.js" */
/** @import { Fields } from "./clockwork.js" */
/** @import { Shared } from "./proposed.js" */
/** @import { Sheet } from "./sheet.js" */

/** @param {Sheet} sheet */
export function proposalLines(sheet) {
  return html`<ul class="ruled proposals">${accepted(sheet.view).map((one) => acceptedLine(sheet, one))}${proposals(sheet).map((one) => proposalLine(sheet, one))}</ul>`;
}

/** "14,00 €" @param {Value | undefined} cents */
export function money(cents) {
  return `${amount((Number(cents ?? 0) / 100).toFixed(2))} €`;
}

/** Taken together only where all of it is the same. @param {View} view */
function accepted(view) {
  /** @type {Map<string, { ids: string[], names: string[], fields: Fields }>} */
  const found = new Map();
  for (const { id, fields } of rowsOf(view, "allowance").filter((row) => row.fields.amount_cents != null)) {
    const key = JSON.stringify([fields.kind, fields.allowance, fields.text, fields.amount_cents, fields.note]);
    const group = found.get(key) ?? { ids: [], names: [], fields };
    group.ids.push(id);
    group.names.push(String(fields.name ?? ""));
    found.set(key, group);
  }
  return [...found.values()];
}

/** @param {Sheet} sheet @param {ReturnType<typeof accepted>[number]} one */
function acceptedLine(sheet, { ids, names, fields }) {
  return html`<li class="proposal"><span class="row-main"><b class="ink">${t("proposal.line", { text: String(fields.text), amount: money(fields.amount_cents) })}</b>
      <span>${listed(names)}</span><span class="label" lang="de">${fields.note}</span></span>
    ${sheet.writable ? html`<button type="button" class="button" @click=${() => sheet.act((now) => dropRows(now, ids))}>${t("proposal.drop")}</button>` : nothing}</li>`;
}

/** @param {Sheet} sheet @param {Shared} one */
function proposalLine(sheet, one) {
  const title = t("proposal.line", { text: titleOf(one, ""), amount: money(one.amount_cents) });
  const changed = Object.keys(one.rows).length > 0;
  return html`<li class="proposal"><span class="row-main"><b>${one.amount_cents ? title : t("proposal.none", { text: titleOf(one, "") })}</b>
      <span>${listed(one.people.map(({ name }) => name))}</span><span class="label">${because(one)}</span></span>
    ${sheet.writable && (one.amount_cents || changed) ? html`<button type="button" class="button" @click=${() => sheet.act(() => accept(sheet.view, one))}>${icon("check", "small")} ${t(changed ? "proposal.change" : "proposal.accept")}</button>` : nothing}</li>`;
}
