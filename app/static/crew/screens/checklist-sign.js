/** Signing at an item of a checklist, on the same pad as the slip. */

import { html, nothing } from "../../vendor/lit-html.js";
import { answerId, pinned, signAnswer } from "../core/answers.js";
import { inWords } from "../parts/checklists.js";
import { chip, lineInput } from "../parts/controls.js";
import { slimClip } from "../parts/frame.js";
import { icon } from "../parts/icon.js";
import { firstLine } from "../parts/lines.js";
import { openPad, pictureOf } from "../parts/pad.js";
import { openSheet, sheetOf } from "../parts/sheet.js";
import { NO_STROKES, isBlank } from "../parts/signing.js";
import { t } from "../texts.js";
import { notHere } from "./slip.js";

/** @import { Page, Screen } from "../screen.js" */
/** @import { Opened, Sheet } from "../parts/sheet.js" */
/** @import { Drawn, Pad } from "../parts/pad.js" */
/** @typedef {Opened & { answer: string, title: string, asked: string }} Loaded */

/** @type {Pad | null} */
let pad = null;

/** @type {Screen<Loaded | null>} */
export const checklistSign = {
  look: "signing",
  async load(page) {
    const opened = await openSheet(page), { id, row, item } = page.params;
    const template = opened?.base.rows[row] && pinned(page.catalog.checklists ?? [], opened.base.rows[row].fields);
    const asked = template?.items.find(({ key }) => key === item);
    return opened && template && asked ? { ...opened, answer: await answerId(id, row, item), title: inWords(template.title), asked: inWords(asked.title) } : null;
  },
  view(page, loaded) {
    const sheet = loaded && sheetOf(page, loaded);
    if (!loaded || !sheet?.writable) return notHere(loaded?.base);
    const { ui, who, params } = page, drawn = drawnOf(page), name = String(ui.name ?? who.person.name);
    const back = `slip/${params.id}/checklist/${params.row}`, contact = firstLine(sheet.view.fields.contact).split(",")[0];
    return html`${slimClip({ title: loaded.title, back })}<main class="sign checklist-sign" tabindex="-1">
      <div class="who-signs"><h1>${loaded.asked}</h1><div class="chips" role="radiogroup" aria-label=${t("checklist.who_signs")}>${[...new Set([who.person.name, contact])].filter(Boolean).map((one) => chip({ word: one, on: name === one, radio: true, tap: () => ((ui.name = one), page.draw()) }))}</div>
        ${lineInput({ name: t("checklist.who_signs"), value: name, input: (value) => ((ui.name = value), page.draw()) })}</div>
      <div class="sign-pad"><canvas class="stroke" role="img" aria-label=${t("checklist.signed_by", { name })}></canvas>
        <p class="sign-line" aria-hidden="true"><span>✕</span></p>
        <p class="sign-name"><b>${name}</b>${ui.blank ? html` <b class="marker" role="alert">${t("sign.blank")}</b>` : nothing}</p></div>
      <div class="sign-act"><button type="button" class="button" @click=${() => (pad?.clear(), Object.assign(drawn, NO_STROKES), page.draw())}>${icon("turn")} ${t("sign.again")}</button>
        <button type="button" class="button" data-kind="main" @click=${() => keep(page, sheet, loaded.answer, name)}>${icon("check")} ${t("checklist.sign_keep")}</button></div></main>`;
  },
  drawn(page) {
    const canvas = document.querySelector("canvas");
    if (!canvas || canvas === pad?.canvas) return;
    pad = openPad(canvas, drawnOf(page), () => ((page.ui.blank = false), page.draw()));
  },
  leave() {
    pad?.close();
    pad = null;
  },
};

/** @param {Page} page @returns {Drawn} */
function drawnOf({ ui }) {
  return (ui.drawn ??= { ...NO_STROKES });
}

/** @param {Page} page @param {Sheet} sheet @param {string} answer @param {string} name */
async function keep(page, sheet, answer, name) {
  const drawn = drawnOf(page);
  page.ui.blank = isBlank(drawn.strokes) || !name.trim();
  if (page.ui.blank || page.ui.busy) return page.draw();
  page.ui.busy = true;
  const picture = await pictureOf(drawn);
  const kept = await sheet.act((now) => signAnswer(now, answer, picture, name.trim()));
  page.ui.busy = false;
  if (!kept) return page.draw();
  page.ui.drawn = undefined;
  page.go(`slip/${page.params.id}/checklist/${page.params.row}`);
}
