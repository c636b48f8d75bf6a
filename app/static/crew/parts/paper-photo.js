/** The photographed paper, beside the fields it is typed off into: stays in sight, can be drawn large, moved and put away. */

import { html, nothing } from "../../vendor/lit-html.js";
import { papersOf } from "../core/paper.js";
import { t } from "../texts.js";
import { icon } from "./icon.js";

/** @import { Sheet } from "./sheet.js" */

const READABLE = 1600;

/** @param {Sheet} sheet */
export function paperPhoto(sheet) {
  const { page, view, writable } = sheet;
  const papers = view.fields.paper ? papersOf(view) : [];
  if (!papers.length || !writable) return nothing;
  const size = page.ui.paper ?? "small";
  const show = (/** @type {string} */ is) => () => ((page.ui.paper = is), page.draw());
  if (size === "away") return html`<section class="sheet paper-photo" data-is="away">${bar([[show("small"), "down", "paper.show"]])}</section>`;
  return html`<section class="sheet paper-photo" data-is=${size} aria-label=${t("paper.photo")}>
    <div class="paper-view" tabindex="0" role="group" aria-label=${t("paper.photo")}>
      ${papers.map(({ fields }) => html`<button type="button" class="paper-open" aria-label=${t(size === "large" ? "paper.smaller" : "paper.larger")} @click=${show(size === "large" ? "small" : "large")}>
        <img src=${addressOf(sheet, String(fields.sha256))} alt=${t("paper.photo")}></button>`)}
    </div>
    ${bar([[show(size === "large" ? "small" : "large"), size === "large" ? "minus" : "plus", size === "large" ? "paper.smaller" : "paper.larger"], [show("away"), "up", "paper.away"]])}
  </section>`;
}

/** @param {[tap: () => void, drawing: string, word: string][]} buttons */
function bar(buttons) {
  return html`<div class="paper-bar">${buttons.map(([tap, drawing, word]) => html`<button type="button" class="button" data-kind="plain" @click=${tap}>${icon(drawing, "small")} ${t(word)}</button>`)}</div>`;
}

/** One taken on another phone comes from the office, large enough to read. @param {Sheet} sheet @param {string} sha256 */
function addressOf({ cards, pictures }, sha256) {
  return cards.has(sha256) ? pictures.get(sha256) ?? "" : `/api/blobs/${sha256}?width=${READABLE}`;
}
