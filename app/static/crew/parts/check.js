/** What the self-check found, in words, with the way to each field. */

import { html, nothing } from "../../vendor/lit-html.js";
import { entries, hm } from "../core/hours.js";
import { day, t } from "../texts.js";
import { peopleOf } from "./clockwork.js";
import { partName } from "./controls.js";
import { together } from "./findings.js";
import { questions, reasonFor } from "./given.js";
import { icon } from "./icon.js";
import { reasonField } from "./reasons.js";
import { openRemarks } from "./remarks.js";

/** @import { Finding } from "../shapes.js" */
/** @import { Line } from "./findings.js" */
/** @import { Sheet } from "./sheet.js" */

/** What the number of a field shows: open, returned, or done. @param {Sheet} sheet @param {string} no @returns {string | undefined} */
export function isOf({ view, findings }, no) {
  if (view.state === "returned" && openRemarks(view).some(({ fields }) => fields.field === no)) return "returned";
  return findings.some(({ level, field }) => level === "must" && field === no) ? "open" : undefined;
}

/** @param {Sheet} sheet */
export function checkPart(sheet) {
  const { findings, view } = sheet;
  const musts = together(findings.filter(({ level }) => level === "must"));
  const shoulds = together(questions(sheet), (one) => reasonFor(view, one));
  const infos = together(findings.filter(({ level }) => level === "info"));
  if (!musts.length && !shoulds.length) return html`<p class="fine all-good">${icon("check", "small")} ${t("check.nothing")}</p>${hints(sheet, infos)}`;
  return html`<section class="part check" aria-labelledby="h9">
    <header class="part-head"><h2 id="h9">${t("check.title")}</h2></header>
    <ul class="ruled">${[...musts, ...shoulds].map((one) => findingRow(sheet, one))}</ul>
    ${hints(sheet, infos)}
    <p class="fine">${icon("check", "small")} ${t("check.rest")}</p>
  </section>`;
}

/** @param {Sheet} sheet @param {Line} line */
function findingRow(sheet, line) {
  const must = line.level === "must";
  const reason = must ? "" : reasonFor(sheet.view, line);
  return html`<li class=${must ? "must" : ""}><button type="button" class="row wide" @click=${() => goToFinding(sheet, line)}>
    <span class="field-no" data-is=${must ? "open" : "quiet"}>${line.field}</span>
    <span class="row-main"><b>${icon(must ? "warning" : reason ? "check" : "question", "small")} ${t(reason ? "check.reasoned" : `check.${line.level}`)}</b>
      <span>${findingText(line)}</span></span>${icon("up")}
  </button>${must ? nothing : reasonField(sheet, line)}</li>`;
}

/** What is only worth knowing: one line until somebody wants to read it. @param {Sheet} sheet @param {Line[]} infos */
function hints(sheet, infos) {
  if (!infos.length) return nothing;
  const open = sheet.isOpen("hints");
  return html`<button type="button" class="fold hints" aria-expanded=${String(open)} @click=${() => sheet.open("hints")}>
      <span class="field-no" data-is="quiet">i</span><b>${t("check.hints", { n: infos.length })}</b><span></span>${icon(open ? "up" : "down")}</button>
    ${open ? html`<ul class="hints">${infos.map((one) => html`<li><span class="field-no" data-is="quiet">${one.field}</span> <span>${findingText(one)}</span></li>`)}</ul>` : nothing}`;
}

/** @param {Finding} finding */
function findingText({ code, params }) {
  const { minutes, count, most, day: on, until } = params;
  const said = { ...params, n: minutes ?? count, hours: hm(Number(minutes ?? 0)), most: minutes === undefined ? most : hm(Number(most)) };
  return t(`check.${code}`, { ...said, ...(on ? { day: day(String(on)) } : {}), ...(until ? { until: day(String(until)) } : {}) });
}

/** Where something is put right: a person's own day, a line of the slip, or the whole field. @param {Sheet} sheet @param {Line} line */
function goToFinding(sheet, { field, code, abouts }) {
  const { view, page } = sheet;
  const people = peopleOf(entries(view.rows));
  const own = people.find(({ person, main }) => abouts.length === 1 && [person, main.id].includes(abouts[0]));
  const here = code === "time_missing" && !(own?.main.fields.start && own.main.fields.end);   // the part itself shows the day's own times
  if (own && !here && (people.length > 1 || own.rest.length) && ["1", "2"].includes(field)) return page.go(`slip/${view.slip_id}/person/${own.main.id}`);
  if (field === "1" || field === "2") page.ui[field === "1" ? "times" : "breaks"] = true;
  page.draw();
  goTo(field, abouts[0]);
}

/** Shows a field, wherever it is folded, and in it the line it is about. @param {string} no @param {string} [about] */
export function goTo(no, about = "") {
  const part = document.getElementById(`p${no}`);
  if (part?.matches(".fold")) part.click();
  requestAnimationFrame(() => {
    const shown = (about && document.getElementById(`row-${about}`)) || document.getElementById(`p${no}`);
    shown?.scrollIntoView({ block: "start" });
    /** @type {HTMLElement | null | undefined} */ (shown?.querySelector("input, textarea, button, a"))?.focus({ preventScroll: true });
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
  const part = names.length === 1 && peopleOf(entries(view.rows)).length > 1 ? t("act.of", { part: partName(field), name: names[0].split(" ")[0] }) : partName(field);
  return { no: field, word: t("act.open", { n: new Set(musts.map((one) => one.field)).size, part }) };
}
