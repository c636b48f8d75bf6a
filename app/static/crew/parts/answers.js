/** One item of a checklist: the question, the answer in its kind, and where it is not in order what proves it. */

import { live } from "../../vendor/directives/live.js";
import { html, nothing } from "../../vendor/lit-html.js";
import { putRows } from "../core/actions.js";
import { accept } from "../core/coating.js";
import { answered, readings } from "../core/checklist.js";
import { quantity } from "../core/hours.js";
import { clock } from "../core/walltime.js";
import { amount, day, t } from "../texts.js";
import { inWords } from "./checklists.js";
import { chip, lineInput, valueOf, writing } from "./controls.js";
import { dayInput, momentInput } from "./inputs.js";
import { icon } from "./icon.js";
import { photosOf } from "./photos.js";

/** @import { Checklist } from "../shapes.js" */
/** @import { Sheet } from "./sheet.js" */
/** @import { Line } from "./fields.js" */
/** @typedef {Checklist["items"][number]} Item */
/** @typedef {{ ids: Record<string, string>, signed: Map<string, string>, state: ReturnType<typeof import("./checklists.js").progress>, line: Line }} Filling */

const NUMBER = /^-?\d{1,9}([.,]\d{1,3})?$/;
const LONGEST_WORD = 13;   // more does not stand in half a phone
const YES_NO = ["yes", "no"];
const SAYS_ITSELF = ["photo", "signature", "text", "date"];

/** @param {Sheet} sheet @param {Filling} filling @param {Item} item */
export function itemPart(sheet, filling, item) {
  return isFolded(sheet, filling, item) ? foldedItem(sheet, filling, item) : openItem(sheet, filling, item);
}

/** In order and answered before this visit: what is answered now stays as it is, so that nothing moves under the finger.
    @param {Sheet} sheet @param {Filling} filling @param {Item} item */
function isFolded(sheet, { state }, { key, kind, ...item }) {
  const done = answered({ key, kind, ...item }, state.answers) && !state.faults.some((one) => one.item === key);
  return done && !sheet.isOpen(`item_${key}`) && !(kind === "photo" && sheet.writable);
}

/** @param {Sheet} sheet @param {Filling} filling @param {Item} item */
function foldedItem(sheet, filling, item) {
  return html`<section class="part item-part" id=${`item-${item.key}`}><h3><button type="button" class="item-fold" aria-expanded="false" @click=${() => sheet.open(`item_${item.key}`)}>
    <span>${inWords(item.title)}</span> <b class="ink">${inShort(filling, item)}</b>${icon("down", "small")}</button></h3></section>`;
}

/** @param {Sheet} sheet @param {Filling} filling @param {Item} item */
function openItem(sheet, filling, item) {
  const { state } = filling, fault = state.faults.find((one) => one.item === item.key), open = state.open.includes(item.key);
  return html`<section class="part item-part" data-is=${open ? "open" : nothing} data-kind=${item.kind} id=${`item-${item.key}`} tabindex="-1" aria-labelledby=${`q-${item.key}`}>
    <header class="part-head"><div class="item-asked"><h3 id=${`q-${item.key}`}>${inWords(item.title)}${open ? html`<span class="out-of-sight">, ${t("checklist.open")}</span>` : nothing}</h3>
      ${item.hint ? html`<p class="label">${inWords(item.hint)}</p>` : nothing}${limits(item)}</div>${remarkButton(sheet, filling, item, Boolean(fault))}</header>
    <div class="answering">${KINDS[item.kind]?.(sheet, filling, item) ?? nothing}</div>
    ${fault ? faultLine(fault) : nothing}
    ${hasProof(sheet, filling, item, Boolean(fault)) ? proof(sheet, filling, item) : nothing}
  </section>`;
}

/** @param {Filling["state"]["faults"][number]} fault */
function faultLine({ codes, lacks }) {
  return html`<p class="warned" role="status">${icon("warning", "small")} <span>${codes.map((code) => t(`fault.${code}`)).join(" · ")}
    ${lacks.length ? html`<b class="marker">${t("checklist.lacks", { what: lacks.map((one) => t(`checklist.proof.${one}`)).join(", ") })}</b>` : nothing}</span></p>`;
}

/** The answer in a line. @param {Filling} filling @param {Item} item */
function inShort(filling, { key, kind, choices, unit }) {
  const { photos, name } = filling.state.answers[key] ?? {}, value = given(filling, /** @type {Item} */ ({ key }));
  if (value === "na") return t("checklist.na");
  if (kind === "yes_no") return t(`checklist.${value}`);
  if (kind === "choice") return inWords(choices?.find((one) => one.key === value)?.title);
  if (kind === "photo") return t("count.photos", { n: Number(photos) });
  if (kind === "signature") return String(name ?? "");
  if (kind === "date") return day(value, "dated");
  if (kind === "time") return clock(value);
  return [kind === "number" ? amount(value) : value, unit].filter(Boolean).join(" ");
}

