/** What may be signed beside the extent of the work: the crew's own signature, an acceptance, and a consumer's notice of withdrawal. */

import { html, nothing } from "../../vendor/lit-html.js";
import { setFields } from "../core/actions.js";
import { clock } from "../core/walltime.js";
import { t } from "../texts.js";
import { chip, linkRow } from "./controls.js";
import { icon } from "./icon.js";
import { lines } from "./lines.js";
import { quietFold } from "./signer.js";
import { besideIn, isSigned, thisMinute } from "./signing.js";

/** @import { View } from "../shapes.js" */
/** @import { Page } from "../screen.js" */
/** @import { Signing } from "./signing.js" */

/** @param {Page} page @param {View} view @param {Signing} signing */
export function furtherFold(page, view, signing) {
  const given = ["own", "acceptance"].filter((part) => isSigned(signing, part)).map((part) => t(`summary.given_${part}`));
  return quietFold(page, { name: "further", title: t("summary.further"), said: given.join(" · "), inside: () => html`
    ${linkRow({ to: `slip/${view.slip_id}/sign/own`, main: html`<b>${t("summary.own")}</b><span class="label">${t("summary.own_hint")}</span>`, end: mark(signing, "own") })}
    ${linkRow({ to: `slip/${view.slip_id}/acceptance`, main: html`<b>${t("summary.acceptance")}</b><span class="label">${t("summary.acceptance_hint")}</span>`, end: mark(signing, "acceptance") })}` });
}

/** A consumer who orders more on the spot is told how to withdraw, before signing. @param {Page} page @param {View} view */
export function noticePart(page, view) {
  if (!needsNotice(view)) return nothing;
  const { notice_at, early_start, client_language, company_text } = view.fields;
  const note = async (/** @type {import("../core/actions.js").Fields} */ fields) => {
    const action = setFields(view, fields);
    if (action) await page.record(action);
  };
  const beside = besideIn(client_language, "notice");
  return html`<section class="notice" aria-labelledby="h-notice"><h2 id="h-notice">${t("client.notice_title")}</h2>
    <p>${lines(t("client.notice"))}</p>
    ${beside ? html`<p lang=${String(client_language)}>${lines(beside)}</p>` : nothing}
    ${company_text ? html`<p class="label">${lines(String(company_text))}</p>` : nothing}
    <div class="chips one">
      ${chip({ word: notice_at ? t("client.notice_given", { time: clock(String(notice_at)) }) : t("client.notice_give"), on: Boolean(notice_at),
        tap: () => note({ notice_at: notice_at ? null : thisMinute(page), early_start: notice_at ? null : early_start }) })}
      ${chip({ word: t("client.early_start"), on: Boolean(early_start), off: !notice_at, tap: () => note({ early_start: early_start ? null : 1 }) })}
    </div></section>`;
}

/** @param {View} view */
export function needsNotice({ fields, rows }) {
  return fields.client_kind === "consumer" && Object.values(rows).some((row) => row.fields.extra_order);
}

/** @param {Signing} signing @param {string} part */
function mark(signing, part) {
  return isSigned(signing, part) ? html`<span class="state" data-is="office">${icon("check", "small")} ${t("summary.signed")}</span>` : nothing;
}
