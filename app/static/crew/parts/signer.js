/** What may be said about who signs, and in which language it is read: folded until somebody needs it. */

import { html, nothing } from "../../vendor/lit-html.js";
import { setFields } from "../core/actions.js";
import { language, t } from "../texts.js";
import { chip, lineInput } from "./controls.js";
import { icon } from "./icon.js";

/** @import { View } from "../shapes.js" */
/** @import { Page } from "../screen.js" */
/** @import { Signing } from "./signing.js" */

/** What a client may read beside German, by its own name. */
export const BESIDE = { en: "English", pl: "polski", cs: "čeština", ro: "română", uk: "українська", tr: "Türkçe" };
const AUTHORITY = ["yes", "no", "unknown"];

/** One line that opens; what is in it is said on the line. @param {Page} page @param {{ name: string, title: string, said: string, inside: () => unknown }} fold */
export function quietFold(page, { name, title, said, inside }) {
  const open = Boolean(page.ui[name]);
  const tap = () => ((page.ui[name] = !open), page.draw());
  return html`<div class="quiet-fold" lang=${language()}><button type="button" class="row wide" aria-expanded=${String(open)} @click=${tap}>
      <span class="row-main"><b>${title}</b>${said ? html`<span class="label">${said}</span>` : nothing}</span>${icon(open ? "up" : "down")}</button>
    ${open ? html`<div class="quiet-inside" lang="de">${inside()}</div>` : nothing}</div>`;
}

/** Firm, and whether the person may sign for it: as stated, nobody checks it. @param {Page} page @param {Signing} signing @param {(part: Partial<Signing>) => void} note */
export function signerFold(page, signing, note) {
  const said = [signing.company, signing.authority && t(`client.authority_${signing.authority}`)].filter(Boolean).join(" · ");
  return quietFold(page, { name: "signer", title: t("summary.signer"), said, inside: () => html`
    ${lineInput({ name: t("client.company"), value: signing.company ?? "", input: (value) => note({ company: value }) })}
    <p class="label" id="authority">${t("client.authority")}</p>
    <div class="chips" role="radiogroup" aria-labelledby="authority">${AUTHORITY.map((one) => chip({ radio: true, word: t(`client.authority_${one}`), on: signing.authority === one,
      tap: () => note({ authority: signing.authority === one ? "" : one }) }))}</div>` });
}

/** The language goes onto the slip: what is signed was read in it too. @param {Page} page @param {View} view */
export function languageFold(page, view) {
  const now = /** @type {keyof typeof BESIDE | null} */ (view.fields.client_language ?? null);
  const pick = async (/** @type {string | null} */ code) => {
    const action = setFields(view, { client_language: code });
    if (action) await page.record(action);
  };
  return quietFold(page, { name: "language", title: t("summary.language"), said: now ? BESIDE[now] ?? now : "Deutsch", inside: () => html`
    <div class="chips" role="radiogroup" aria-label=${t("summary.language")}>${chip({ radio: true, word: "Deutsch", on: !now, tap: () => pick(null) })}
      ${Object.entries(BESIDE).map(([code, word]) => chip({ radio: true, word: html`<span lang=${code}>${word}</span>`, on: now === code, tap: () => pick(code) }))}</div>` });
}
