/** Filling a checklist, by the version it is pinned to. What it asks hangs on what was answered before. */

import { repeat } from "../../vendor/directives/repeat.js";
import { html, nothing } from "../../vendor/lit-html.js";
import { dropRows } from "../core/actions.js";
import { answerId, pinned } from "../core/answers.js";
import { visible } from "../core/checklist.js";
import { itemPart } from "../parts/answers.js";
import { inWords, progress } from "../parts/checklists.js";
import { lineInput } from "../parts/controls.js";
import { act, savedWord, slimClip } from "../parts/frame.js";
import { icon } from "../parts/icon.js";
import { rowsOf } from "../core/slip.js";
import { addressesOf } from "../parts/pictures.js";
import { openSheet, sheetOf } from "../parts/sheet.js";
import { nameOfSlip } from "../parts/slip-clip.js";
import { t } from "../texts.js";
import { notHere } from "./slip.js";

/** @import { Checklist } from "../shapes.js" */
/** @import { Screen } from "../screen.js" */
/** @import { Opened, Sheet } from "../parts/sheet.js" */
/** @import { Line } from "../parts/fields.js" */
/** @typedef {Opened & { template: Checklist | undefined, ids: Record<string, string>, signed: Map<string, string> }} Loaded */

/** @type {Screen<Loaded | null>} */
export const checklist = {
  async load(page) {
    const opened = await openSheet(page), row = opened?.base.rows[page.params.row];
    if (!opened || row?.table !== "checklist") return null;
    const template = pinned(page.catalog.checklists ?? [], row.fields);
    const ids = await Promise.all((template?.items ?? []).map(async ({ key }) => [key, await answerId(page.params.id, page.params.row, key)]));
    const digests = rowsOf(opened.base, "answer").flatMap(({ fields }) => fields.sha256 ? [String(fields.sha256)] : []);
    return { ...opened, template, ids: Object.fromEntries(ids), signed: await addressesOf(page.store, digests) };
  },
  view(page, loaded) {
    if (!loaded) return notHere();
    const sheet = sheetOf(page, loaded);
    const line = { id: page.params.row, ...sheet.view.rows[page.params.row] };
    return loaded.template ? filling(sheet, loaded, loaded.template, line) : withoutTemplate(sheet, line);
  },
};

/** Each question keeps its own field when one appears above it: what is half typed must not end up as the answer to another.
    @param {Sheet} sheet @param {Loaded} loaded @param {Checklist} template @param {Line} line */
function filling(sheet, { ids, signed }, template, line) {
  const state = progress(sheet.view, template, line.id), back = `slip/${sheet.view.slip_id}`;
  const items = /** @type {Checklist["items"]} */ (visible(template, state.answers));
  const answers = { ids, signed, state, line };
  return html`${slimClip({ title: nameOfSlip(sheet.view), back })}
    <main class="slip" tabindex="-1"><form class="sheet report" @submit=${(/** @type {Event} */ event) => event.preventDefault()}>
      <section class="part first"><h1 class="title">${inWords(template.title)}</h1>
        <p class="label">${[template.basis, t("checklist.version", { n: template.version })].filter(Boolean).join(" · ")}</p>
        ${lineInput({ name: t("checklist.asset"), value: String(line.fields.asset ?? ""), off: !sheet.writable, leave: sheet.editor.commit, input: (value) => sheet.set([line.id, "asset", value]) })}</section>
      ${repeat(items, ({ key }) => key, (item, i) => [item.section && item.section !== items[i - 1]?.section ? sectionHead(template, items, item.section, state.open) : nothing,
        itemPart(sheet, answers, item)])}
      ${sheet.writable ? leaveOut(sheet, line) : nothing}
    </form></main>
    ${act(html`<span>${t("checklists.progress", { done: state.done, total: state.total })} · <b>${t(`checklists.${state.result}`)}</b></span>${savedWord(sheet.editor.written())}`,
      html`${nextOpen(state.open, back)}`)}`;
}

/** @param {Checklist} template @param {Checklist["items"]} items @param {string} section @param {string[]} open */
function sectionHead({ sections }, items, section, open) {
  const n = items.filter((one) => one.section === section && open.includes(one.key)).length;
  return html`<header class="section-head"><h2>${inWords(sections?.[section])}</h2>${n ? html`<span class="marker">${t("checklist.next", { n })}</span>` : icon("check")}</header>`;
}

/** @param {string[]} open @param {string} back */
function nextOpen(open, back) {
  if (!open.length) return html`<a class="button wide" data-kind="main" href=${`#/${back}`}>${icon("check")} ${t("row.done")}</a>`;
  const go = () => {
    const next = document.getElementById(`item-${open[0]}`);
    next?.scrollIntoView({ block: "start" });
    next?.focus({ preventScroll: true });
  };
  return html`<button type="button" class="button wide" data-kind="main" @click=${go}>${t("checklist.next", { n: open.length })}</button>
    <a class="button wide" data-kind="plain" href=${`#/${back}`}>${t("checklist.later")}</a>`;
}

/** The answers stay where they are, and can be given once the version is here. @param {Sheet} sheet @param {Line} line */
function withoutTemplate(sheet, { id, fields }) {
  const kept = rowsOf(sheet.view, "answer").filter((one) => one.fields.checklist === id && one.fields.value).length;
  return html`${slimClip({ title: nameOfSlip(sheet.view), back: `slip/${sheet.view.slip_id}` })}
    <main class="slip" tabindex="-1"><section class="sheet calm"><h1 class="title">${fields.title}</h1>
      <p>${t("checklist.not_here", { n: Number(fields.version) })}</p><p>${t("checklist.kept", { n: kept })}</p></section></main>`;
}

/** @param {Sheet} sheet @param {Line} line */
function leaveOut({ page, view, act: record }, { id }) {
  const leave = async () => {
    if (await record((now) => dropRows(now, [id]))) page.go(`slip/${view.slip_id}`);
  };
  return html`<section class="part"><button type="button" class="button wide" data-kind="red" @click=${leave}>${icon("trash")} ${t("checklist.remove")}</button></section>`;
}
