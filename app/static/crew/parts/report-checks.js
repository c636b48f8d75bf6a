/** Checklists as they were filled: every question that was asked, its answer, and what comes of the whole: as app/reports/checks.py. */

import { pinned } from "../core/answers.js";
import { answersOf, openItems, visible } from "../core/checklist.js";
import { rowsOf } from "../core/slip.js";
import { t } from "../texts.js";
import { joined, said } from "./wording.js";

/** @import { Checklist } from "../shapes.js" */
/** @import { Fields } from "./wording.js" */
/** @import { Content } from "./report.js" */
/** @typedef {{ number: number, of: string }} Shown  a photo on the paper */
/** @typedef {{ section: string, question: string, text: string, remark: string, photos: string, picture: string }} Answer */
/** @typedef {Checklist["items"][number]} Item */

/** @param {Content} content @param {Checklist[]} templates @param {Shown[]} photos */
export function checks(content, templates, photos) {
  return rowsOf(content, "checklist").map(({ id, fields }) => check(content, id, fields, pinned(templates, fields), photos));
}

/** @param {Content} content @param {string} id @param {Fields} fields @param {Checklist | undefined} template @param {Shown[]} photos */
function check(content, id, fields, template, photos) {
  const answers = /** @type {Record<string, Fields>} */ (answersOf(content.rows, id)), rows = rowIds(content, id);
  const state = template && openItems(template, answers), open = new Set(state?.open);
  const asked = /** @type {Item[]} */ (template ? visible(template, answers) : []);
  /** @type {[string, Omit<Answer, "photos" | "picture" | "remark">][]} */
  const told = template ? asked.map((item) => [item.key, answered(template, item, answers[item.key] ?? {}, open.has(item.key))])
    : Object.entries(answers).map(([item, given]) => [item, { section: "", question: item, text: given.name || (given.value ? said("value", given.value) : "") }]);
  return { title: String(fields.title || fields.template || ""), version: fields.version ? t("pdf.check.version", { version: fields.version }) : "",
    asset: String(fields.asset ?? ""), result: t(`pdf.check.result.${state?.result ?? "unknown"}`),
    answers: told.map(([item, one]) => ({ ...one, remark: String(answers[item]?.text ?? ""), picture: String(answers[item]?.sha256 ?? ""), photos: shows(photos, rows[item]) })) };
}

/** @param {Checklist} template @param {Item} item @param {Fields} given @param {boolean} missing */
function answered(template, item, given, missing) {
  return { section: german(template.sections?.[item.section ?? ""]), question: german(item.title), text: missing ? t("record.answer.open") : textOf(item, given) };
}

/** @param {Item} item @param {Fields} given */
function textOf(item, { value, name }) {
  if (item.kind === "photo" || !value) return "";
  if (value === "na" || item.kind === "yes_no") return ["yes", "no", "na"].includes(value) ? t(`record.answer.${value}`) : value;
  if (item.kind === "choice") return german(item.choices?.find(({ key }) => key === value)?.title) || value;
  return item.kind === "signature" ? name ?? "" : measured(item, value);
}

/** @param {Item} item @param {string} value */
function measured({ kind, unit, least, most }, value) {
  const limits = joined([least && t("record.answer.least", { least: said("value", least) }), most && t("record.answer.most", { most: said("value", most) })]);
  return joined([kind === "readings" ? value.replaceAll("; ", " · ") : said("value", value), unit, kind === "number" && unit && limits && `(${limits})`], " ");
}

/** `Foto 3, 4` @param {Shown[]} photos @param {string | undefined} row */
function shows(photos, row) {
  const numbers = joined(photos.filter(({ of }) => row && of === row).map(({ number }) => number));
  return numbers && t("pdf.check.photos", { numbers });
}

/** @param {Content} content @param {string} id @returns {Record<string, string>} */
function rowIds(content, id) {
  const own = rowsOf(content, "answer").filter(({ fields }) => fields.checklist === id && fields.item);
  return Object.fromEntries(own.map((row) => [row.fields.item, row.id]));
}

/** @param {Record<string, string> | undefined} words */
function german(words) {
  return words?.de ?? "";
}