/** @type {Record<string, (sheet: Sheet, filling: Filling, item: Item) => unknown>} */
const KINDS = {
  yes_no: (sheet, filling, item) => chips(sheet, filling, item, YES_NO.map((key) => ({ key, word: t(`checklist.${key}`) }))),
  choice: (sheet, filling, item) => chips(sheet, filling, item, (item.choices ?? []).map(({ key, title }) => ({ key, word: inWords(title) }))),
  text: (sheet, filling, item) => html`${writing({ ...typed(sheet, filling, item), rows: 1 })}${notApplicable(sheet, filling, item)}`,
  number: (sheet, filling, item) => html`${numberLine(sheet, filling, item)}${notApplicable(sheet, filling, item)}`,
  readings: (sheet, filling, item) => html`${writing({ ...typed(sheet, filling, item), name: t("checklist.readings", { unit: item.unit ?? "" }) })}${verdict(filling, item)}`,
  date: (sheet, filling, item) => html`${dayInput({ name: inWords(item.title), value: given(filling, item), off: !sheet.writable, set: (value) => put(sheet, filling, item, { value }) })}${notApplicable(sheet, filling, item)}`,
  time: (sheet, filling, item) => momentInput(sheet, { name: t("checklist.time"), value: given(filling, item), set: (value) => put(sheet, filling, item, { value }) }),
  photo: (sheet, filling, item) => photosOf(sheet, filling.ids[item.key], "during"),
  signature: (sheet, filling, item) => signature(sheet, filling, item),
};

/** @param {Item} item */
function limits({ least, most, unit = "" }) {
  if (least == null && most == null) return nothing;
  const key = least == null ? "most" : most == null ? "least" : "between";
  return html`<p class="label">${t(`checklist.${key}`, { least: amount(least), most: amount(most), unit })}</p>`;
}

/** @param {Sheet} sheet @param {Filling} filling @param {Item} item @param {{ key: string, word: string }[]} choices */
function chips(sheet, filling, item, choices) {
  const value = given(filling, item), all = item.na === false ? choices : [...choices, { key: "na", word: t("checklist.na") }];
  const long = all.some(({ word }) => word.split(" ").some((part) => part.length > LONGEST_WORD));
  return html`<div class=${item.kind === "yes_no" ? "chips row-of" : long ? "chips one" : "chips"} role="radiogroup" aria-labelledby=${`q-${item.key}`}>${all.map(({ key, word }) => chip({ word, on: value === key, radio: true, off: !sheet.writable,
    tap: () => put(sheet, filling, item, { value: value === key ? null : key }) }))}</div>`;
}

/** @param {Sheet} sheet @param {Filling} filling @param {Item} item */
function notApplicable(sheet, filling, item) {
  if (item.na === false || (item.required === false)) return nothing;
  const on = given(filling, item) === "na";
  const tap = () => (delete sheet.page.ui[typedAt(item)], put(sheet, filling, item, { value: on ? null : "na" }));
  return html`<div class="chips row-of">${chip({ word: t("checklist.na"), on, off: !sheet.writable, tap })}</div>`;
}

/** @param {Sheet} sheet @param {Filling} filling @param {Item} item */
function typed(sheet, filling, item) {
  const value = given(filling, item);
  return { name: inWords(item.title), value: value === "na" ? "" : value, off: !sheet.writable, leave: sheet.editor.commit, input: (/** @type {string} */ text) => write(sheet, filling, item, "value", text) };
}

/** What is typed stays until it is written down, whatever is drawn meanwhile; then the field shows what stands on the slip.
    @param {Sheet} sheet @param {Filling} filling @param {Item} item */
function numberLine(sheet, filling, item) {
  const { ui, draw } = sheet.page, typed = typedAt(item);
  const value = given(filling, item), shown = value === "na" ? "" : amount(value);
  const wrong = value !== "" && value !== "na" && !answered(item, filling.state.answers);
  const take = async (/** @type {Event} */ event) => {
    const whole = valueOf(event), text = whole.trim();
    await put(sheet, filling, item, { value: NUMBER.test(text) ? quantity(text) : text || null });
    if (ui[typed] === whole) delete ui[typed];
    draw();
  };
  return html`<label class="write"><span class="label">${[t("checklist.number"), item.unit].filter(Boolean).join(", ")}</span>
      <input class="ink" inputmode="text" autocomplete="off" maxlength="14" ?readonly=${!sheet.writable} .value=${live(String(ui[typed] ?? shown))}
        @input=${(/** @type {Event} */ event) => (ui[typed] = valueOf(event))} @change=${take}></label>
    ${wrong ? html`<p class="warned" role="alert">${t("checklist.no_number")}</p>` : nothing}`;
}

