/** Field 4: what was done, for all and, where it differs, for one person. */

import { html, nothing } from "../../vendor/lit-html.js";
import { entries } from "../core/hours.js";
import { language, t } from "../texts.js";
import { agreementPart } from "./agreement.js";
import { isOf } from "./check.js";
import { peopleOf } from "./clockwork.js";
import { chip, lineInput, moreChip, partHead, writing } from "./controls.js";
import { bare, found, hasSentence, inOrder, inWords, toggled } from "./phrases.js";
import { remarksAt } from "./remarks.js";

/** @import { Sheet } from "./sheet.js" */
/** @import { Phrase } from "./phrases.js" */

const SHOWN = 5;

/** @param {Sheet} sheet */
export function workPart(sheet) {
  const { view, writable, editor } = sheet;
  const text = String(view.fields.work ?? "");
  const is = isOf(sheet, "4");
  return html`<section class="part" id="p4" aria-labelledby="h4">
    ${partHead({ no: "4", title: t("part.4"), is, sum: sumWord(sheet, is) })}
    ${remarksAt(sheet, "4")}
    <div class=${is === "open" && !text ? "missing" : "stacked"}>
      ${phraseChips(sheet, { text, write: (next) => sheet.set([null, "work", next]) })}
      ${writing({ name: t("work.text"), value: text, rows: 3, off: !writable, leave: editor.commit, input: (value) => sheet.set([null, "work", value]) })}
    </div>
    ${shortOnes(sheet)}
    ${agreementPart(sheet)}
  </section>`;
}

/** @param {Sheet} sheet @param {string | undefined} is */
function sumWord({ view }, is) {
  const times = peopleOf(entries(view.rows)).map(({ main }) => main);
  if (is === "open") return html`<span class="part-sum marker">${t("work.missing")}</span>`;
  if (!view.fields.work || times.length < 2) return nothing;
  const own = times.filter(({ fields }) => fields.text).length;
  return html`<span class="part-sum">${own ? t("work.own", { n: own }) : t("work.for_all", { n: times.length })}</span>`;
}

/**
 * The first few sentences of the firm, and all of them behind a search.
 * @param {Sheet} sheet @param {{ text: string, write: (text: string) => void, key?: string }} target
 */
export function phraseChips(sheet, { text, write, key = "phrases" }) {
  const { page, view, writable } = sheet;
  const all = inOrder(page.catalog.phrases, String(view.fields.kind ?? ""), page.ui.phrases_used);
  if (!all.length || !writable) return nothing;
  const search = String(page.ui[`${key}_search`] ?? "");
  const shown = sheet.isOpen(key) ? all.filter((one) => found(one, language(), search)) : firstOnes(all, text);
  const searching = lineInput({ name: t("work.search"), value: page.ui[`${key}_search`] ?? "", input: (value) => ((page.ui[`${key}_search`] = value), page.draw()) });
  return html`${sheet.isOpen(key) ? searching : nothing}
    <div class="chips">
      ${shown.map((one) => chip({ word: shownWords(one), on: hasSentence(text, one.de), tap: () => write(toggled(text, one.de)) }))}
      ${all.length > SHOWN ? moreChip({ drawing: sheet.isOpen(key) ? "up" : "search", tap: () => sheet.open(key), word: sheet.isOpen(key) ? t("work.fewer") : t("work.all", { n: all.length }) }) : nothing}
    </div>`;
}

/** @param {Phrase[]} all @param {string} text */
function firstOnes(all, text) {
  return all.filter((one, i) => i < SHOWN || hasSentence(text, one.de));
}

/** In the own language, and below it the German that will stand on the slip. @param {Phrase} phrase */
function shownWords(phrase) {
  const own = inWords(phrase, language());
  return own === bare(phrase.de) ? own : html`<span class="phrase">${own}<small lang="de">${bare(phrase.de)}</small></span>`;
}

/** Work by the hour is said for each person: who is missing stands here. @param {Sheet} sheet */
function shortOnes(sheet) {
  const { view, findings } = sheet;
  const names = findings.filter(({ code }) => code === "text_short").map(({ params }) => params.name);
  return entries(view.rows).filter(({ fields }) => view.fields.work && (fields.activity ?? "work") === "work" && names.includes(fields.name ?? "")).map(({ id, fields }) => {
    const text = String(fields.text ?? "");
    const write = (/** @type {string} */ next) => sheet.set([id, "text", next]);
    return html`<fieldset class="missing"><legend>${t("work.whose", { name: String(fields.name).split(" ")[0] })}</legend>
      ${phraseChips(sheet, { text, write, key: `phrases_${id}` })}
      ${writing({ name: t("work.text"), value: text, rows: 2, off: !sheet.writable, leave: sheet.editor.commit, input: write })}
    </fieldset>`;
  });
}
