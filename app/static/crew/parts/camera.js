/** From the camera's file to the bytes we keep: read at once, one at a time, longest side 2048, and nothing of the camera's
    notes (place, time, device) in it, because a canvas only has pixels. */

import { sha256 } from "../core/canon.js";

/** @typedef {{ bytes: ArrayBuffer, size: number, type: "image/jpeg", sha256: string, at: number }} Taken */

const LONGEST = 2048;
const QUALITY = 0.85;

/** @param {File} file @param {number} now @returns {Promise<Taken>} */
export async function taken(file, now) {
  const raw = await file.arrayBuffer();       // before anything else: iOS lets the file go stale
  const picture = await decoded(new Blob([raw], { type: file.type }));
  const bytes = await asJpeg(picture);
  const at = file.lastModified > 0 && file.lastModified < now ? file.lastModified : now;
  return { bytes, size: bytes.byteLength, type: "image/jpeg", sha256: await sha256(bytes), at };
}

/** Width and height so that the longest side is not longer than allowed. @param {number} width @param {number} height */
export function fitted(width, height, longest = LONGEST) {
  const scale = Math.min(1, longest / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
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

/** @param {ImageBitmap | HTMLImageElement} picture */
async function asJpeg(picture) {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, fitted(picture.width, picture.height));
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await /** @type {Promise<Blob | null>} */ (new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY)));
  if ("close" in picture) picture.close();
  canvas.width = canvas.height = 0;            // gives the memory back at once
  if (!blob) throw new Error("the picture could not be written");
  return blob.arrayBuffer();
}
