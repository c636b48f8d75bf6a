/** The few controls everything is made of. Each says what it is in words; colours only repeat it. */

import { html, nothing } from "../../vendor/lit-html.js";
import { live } from "../../vendor/directives/live.js";
import { t } from "../texts.js";
import { clockTyped } from "./clockwork.js";
import { icon } from "./icon.js";

/** @import { TemplateResult } from "../../vendor/lit-html.js" */

/** A tick box that grew up. @param {{ word: unknown, on: boolean, tap: () => void, off?: boolean, radio?: boolean }} chip */
export function chip({ word, on, tap, off = false, radio = false }) {
  return html`<button type="button" class="chip" role=${radio ? "radio" : nothing} aria-checked=${radio ? String(on) : nothing}
    aria-pressed=${radio ? nothing : String(on)} ?disabled=${off} @click=${tap}>${word}</button>`;
}

/** A chip that opens something instead of ticking. @param {{ word: string, drawing: string, tap: () => void }} chip */
export function moreChip({ word, drawing, tap }) {
  return html`<button type="button" class="chip more" @click=${tap}>${icon(drawing, "small")} ${word}</button>`;
}

/**
 * Less, value, more. Tapping the value opens the phone's own entry for it.
 * @param {{ name: string, shown: unknown, entry: TemplateResult, less: string, more: string, step: (by: -1 | 1) => void,
 *   entered: boolean, tall?: boolean, off?: boolean }} stepper
 */
export function stepper({ name, shown, entry, less, more, step, entered, tall = false, off = false }) {
  return html`<div class=${tall ? "stepper tall" : "stepper"} role="group" aria-label=${name}>
    <button type="button" aria-label=${less} ?disabled=${off} @click=${() => step(-1)}>${icon("minus")}</button>
    <label class="stepper-value"><output class=${entered ? "number ink" : "number"}>${shown}</output>${entry}</label>
    <button type="button" aria-label=${more} ?disabled=${off} @click=${() => step(1)}>${icon("plus")}</button>
  </div>`;
}

/** @param {{ name: string, time: string, entered: boolean, off?: boolean, minutes?: number, set: (time: string) => void,
 *   step: (by: -1 | 1) => void }} field */
export function timeStepper({ name, time, entered, off = false, minutes = 15, set, step }) {
  const entry = clockInput({ name, time, off, set });
  return stepper({ name, shown: time || "–", entry, step, entered, tall: true, off,
    less: t("step.earlier", { n: minutes }), more: t("step.later", { n: minutes }) });
}

/** Whoever begins to type begins with what is true. Not `live`: a drawing in between must not take away what is half typed.
    @param {HTMLInputElement} input @param {string} value */
function begin(input, value) {
  input.value = value;
  input.select();
}

/** A time by hand, in any of the ways people write one. @param {{ name: string, time: string, off?: boolean, set: (time: string) => void }} field */
export function clockInput({ name, time, off = false, set }) {
  const take = (/** @type {HTMLInputElement} */ input) => {
    const typed = clockTyped(input.value);
    if (typed && typed !== time) set(typed);
    else input.value = time;
  };
  return html`<input inputmode="numeric" autocomplete="off" enterkeyhint="done" maxlength="9" aria-label=${name} .value=${time} ?disabled=${off}
    @focus=${(/** @type {FocusEvent} */ event) => begin(/** @type {HTMLInputElement} */ (event.target), time)}
    @change=${(/** @type {Event} */ event) => take(/** @type {HTMLInputElement} */ (event.target))}>`;
}

/** @param {{ name: string, value: string, unit: string, entered: boolean, off?: boolean, set: (value: string) => void,
 *   step: (by: -1 | 1) => void }} field */
export function amountStepper({ name, value, unit, entered, off = false, set, step }) {
  const entry = html`<input inputmode="decimal" autocomplete="off" aria-label=${name} .value=${value} ?disabled=${off}
    @focus=${(/** @type {FocusEvent} */ event) => begin(/** @type {HTMLInputElement} */ (event.target), value)}
    @change=${(/** @type {Event} */ event) => set(valueOf(event))}>`;
  return stepper({ name, shown: html`${value || "0"} <small>${unit}</small>`, entry, step, entered, off,
    less: t("step.less"), more: t("step.more") });
}

/** @param {{ name: string, value: string, rows?: number, off?: boolean, hint?: unknown, input: (value: string) => void, leave?: () => void }} field */
export function writing({ name, value, rows = 2, off = false, hint = nothing, input, leave }) {
  return html`<label class="write"><span class="label">${name} ${hint}</span>
    <textarea class="ink" rows=${rows} maxlength="4000" ?readonly=${off} .value=${live(value)}
      @input=${(/** @type {Event} */ event) => input(valueOf(event))} @blur=${() => leave?.()}></textarea>
  </label>`;
}

/** @param {{ name: unknown, value: string, off?: boolean, mode?: string, autocomplete?: string, input: (value: string) => void, leave?: () => void }} field */
export function lineInput({ name, value, off = false, mode = "text", autocomplete = "off", input, leave }) {
  return html`<label class="write"><span class="label">${name}</span>
    <input class="ink" inputmode=${mode} autocomplete=${autocomplete} maxlength="200" ?readonly=${off} .value=${live(value)}
      @input=${(/** @type {Event} */ event) => input(valueOf(event))} @blur=${() => leave?.()}>
  </label>`;
}

/** The numbered head of a field of the form. @param {{ no: string, title: string, sum?: unknown, is?: string, id?: string }} head */
export function partHead({ no, title, sum = nothing, is, id = `h${no}` }) {
  return html`<header class="part-head">
    <span class="field-no" data-is=${is ?? nothing}>${no}</span><h2 id=${id}>${title}</h2>${sum}
  </header>`;
}

/** A field that needs no look: one line with its value. @param {{ no: string, title: string, value: unknown, open: () => void, is?: string }} fold */
export function fold({ no, title, value, open, is }) {
  return html`<button type="button" class="fold" id=${`p${no}`} aria-expanded="false" @click=${open}>
    <span class="field-no" data-is=${is ?? nothing}>${no}</span><b>${title}</b><span>${value}</span>${icon("down")}
  </button>`;
}

/** A row that leads somewhere. @param {{ to: string, main: unknown, end?: unknown }} row */
export function linkRow({ to, main, end = nothing }) {
  return html`<a class="row" href=${`#/${to}`}><span class="row-main">${main}</span>${end}${icon("next")}</a>`;
}

/** @param {Event} event */
export function valueOf(event) {
  return /** @type {HTMLInputElement} */ (event.target).value;
}

/** The name of a numbered field. @param {string} no */
export function partName(no) {
  return t(`part.${no}`);
}
