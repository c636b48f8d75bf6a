/** Drawing on a photo. What is kept is a new picture that knows its original; the original stays as it was taken. */

import { html, nothing } from "../../vendor/lit-html.js";
import { attachPhoto } from "../core/actions.js";
import { drawMarks, isMark, TOOLS } from "../parts/annotate.js";
import { drawnOn, unfolded } from "../parts/camera.js";
import { chip, lineInput } from "../parts/controls.js";
import { act, slimClip } from "../parts/frame.js";
import { icon } from "../parts/icon.js";
import { openSheet, sheetOf } from "../parts/sheet.js";
import { nameOfSlip } from "../parts/slip-clip.js";
import { t } from "../texts.js";
import { notHere } from "./slip.js";

/** @import { Page, Screen } from "../screen.js" */
/** @import { Opened, Sheet } from "../parts/sheet.js" */
/** @import { Mark } from "../parts/annotate.js" */

/** The picture under the marks, at the size of the screen; closed when one leaves. @type {ImageBitmap | null} */
let shown = null;
let wanted = "";

/** @type {Screen<Opened | null>} */
export const draw = {
  load: openSheet,
  view(page, opened) {
    const sheet = opened && sheetOf(page, opened);
    const photo = sheet?.view.rows[page.params.row];
    if (!sheet?.writable || photo?.table !== "photo") return notHere(opened?.base);
    const { ui } = page, marks = marksOf(page), tool = ui.tool ?? "arrow";
    const back = `slip/${sheet.view.slip_id}`;
    return html`${slimClip({ title: nameOfSlip(sheet.view), back })}
      <main class="slip drawing" tabindex="-1"><h1 class="out-of-sight">${t("draw.title")}</h1>
        <canvas class="draw-on" role="img" aria-label=${t("draw.canvas", { n: marks.length })}
          @pointerdown=${(/** @type {PointerEvent} */ event) => begin(page, event)} @pointermove=${(/** @type {PointerEvent} */ event) => move(page, event)}
          @pointerup=${() => end(page)} @pointercancel=${() => ((ui.mark = null), paint(page))}></canvas>
        ${ui.no_picture ? html`<p class="pencil" role="alert">${t("draw.not_here")}</p>` : nothing}
        <div class="sheet"><section class="part"><div class="chips tools" role="radiogroup" aria-label=${t("draw.tool")}>${TOOLS.map((one) => chip({ word: t(`draw.${one}`), on: tool === one, radio: true,
          tap: () => ((ui.tool = one), page.draw()) }))}</div>
          ${tool === "word" ? lineInput({ name: t("draw.word_hint"), value: String(ui.word ?? ""), input: (value) => ((ui.word = value), page.draw()) }) : nothing}
          <button type="button" class="button" ?disabled=${!marks.length} @click=${() => (marks.pop(), paint(page), page.draw())}>${icon("turn")} ${t("draw.undo")}</button></section></div>
      </main>
      ${act(t("draw.new_picture"), html`<button type="button" class="button wide" data-kind="main" ?disabled=${!marks.length || ui.busy} @click=${() => keep(sheet)}>${icon("check")} ${t("draw.keep")}</button>`)}`;
  },
  drawn(page, opened) {
    const photo = opened?.base.rows[page.params.row];
    if (photo && wanted !== photo.fields.sha256) void show(page, String(photo.fields.sha256));
  },
  leave() {
    shown?.close();
    shown = null;
    wanted = "";
  },
};

/** @param {Page} page @returns {Mark[]} */
function marksOf({ ui }) {
  return (ui.marks ??= []);
}

/** @param {Page} page @param {string} sha256 */
async function show(page, sha256) {
  wanted = sha256;
  const picture = await unfolded(page.store, sha256, 1024).catch(() => null);
  if (wanted !== sha256) return picture?.close();
  shown?.close();
  shown = picture;
  page.ui.no_picture = !picture;
  page.draw();
  paint(page);
}

/** @param {Page} page */
function paint(page) {
  const canvas = /** @type {HTMLCanvasElement | null} */ (document.querySelector("canvas.draw-on"));
  const paper = canvas?.getContext("2d");
  if (!canvas || !paper || !shown) return;
  Object.assign(canvas, { width: shown.width, height: shown.height });
  paper.drawImage(shown, 0, 0);
  drawMarks(paper, [...marksOf(page), ...(page.ui.mark ? [page.ui.mark] : [])], Math.max(shown.width, shown.height));
}

/** Where a finger is, in parts of the longer side. @param {PointerEvent} event */
function pointOf(event) {
  const canvas = /** @type {HTMLCanvasElement} */ (event.currentTarget);
  const box = canvas.getBoundingClientRect(), longer = Math.max(box.width, box.height);
  return { x: (event.clientX - box.left) / longer, y: (event.clientY - box.top) / longer };
}

/** @param {Page} page @param {PointerEvent} event */
function begin({ ui }, event) {
  /** @type {HTMLCanvasElement} */ (event.currentTarget).setPointerCapture(event.pointerId);
  const from = pointOf(event);
  ui.mark = { tool: ui.tool ?? "arrow", from, to: from, text: ui.word };
}

/** A word goes where the finger is; the others from where it began. @param {Page} page @param {PointerEvent} event */
function move(page, event) {
  const { mark } = page.ui;
  if (!mark) return;
  mark.to = pointOf(event);
  if (mark.tool === "word") mark.from = mark.to;
  paint(page);
}

/** @param {Page} page */
function end(page) {
  const { mark } = page.ui;
  page.ui.mark = null;
  if (mark && isMark(mark)) marksOf(page).push(mark);
  paint(page);
  page.draw();
}

/** @param {Sheet} sheet */
async function keep({ page, view, act: record }) {
  const { tag, caption, of, taken_at, original = page.params.row, sha256 } = /** @type {Record<string, any>} */ (view.rows[page.params.row].fields);
  page.ui.busy = true;
  page.draw();
  shown?.close();
  shown = null;
  const made = await drawnOn(page.store, sha256, (paper, size) => drawMarks(paper, marksOf(page), size), page.now()).catch(() => null);
  page.ui.busy = false;
  page.ui.no_picture = !made;
  if (!made) return page.draw();
  const photo = { tag, caption, of, taken_at, original };
  if (!(await record((now) => attachPhoto(now, made, photo)))) return page.draw();
  page.ui.marks = [];
  page.go(`slip/${view.slip_id}`);
}