/** Where the half-typed number of a question is kept. @param {Item} item */
function typedAt({ key }) {
  return `number_${key}`;
}

/** What the readings come to, while they are typed. @param {Filling} filling @param {Item} item */
function verdict({ state }, item) {
  const nominal = item.nominal || String(state.answers[item.nominal_item ?? ""]?.value ?? "");
  const found = readings(String(state.answers[item.key]?.value ?? ""));
  if (!found.length) return nothing;
  if (!nominal) return html`<p class="label" role="status">${t("checklist.nominal_first", { n: found.length })}</p>`;
  try {
    const { accepted, mean, least, greatest, below } = accept(found, nominal, item.most, item.count || 1);
    return html`<p class="verdict" role="status"><b>${icon(accepted ? "check" : "warning", "small")} ${t(accepted ? "checklist.accepted" : "checklist.refused")}</b>
      <span>${t("checklist.verdict", { n: found.length, mean: amount(mean), least: amount(least), greatest: amount(greatest), below, nominal: amount(nominal) })}</span></p>`;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return html`<p class="warned" role="alert">${t("checklist.no_reading")}</p>`;
  }
}

/** @param {Sheet} sheet @param {Filling} filling @param {Item} item */
function signature({ view, writable }, { signed, state, line }, item) {
  const { name, sha256 } = state.answers[item.key] ?? {};
  const to = `#/slip/${view.slip_id}/checklist/${line.id}/sign/${item.key}`;
  return html`${sha256 ? html`<figure class="signed-item"><img src=${signed.get(String(sha256)) ?? ""} alt=${t("checklist.signed_by", { name: String(name ?? "") })}><figcaption>${name}</figcaption></figure>` : nothing}
    ${writable ? html`<a class="button" href=${to}>${icon("pen")} ${t(sha256 ? "checklist.sign_again" : "checklist.sign")}</a>` : nothing}`;
}

/** Words and a photo: asked for where something is wrong, else out of the way. @param {Sheet} sheet @param {Filling} filling @param {Item} item @param {boolean} wanted */
function hasProof(sheet, { state }, { key, kind }, wanted) {
  const { text, photos } = state.answers[key] ?? {};
  return Boolean(wanted || text || (Number(photos ?? 0) > 0 && kind !== "photo") || sheet.isOpen(`about_${key}`));
}

/** @param {Sheet} sheet @param {Filling} filling @param {Item} item @param {boolean} wanted */
function remarkButton(sheet, filling, item, wanted) {
  if (!sheet.writable || SAYS_ITSELF.includes(item.kind) || hasProof(sheet, filling, item, wanted)) return nothing;
  return html`<button type="button" class="item-remark" aria-label=${`${t("checklist.remark_add")}: ${inWords(item.title)}`} @click=${() => sheet.open(`about_${item.key}`)}>${icon("chat")}</button>`;
}

/** @param {Sheet} sheet @param {Filling} filling @param {Item} item */
function proof(sheet, filling, item) {
  const remark = String(filling.state.answers[item.key]?.text ?? "");
  return html`${lineInput({ name: t("checklist.remark"), value: remark, off: !sheet.writable, leave: sheet.editor.commit, input: (text) => write(sheet, filling, item, "text", text) })}
    ${item.kind === "photo" ? nothing : photosOf(sheet, filling.ids[item.key], "defect")}`;
}

/** @param {Filling} filling @param {Item} item */
function given({ state }, { key }) {
  return String(state.answers[key]?.value ?? "");
}

/** @param {Sheet} sheet @param {Filling} filling @param {Item} item @param {import("../core/actions.js").Fields} fields */
function put(sheet, { ids, line }, { key }, fields) {
  sheet.page.ui[`item_${key}`] = true;
  return sheet.act((now) => putRows(now, "answer", { [ids[key]]: { checklist: line.id, item: key, ...fields } }));
}

/** The rows are there from the start, so that what is typed survives; where one is not, it is made with the first letter.
    @param {Sheet} sheet @param {Filling} filling @param {Item} item @param {string} field @param {string} text */
function write(sheet, filling, item, field, text) {
  const id = filling.ids[item.key];
  sheet.page.ui[`item_${item.key}`] = true;
  if (sheet.view.rows[id]) sheet.set([id, field, text]);
  else void put(sheet, filling, item, { [field]: text });
}
