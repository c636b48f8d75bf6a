import { html } from "../../vendor/lit-html.js";

/** A drawing of the sprite in the shell; the word stands beside it or in the control's label.
    @param {string} name @param {"small" | ""} [size] */
export function icon(name, size = "") {
  return html`<svg class=${size ? "icon small" : "icon"} aria-hidden="true"><use href=${`#i-${name}`}></use></svg>`;
}
