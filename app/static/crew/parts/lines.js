import { html, nothing } from "../../vendor/lit-html.js";

/** Text with its line breaks. @param {unknown} text */
export function lines(text) {
  return String(text ?? "").split("\n").filter(Boolean).map((line, i) => html`${i ? html`<br>` : nothing}${line}`);
}

/** @param {unknown} text */
export function firstLine(text) {
  return String(text ?? "").split("\n")[0];
}
