/** Why something is as it is: the answer to a `should`, kept on the slip in German. It is asked for, never demanded. */

import { html } from "../../vendor/lit-html.js";
import { knows, t } from "../texts.js";
import { chip, lineInput } from "./controls.js";
import { give, reasonFor, reasonRow, USUAL } from "./given.js";

/** @import { Line } from "./findings.js" */
/** @import { Sheet } from "./sheet.js" */

/** Chips of usual reasons and a line for one's own. @param {Sheet} sheet @param {Line} line */
export function reasonField(sheet, line) {
  const given = reasonFor(sheet.view, line);
  const names = USUAL[line.code] ?? [];
  const usual = names.map((name) => t(`record.reason.${name}`));
  const own = sheet.isOpen(ownName(line)) || (given !== "" && !usual.includes(given));
  if (given && !sheet.isOpen(ownName(line)) && !sheet.isOpen(changeName(line))) return html`<div class="reason answered">
    <span class="ink" lang="de">${given}</span>
    ${sheet.writable ? html`<button type="button" class="button" data-kind="plain" @click=${() => sheet.open(changeName(line))}>${t("reason.change")}</button>` : ""}</div>`;
  return html`<div class="reason">
    <div class="chips" role="group" aria-label=${t("reason.ask")}>
      ${usual.map((text, i) => chip({ word: shown(names[i]), on: given === text, off: !sheet.writable, tap: () => answer(sheet, line, given === text ? null : text) }))}
      ${chip({ word: t("reason.other"), on: own, off: !sheet.writable, tap: () => openOwn(sheet, line, own) })}
    </div>
    ${own ? lineInput({ name: t("reason.ask"), value: given, off: !sheet.writable, leave: sheet.editor.commit, input: (text) => write(sheet, line, text) }) : ""}
  </div>`;
}

/** @param {Sheet} sheet @param {Line} line @param {string | null} text */
function answer(sheet, line, text) {
  sheet.page.ui[changeName(line)] = false;
  return give(sheet, line, text);
}

/** The rows are there before anybody types, so that what is typed survives like everything else. @param {Sheet} sheet @param {Line} line @param {boolean} on */
async function openOwn(sheet, line, on) {
  await give(sheet, line, null);
  sheet.page.ui[ownName(line)] = !on;
  sheet.page.draw();
}

/** @param {Sheet} sheet @param {Line} line @param {string} text */
function write(sheet, { code, abouts }, text) {
  const rows = abouts.map((about) => reasonRow(sheet.view, code, about)).filter((row) => row !== undefined);
  sheet.set(...rows.map(({ id }) => /** @type {import("./sheet.js").Entry} */ ([id, "text", text])));
}

/** @param {string} name */
function shown(name) {
  return t(knows(`reason.${name}`) ? `reason.${name}` : `record.reason.${name}`);
}

/** @param {Line} line */
function changeName({ code, abouts }) {
  return `change_${code}_${abouts[0]}`;
}

/** @param {Line} line */
function ownName({ code, abouts }) {
  return `reason_${code}_${abouts[0]}`;
}
