/** A worker that makes a camera's picture small beside the page, so that the page goes on answering meanwhile. Its answer is the
    JPEG's bytes, or null for what it cannot read. */

import { fitted } from "./core/fitted.js";

/** @typedef {{ blob: Blob, longest: number, quality: number }} Order */

addEventListener("message", async ({ data }) => {
  const bytes = await developed(data).catch(() => null);
  postMessage(bytes, bytes ? { transfer: [bytes] } : {});
});

/** @param {Order} order */
async function developed({ blob, longest, quality }) {
  const picture = await createImageBitmap(blob, { imageOrientation: "from-image" });
  const { width, height } = fitted(picture.width, picture.height, longest);
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext("2d")?.drawImage(picture, 0, 0, width, height);
  picture.close();
  return (await canvas.convertToBlob({ type: "image/jpeg", quality })).arrayBuffer();
}
