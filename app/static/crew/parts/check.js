/** What the self-check found, in words, with the way to each field. */

import { html } from "../../vendor/lit-html.js";
import { entries, hm } from "../core/hours.js";
import { t } from "../texts.js";
import { partName } from "./controls.js";
import { together } from "./findings.js";
import { icon } from "./icon.js";
import { openRemarks } from "./remarks.js";

/** @import { Finding } from "../shapes.js" */
/** @import { Sheet } from "./sheet.js" */

/** What the number of a field shows: open, returned, or done. @param {Sheet} sheet @param {string} no @returns {string | undefined} */
export function isOf({ view, findings }, no) {
  if (view.state === "returned" && openRemarks(view).some(({ fields }) => fields.field === no)) return "returned";
  return findings.some(({ level, field }) => level === "must" && field === no) ? "open" : undefined;
}

/** @param {Sheet} sheet */
export function checkPart({ findings }) {
  if (!findings.length) return html`<p class="fine all-good">${icon("check", "small")} ${t("check.nothing")}</p>`;
  return html`<section class="part check" aria-labelledby="h9">
    <header class="part-head"><h2 id="h9">${t("check.title")}</h2></header>
    <ul class="ruled">${together(findings).map(findingRow)}</ul>
    <p class="fine">${icon("check", "small")} ${t("check.rest")}</p>
  </section>`;
}

/** @param {Finding} finding */
function findingRow(finding) {
  const must = finding.level === "must";
  return html`<li class=${must ? "must" : ""}><button type="button" class="row wide" @click=${() => goTo(finding.field)}>
    <span class="field-no" data-is=${must ? "open" : "quiet"}>${finding.field}</span>
    <span class="row-main"><b>${t(`check.${finding.level}`)}</b><span>${findingText(finding)}</span></span>${icon("up")}
  </button></li>`;
}

/** @param {Finding} finding */
function findingText({ code, params }) {
  const { minutes, taken, needed } = params;
  return t(`check.${code}`, { ...params, n: minutes ?? params.count, hours: hm(Number(minutes ?? 0)), taken, needed });
}

/** Shows a field, wherever it is folded. @param {string} no */
export function goTo(no) {
  const part = document.getElementById(`p${no}`);
  if (part?.matches(".fold")) part.click();
  requestAnimationFrame(() => {
    const shown = document.getElementById(`p${no}`);
    shown?.scrollIntoView({ block: "start" });
    /** @type {HTMLElement | null | undefined} */ (shown?.querySelector("input, textarea, button"))?.focus({ preventScroll: true });
  });
}

/** The main action's words: how many fields are open and which is next, or nothing if the slip can go on. @param {Sheet} sheet */
export function nextStep({ view, findings }) {
  const open = openRemarks(view);
  if (view.state === "returned" && open.length) {
    const no = String(open[0].fields.field);
    return { no, word: t("act.answer", { n: open.length, part: no === "0" ? t("act.whole") : partName(no) }) };
  }
  const musts = findings.filter(({ level }) => level === "must");
  if (!musts.length) return null;
  const [{ field }] = musts;
  const names = [...new Set(musts.filter((one) => one.field === field && one.params.name).map(({ params }) => String(params.name)))];
  const part = names.length === 1 && entries(view.rows).length > 1 ? t("act.of", { part: partName(field), name: names[0].split(" ")[0] }) : partName(field);
  return { no: field, word: t("act.open", { n: new Set(musts.map((one) => one.field)).size, part }) };
}
