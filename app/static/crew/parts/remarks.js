/** The office's red pencil: quoted where it belongs, struck when answered; and the talk about the slip. */

import { html, nothing } from "../../vendor/lit-html.js";
import { remark as remarkOf, setRow } from "../core/actions.js";
import { rowsOf } from "../core/slip.js";
import { t } from "../texts.js";
import { writing } from "./controls.js";
import { icon } from "./icon.js";

/** @import { Page } from "../screen.js" */
/** @import { View } from "../shapes.js" */
/** @import { Sheet } from "./sheet.js" */
/** @typedef {ReturnType<typeof rowsOf>[number]} RemarkRow */

/** What the office asked for and nobody has answered yet. @param {View} view */
export function openRemarks(view) {
  return asked(view).filter(({ fields }) => !fields.done);
}

/** Everything the office asked for. @param {View} view */
export function asked(view) {
  return rowsOf(view, "remark").filter(({ fields }) => fields.kind === "return");
}

/** The red quote as a list shows it. @param {Page} page @param {View} view @param {RemarkRow} remark */
export function quote(page, view, remark) {
  return html`<blockquote class="pencil"><p>${t("quoted", { text: remark.fields.text ?? "" })}</p>
    <footer>${nameOf(page, view, remark.by)}</footer></blockquote>`;
}

/** Remarks at a field, each with its answer button. @param {Sheet} sheet @param {string} no */
export function remarksAt(sheet, no) {
  return asked(sheet.view).filter(({ fields }) => fields.field === no).map((one) => remarkBlock(sheet, one));
}

/** @param {Sheet} sheet @param {RemarkRow} one */
function remarkBlock(sheet, one) {
  const { page, view, writable } = sheet;
  const done = Boolean(one.fields.done);
  const text = t("quoted", { text: one.fields.text ?? "" });
  const toggle = () => sheet.act((now) => setRow(now, one.id, { done: done ? 0 : 1 }));
  return html`<blockquote class=${done ? "pencil done" : "pencil"}>
    <p>${done ? html`<s>${text}</s>` : text}</p>
    <footer>${[nameOf(page, view, one.by), done && t("remark.done")].filter(Boolean).join(" · ")}</footer>
    ${writable && view.state === "returned"
      ? html`<button type="button" class="button small" @click=${toggle}>${icon(done ? "turn" : "check", "small")} ${t(done ? "remark.undo" : "remark.answer")}</button>`
      : nothing}
  </blockquote>`;
}

/** What was said about the slip, and the place to say more. @param {Sheet} sheet */
export function thread(sheet) {
  const { page, view } = sheet;
  const said = rowsOf(view, "remark").filter(({ fields }) => fields.kind !== "return");
  const draft = page.ui.answer ?? "";
  return html`<section class="part" id="thread" aria-labelledby="h-thread">
    <header class="part-head"><h2 id="h-thread">${t("thread.title")}</h2></header>
    ${said.length ? html`<ol class="thread">${said.map((one) => saidLine(page, view, one))}</ol>` : nothing}
    ${writing({ name: t("thread.say"), value: draft, rows: 1, input: (value) => typed(page, view, value) })}
    <button type="button" class="button wide" ?disabled=${!draft.trim()} @click=${() => say(sheet, draft)}>${icon("chat")} ${t("thread.send")}</button>
  </section>`;
}

/** @param {Page} page @param {View} view @param {RemarkRow} one */
function saidLine(page, view, one) {
  const mine = one.by === page.who.person.id;
  const place = mine && one.pending ? t("place.phone") : "";
  return html`<li class=${mine ? "mine" : ""}><p class=${mine ? "ink" : ""}>${one.fields.text}</p>
    <footer class="label">${[mine ? t("you") : nameOf(page, view, one.by), place].filter(Boolean).join(" · ")}</footer></li>`;
}

/** @param {Page} page @param {View} view @param {string} value */
function typed(page, view, value) {
  page.ui.answer = value;
  page.store.saveDraft(`answer:${view.slip_id}`, value);
  page.draw();
}

/** @param {Sheet} sheet @param {string} text */
async function say({ page, view }, text) {
  if (!(await page.record(remarkOf(view, text.trim(), "0", view.state === "returned" ? "answer" : "remark")))) return;
  page.ui.answer = "";
  await page.store.dropDraft(`answer:${view.slip_id}`);
  page.draw();
}

/** @param {Page} page @param {View} view @param {string | undefined} id */
export function nameOf(page, view, id) {
  const known = [...page.catalog.people, ...(page.catalog.office ?? [])].find((one) => one.id === id)?.name;
  const worker = rowsOf(view, "time").find(({ fields }) => fields.person === id)?.fields.name;
  return String(known ?? worker ?? (id === page.who.person.id ? page.who.person.name : t("the_office")));
}
