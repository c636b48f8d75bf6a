/** From the camera's file to the bytes we keep: read at once, one at a time, longest side 2048, and nothing of the camera's
    notes (place, time, device) in it, because a canvas only has pixels. */

import { sha256 as digest } from "../core/canon.js";
import { fitted } from "../core/fitted.js";

/** @import { Store } from "../shapes.js" */

/** @typedef {{ bytes: ArrayBuffer, size: number, type: "image/jpeg", sha256: string, at: number }} Taken */

const LONGEST = 2048;
const QUALITY = 0.85;
const PATIENCE = 20_000;   // a worker the phone has killed never answers

/** @param {File} file @param {number} now @returns {Promise<Taken>} */
export async function taken(file, now) {
  const raw = await file.arrayBuffer();       // before anything else: iOS lets the file go stale
  const blob = new Blob([raw], { type: file.type });
  const bytes = (await inDarkroom(blob)) ?? (await asJpeg(await decoded(blob)));
  const at = file.lastModified > 0 && file.lastModified < now ? file.lastModified : now;
  return { bytes, size: bytes.byteLength, type: "image/jpeg", sha256: await digest(bytes), at };
}

/** Beside the page, where the phone can; null where it cannot. @param {Blob} blob @returns {Promise<ArrayBuffer | null>} */
async function inDarkroom(blob) {
  if (typeof OffscreenCanvas === "undefined") return null;
  const darkroom = new Worker(new URL("../darkroom.js", import.meta.url), { type: "module" });
  try {
    return await new Promise((done) => {
      darkroom.onmessage = ({ data }) => done(data);
      darkroom.onerror = () => done(null);
      setTimeout(done, PATIENCE, null);
      darkroom.postMessage({ blob, longest: LONGEST, quality: QUALITY });
    });
  } finally {
    darkroom.terminate();          // and its memory with it
  }
}

/** A picture of the slip, not larger than asked; whoever takes it closes it. @param {Store} store @param {string} sha256 @param {number} [longest] */
export async function unfolded(store, sha256, longest = LONGEST) {
  const own = await store.blob(sha256);
  const blob = own ? new Blob([own.bytes], { type: own.type }) : await fromOffice(sha256);
  const whole = await createImageBitmap(blob);
  const { width, height } = fitted(whole.width, whole.height, longest);
  if (width === whole.width) return whole;
  try {
    return await createImageBitmap(whole, { resizeWidth: width, resizeHeight: height });
  } finally {
    whole.close();
  }
}

/** A copy of a picture with something drawn on it. @param {Store} store @param {string} sha256
    @param {(paper: CanvasRenderingContext2D, size: number) => void} over @param {number} at @returns {Promise<Taken>} */
export async function drawnOn(store, sha256, over, at) {
  const bytes = await asJpeg(await unfolded(store, sha256), over);
  return { bytes, size: bytes.byteLength, type: "image/jpeg", sha256: await digest(bytes), at };
}

/** @param {string} sha256 */
async function fromOffice(sha256) {
  const answer = await fetch(`/api/blobs/${sha256}`);
  if (!answer.ok) throw new Error(`the office does not give the picture: ${answer.status}`);
  return answer.blob();
}

/** @param {Blob} blob @returns {Promise<ImageBitmap | HTMLImageElement>} */
async function decoded(blob) {
  try {
    return await createImageBitmap(blob, { imageOrientation: "from-image" });
  } catch {
    return await decodedByPage(blob);          // formats only the page itself can read
  }
}

/** @param {Blob} blob */
async function decodedByPage(blob) {
  const image = new Image();
  image.src = URL.createObjectURL(blob);
  try {
    await image.decode();
    return image;
  } finally {
    URL.revokeObjectURL(image.src);
  }
}

/** @param {ImageBitmap | HTMLImageElement} picture @param {(paper: CanvasRenderingContext2D, size: number) => void} [over] */
async function asJpeg(picture, over) {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, fitted(picture.width, picture.height, LONGEST));
  const paper = canvas.getContext("2d");
  paper?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  if (paper) over?.(paper, Math.max(canvas.width, canvas.height));
  const blob = await /** @type {Promise<Blob | null>} */ (new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY)));
  if ("close" in picture) picture.close();
  canvas.width = canvas.height = 0;            // gives the memory back at once
  if (!blob) throw new Error("the picture could not be written");
  return blob.arrayBuffer();
}
