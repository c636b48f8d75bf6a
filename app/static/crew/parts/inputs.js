/** A number, a day, a moment: what is typed by hand, taken when it is finished. */

import { html, nothing } from "../../vendor/lit-html.js";
import { live } from "../../vendor/directives/live.js";
import { setRow } from "../core/actions.js";
import { quantity } from "../core/hours.js";
import { clock, wall } from "../core/walltime.js";
import { amount, t } from "../texts.js";
import { clockInput, valueOf } from "./controls.js";
import { dateOf } from "./days.js";
import { thisMinute } from "./signing.js";

/** @import { Sheet } from "./sheet.js" */
/** @import { Line } from "./fields.js" */

const NUMBER = /^-?\d{1,9}([.,]\d{1,3})?$/;

/** What is no number goes back to what stood there. Not `live`: a drawing in between must not take away what is half typed.
    @param {Sheet} sheet @param {Line} line @param {string} name @param {string} [mode] @param {(text: string) => string | number} [as] */
export function numberInput(sheet, line, name, mode = "decimal", as = String) {
  const shown = amount(line.fields[name]);
  const take = (/** @type {Event} */ event) => {
    const text = valueOf(event).trim();
    if (!text || NUMBER.test(text)) sheet.act((now) => setRow(now, line.id, { [name]: text ? as(quantity(text)) : null }));
    else /** @type {HTMLInputElement} */ (event.target).value = shown;
  };
  return html`<label class="write"><span class="label">${t(`row.${name}`)}</span>
    <input class="ink" inputmode=${mode} autocomplete="off" maxlength="13" ?readonly=${!sheet.writable} .value=${shown} @change=${take}></label>`;
}

/** The phone's own calendar. @param {{ name: string, value: string, off: boolean, set: (value: string) => void }} field */
export function dayInput({ name, value, off, set }) {
  return html`<label class="write"><span class="label">${name}</span>
    <input class="ink" type="date" ?disabled=${off} .value=${live(value)} @change=${(/** @type {Event} */ event) => set(valueOf(event))}></label>`;
}

/** A moment of this day: now with one tap, another by hand. @param {Sheet} sheet @param {{ name: string, value: string, set: (value: string) => void }} field */
export function momentInput({ view, page, writable }, { name, value, set }) {
  const on = String(view.fields.date ?? dateOf(view));
  const entry = clockInput({ name, time: value && clock(value), off: !writable, set: (typed) => set(wall(on, typed, page.zone)) });
  return html`<div class="moment"><label class="write"><span class="label">${name}</span>${entry}</label>
    ${writable && !value ? html`<button type="button" class="button" @click=${() => set(thisMinute(page))}>${t("row.now")}</button>` : nothing}</div>`;
}
