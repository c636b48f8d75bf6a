import { sha256 } from "./canon.js";

let last = 0;
let count = 0;

/**
 * A UUID of version 7. Ids made one after the other on this page sort in that order, so rows keep the order they were made
 * in; nothing else may be read out of them.
 * @param {number} [now]
 */
export function uuid7(now = Date.now()) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  step(now, bytes[6] << 2);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, Math.floor(last / 2 ** 32));
  view.setUint32(2, last % 2 ** 32);
  view.setUint16(6, 0x7000 | count);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/**
 * The same id wherever it is made, of version 8: for rows of which there can be one only, such as the answer to an item. Two
 * phones then write the same row, and a difference becomes a conflict instead of a second row.
 * @param {...string} parts
 */
export async function derivedId(...parts) {
  const text = await sha256(parts.join("/"));
  const variant = "89ab"[parseInt(text[16], 16) % 4];
  return [text.slice(0, 8), text.slice(8, 12), `8${text.slice(13, 16)}`, variant + text.slice(17, 20), text.slice(20, 32)].join("-");
}

/** @param {number} now @param {number} start where the counter of a new millisecond begins */
function step(now, start) {
  if (now > last) [last, count] = [now, start];
  else if (count < 0xfff) count += 1;
  else [last, count] = [last + 1, start];
}
