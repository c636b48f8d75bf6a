/** The pad, made for the phone held sideways. Strokes survive turning the phone, leaving the page and a killed browser. */

import { html, nothing } from "../../vendor/lit-html.js";
import SignaturePad from "../../vendor/signature_pad.js";
import { submit } from "../core/actions.js";
import { sha256 } from "../core/canon.js";
import { hm, totals } from "../core/hours.js";
import { contentHash } from "../core/slip.js";
import { allReadable } from "../parts/readable.js";
import { dateOf } from "../parts/days.js";
import { icon } from "../parts/icon.js";
import { mayWrite } from "../parts/sheet.js";
import { dropSigning, fittedStrokes, inkOf, isBlank, keepSigning, keptSigning, oath, thisMinute } from "../parts/signing.js";
import { clock, t } from "../texts.js";
import { notHere } from "./slip.js";

/** @import { View } from "../shapes.js" */
/** @import { Page, Screen } from "../screen.js" */
/** @import { Signing } from "../parts/signing.js" */
/** @typedef {{ view: View, signing: Signing, changed: boolean } | null} Loaded */

const INK = "#14398a";
const WIDEST = 1400;

/** @type {{ pad: SignaturePad, canvas: HTMLCanvasElement, watch: ResizeObserver } | null} */
let open = null;

/** @type {Screen<Loaded>} */
export const sign = {
  look: "signing",
  async load(page) {
    const view = await page.store.view(page.params.id);
    if (!view) return null;
    const signing = /** @type {Signing | undefined} */ (page.ui.signing ??= await keptSigning(page, view.slip_id));
    return signing ? { view, signing, changed: (await contentHash(view)) !== signing.hash } : null;
  },
  view(page, loaded) {
    if (!loaded || !mayWrite(page, loaded.view)) return notHere(loaded?.view);
    const { view, signing, changed } = loaded;
    const blank = isBlank(signing.strokes);
    return html`<main class="sign" tabindex="-1" lang="de">
      <div class="sign-what"><h1>${view.fields.title}, ${germanDate(dateOf(view))}, ${t("client.hours_of", { hours: hm(totals(view.rows).minutes) })}.</h1> <p>${oath()}</p></div>
      <div class="sign-pad">
        <canvas class="stroke" role="img" aria-label=${t("client.signature_of", { name: signing.name })}></canvas>
        <p class="sign-line" aria-hidden="true"><span>✕</span></p>
        <p class="sign-name"><b>${signing.name}</b>${signing.role ? `, ${signing.role}` : ""} · ${germanDate(dateOf(view))}, ${clock(page.now(), page.zone)}
          ${changed ? html`<b class="marker" role="alert">${t("sign.changed")}</b>` : page.ui.blank ? html`<b class="marker" role="alert">${t("sign.blank")}</b>` : nothing}</p>
      </div>
      <div class="sign-act">
        <a class="button" href=${`#/slip/${view.slip_id}/summary`}>${icon("back")} ${t("sign.back")}</a>
        <button type="button" class="button" @click=${() => clear(page, loaded)}>${icon("turn")} ${t("sign.again")}</button>
        <button type="button" class="button" data-kind="main" aria-disabled=${String(blank || changed)} ?disabled=${changed || page.ui.busy} @click=${() => handIn(page, loaded)}>${icon("check")} ${t("sign.done")}</button>
      </div>
    </main>`;
  },
  drawn(page, loaded) {
    const canvas = document.querySelector("canvas");
    if (loaded && canvas && canvas !== open?.canvas) openPad(page, loaded, canvas);
  },
  leave(page) {
    page.ui.signing = null;
    open?.watch.disconnect();
    open?.pad.off();
    open = null;
  },
};

/** @param {Page} page @param {NonNullable<Loaded>} loaded @param {HTMLCanvasElement} canvas */
function openPad(page, { view, signing }, canvas) {
  const pad = new SignaturePad(canvas, { penColor: INK, minWidth: 1.2, maxWidth: 3.2 });
  pad.addEventListener("endStroke", () => {
    Object.assign(signing, { strokes: pad.toData(), ...sizeOf(canvas) });
    keepSigning(page, view.slip_id, signing);
    page.ui.blank = false;
    page.draw();
  });
  const watch = new ResizeObserver(() => fit(pad, canvas, signing));
  watch.observe(canvas);
  open = { pad, canvas, watch };
}

/** Turning the phone keeps what was drawn. @param {SignaturePad} pad @param {HTMLCanvasElement} canvas @param {Signing} signing */
function fit(pad, canvas, signing) {
  const size = sizeOf(canvas);
  const density = Math.min(Math.max(devicePixelRatio, 1), WIDEST / size.width);
  canvas.width = size.width * density;
  canvas.height = size.height * density;
  canvas.getContext("2d")?.scale(density, density);
  pad.clear();
  if (!signing.strokes.length) return;
  Object.assign(signing, { strokes: fittedStrokes(signing, size), ...size });
  pad.fromData(signing.strokes);
}

/** @param {HTMLCanvasElement} canvas */
function sizeOf({ clientWidth, clientHeight }) {
  return { width: clientWidth, height: clientHeight };
}

/** @param {Page} page @param {NonNullable<Loaded>} loaded */
function clear(page, { view, signing }) {
  open?.pad.clear();
  Object.assign(signing, { strokes: [], width: 0, height: 0 });
  keepSigning(page, view.slip_id, signing);
  page.draw();
}

/** @param {Page} page @param {NonNullable<Loaded>} loaded */
async function handIn(page, { view, signing }) {
  page.ui.blank = isBlank(signing.strokes);
  if (page.ui.blank || !open || page.ui.busy) return page.draw();
  page.ui.busy = true;
  if (!(await allReadable(page, view))) return void ((page.ui.busy = false), page.go(`slip/${view.slip_id}`));
  const picture = { ...(await pngOf(open.canvas)), points: inkOf(signing.strokes).points };
  const signed = { outcome: "signed", name: signing.name.trim(), role: signing.role, reservation: signing.reservation.trim(), text: oath(), signed_at: thisMinute(page) };
  const kept = await page.record(submit(view, signing.hash, signed, picture));
  page.ui.busy = false;
  if (!kept) return page.draw();
  await dropSigning(page, view.slip_id);
  page.go(`slip/${view.slip_id}/done`);
}

/** @param {HTMLCanvasElement} canvas */
async function pngOf(canvas) {
  const blob = await /** @type {Promise<Blob | null>} */ (new Promise((done) => canvas.toBlob(done, "image/png")));
  const bytes = await /** @type {Blob} */ (blob).arrayBuffer();
  return { bytes, size: bytes.byteLength, type: "image/png", sha256: await sha256(bytes) };
}

/** @param {string} date */
function germanDate(date) {
  return date.split("-").reverse().join(".");
}
