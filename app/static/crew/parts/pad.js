/** The pad on the screen, and pictures of what was drawn on it: a picture and a count, nothing of how somebody moves. */

import SignaturePad from "../../vendor/signature_pad.js";
import { sha256 } from "../core/canon.js";
import { fittedStrokes, inkOf } from "./signing.js";

/** @import { PointGroup } from "../../vendor/signature_pad.js" */
/** @typedef {{ strokes: PointGroup[], width: number, height: number }} Drawn */
/** @typedef {{ canvas: HTMLCanvasElement, clear: () => void, close: () => void }} Pad */

const INK = "#14398a";
const WIDEST = 1400;
const PEN = { penColor: INK, minWidth: 1.2, maxWidth: 3.2 };

/** A pad that keeps what is drawn in `drawn`, in proportion when the phone is turned.
    @param {HTMLCanvasElement} canvas @param {Drawn} drawn @param {() => void} changed @returns {Pad} */
export function openPad(canvas, drawn, changed) {
  const pad = new SignaturePad(canvas, PEN);
  pad.addEventListener("endStroke", () => {
    if (!canvas.clientWidth) return;      // the screen was left in the middle of a stroke
    Object.assign(drawn, { strokes: pad.toData(), ...sizeOf(canvas) });
    changed();
  });
  const watch = new ResizeObserver(() => fit(pad, canvas, drawn));
  watch.observe(canvas);
  return { canvas, clear: () => pad.clear(), close: () => (watch.disconnect(), pad.off()) };
}

/** Drawn from its strokes, whatever the pad on the screen shows at this moment: it may be new, turned or gone. @param {Drawn} drawn */
export async function pictureOf(drawn) {
  const canvas = document.createElement("canvas");
  const density = Math.min(2, WIDEST / drawn.width);
  Object.assign(canvas, { width: drawn.width * density, height: drawn.height * density });
  canvas.getContext("2d")?.scale(density, density);
  const pad = new SignaturePad(canvas, PEN);
  pad.fromData(drawn.strokes);
  pad.off();
  return { ...(await pngOf(canvas)), points: inkOf(drawn.strokes).points };
}

/** @param {SignaturePad} pad @param {HTMLCanvasElement} canvas @param {Drawn} drawn */
function fit(pad, canvas, drawn) {
  const size = sizeOf(canvas);
  if (!size.width) return;                // not on the page, or not any more
  const density = Math.min(Math.max(devicePixelRatio, 1), WIDEST / size.width);
  canvas.width = size.width * density;
  canvas.height = size.height * density;
  canvas.getContext("2d")?.scale(density, density);
  pad.clear();
  if (!drawn.strokes.length) return;
  Object.assign(drawn, { strokes: fittedStrokes(drawn, size), ...size });
  pad.fromData(drawn.strokes);
}

/** @param {HTMLCanvasElement} canvas */
function sizeOf({ clientWidth, clientHeight }) {
  return { width: clientWidth, height: clientHeight };
}

/** @param {HTMLCanvasElement} canvas */
async function pngOf(canvas) {
  const blob = await /** @type {Promise<Blob | null>} */ (new Promise((done) => canvas.toBlob(done, "image/png")));
  const bytes = await /** @type {Blob} */ (blob).arrayBuffer();
  return { bytes, size: bytes.byteLength, type: "image/png", sha256: await sha256(bytes) };
}
