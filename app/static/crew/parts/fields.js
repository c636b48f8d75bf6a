/** The fields of one line, drawn from what is asked of it (forms.js). What is typed goes through the editor, a tap is done at once. */

import { html, nothing } from "../../vendor/lit-html.js";
import { setRow } from "../core/actions.js";
import { hm } from "../core/hours.js";
import { amount, t } from "../texts.js";
import { chip, clockInput, lineInput, stepper, writing } from "./controls.js";
import { calculated } from "./formula.js";
import { dayInput, momentInput, numberInput } from "./inputs.js";
import { firstLine } from "./lines.js";
import { openingSheet } from "./opening-sheet.js";
import { thisMinute } from "./signing.js";

/** @import { Ask } from "./forms.js" */
/** @import { Sheet } from "./sheet.js" */
/** @import { rowsOf } from "../core/slip.js" */
/** @typedef {ReturnType<typeof rowsOf>[number]} Line */

const QUARTER = 15;

/** @type {Record<string, (sheet: Sheet, line: Line, ask: Ask) => unknown>} */
const DRAWN = {
  line: (sheet, line, ask) => lineInput(typed(sheet, line, ask)),
  text: (sheet, line, ask) => writing(typed(sheet, line, ask)),
  flag, choice, day, time, minutes, formula, told,
  number: (sheet, line, ask) => numberInput(sheet, line, ask.name),
  signed: (sheet, line, ask) => numberInput(sheet, line, ask.name, "text"),
  whole: (sheet, line, ask) => numberInput(sheet, line, ask.name, "numeric", Number),
  sheet: (sheet, line) => openingSheet(sheet, line),
};

/** @param {Sheet} sheet @param {Line} line @param {Ask[]} asked */
export function fields(sheet, line, asked) {
  const wanted = asked.filter(({ when }) => !when || when(line.fields));
  return wanted.map((ask) => DRAWN[ask.kind](sheet, line, ask));
}

/** @param {Sheet} sheet @param {Line} line @param {Ask} ask */
function typed(sheet, { id, fields }, { name }) {
  return { name: label(sheet, name), value: String(fields[name] ?? ""), off: !sheet.writable, leave: sheet.editor.commit,
    input: (/** @type {string} */ value) => sheet.set([id, name, value]) };
}

/** @param {Sheet} sheet @param {string} name */
function label(sheet, name) {
  const mask = name === "position" && sheet.around.check(sheet.view).position_mask;
  return mask ? t("person.position_like", { mask }) : t(`row.${name}`);
}

/** @param {Sheet} sheet @param {Line} line @param {Ask} ask */
function flag(sheet, { id, fields }, { name }) {
  const on = Boolean(fields[name]);
  return html`<div class="chips">${chip({ word: t(`row.${name}`), on, off: !sheet.writable, tap: () => sheet.act((now) => setRow(now, id, { [name]: on ? null : 1 })) })}</div>`;
}

/** @param {Sheet} sheet @param {Line} line @param {Ask} ask */
function choice(sheet, { id, fields, table }, { name, of = [] }) {
  const pick = (/** @type {string} */ word) => sheet.act((now) => setRow(now, id, { [name]: fields[name] === word ? null : word }));
  const ask = t(name === "cause" ? `row.cause_${table}` : `row.${name}`);
  return html`<fieldset><legend>${ask}</legend><div class=${name === "unit" ? "chips short" : "chips"} role="radiogroup" aria-label=${ask}>
    ${of.map((word) => chip({ word: t(`row.${name}.${word}`), on: fields[name] === word, radio: true, off: !sheet.writable, tap: () => pick(word) }))}</div></fieldset>`;
}

/** @param {Sheet} sheet @param {Line} line @param {Ask} ask */
function day(sheet, { id, fields }, { name }) {
  return dayInput({ name: t(`row.${name}`), value: String(fields[name] ?? ""), off: !sheet.writable, set: (value) => sheet.act((now) => setRow(now, id, { [name]: value })) });
}

/** @param {Sheet} sheet @param {Line} line @param {Ask} ask */
function time(sheet, { id, fields }, { name }) {
  return momentInput(sheet, { name: t(`row.${name}`), value: String(fields[name] ?? ""), set: (value) => sheet.act((now) => setRow(now, id, { [name]: value })) });
}

/** @param {Sheet} sheet @param {Line} line @param {Ask} ask */
function minutes(sheet, { id, fields }, { name }) {
  const now = Number(fields[name] ?? 0);
  const put = (/** @type {number} */ n) => sheet.act((view) => setRow(view, id, { [name]: Math.max(0, n) }));
  const entry = clockInput({ name: t(`row.${name}`), time: now ? hm(now) : "", off: !sheet.writable, set: (typed) => put(inMinutes(typed)) });
  return html`<div class="line"><span class="line-name">${t(`row.${name}`)}</span>${stepper({ name: t(`row.${name}`), shown: html`${hm(now)} <small>h</small>`, entry, entered: now > 0,
    off: !sheet.writable, less: t("step.less"), more: t("step.more"), step: (by) => put(now + by * QUARTER) })}</div>`;
}

/** @param {string} typed */
function inMinutes(typed) {
  const [hours, rest] = typed.split(":").map(Number);
  return hours * 60 + rest;
}

/** The way to the result stays on the slip; the result is there while one types. @param {Sheet} sheet @param {Line} line */
function formula(sheet, { id, fields }) {
  const typed = String(fields.formula ?? ""), { result, said } = calculated(typed);
  const write = (/** @type {string} */ value) => sheet.set([id, "formula", value], [id, "quantity", calculated(value).result]);
  return html`${lineInput({ name: t("row.formula"), value: typed, off: !sheet.writable, leave: sheet.editor.commit, input: write })}
    <p class=${said ? "formula-said wrong" : "formula-said"} role="status">${said || (result ? html`= <output class="number ink">${amount(result)}</output> ${fields.unit ? t(`row.unit.${fields.unit}`) : ""}` : t("formula.hint"))}</p>`;
}

/** Whom it was said to: the contact with one tap, and then also when. @param {Sheet} sheet @param {Line} line @param {Ask} ask */
function told(sheet, line, ask) {
  const contact = firstLine(sheet.view.fields.contact), { told_to, told_at } = line.fields;
  const tap = () => sheet.act((now) => setRow(now, line.id, { told_to: contact, told_at: told_at ?? thisMinute(sheet.page) }));
  return html`${contact && told_to !== contact && sheet.writable ? html`<div class="chips">${chip({ word: t("row.told", { name: contact }), on: false, tap })}</div>` : nothing}
    ${lineInput(typed(sheet, line, ask))}`;
}
