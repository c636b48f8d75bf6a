/** Addresses under which the bytes of photos and signatures can be shown. */

/** @import { Store } from "../shapes.js" */

const KEPT = 80;
/** @type {Map<string, string>} */
const addresses = new Map();

/** The bytes on this phone if they are here, else the office's smaller copy. @param {Store} store @param {string} sha256 */
export async function addressOf(store, sha256) {
  const known = addresses.get(sha256);
  if (known) return known;
  const blob = await store.blob(sha256);
  return blob ? keep(sha256, URL.createObjectURL(new Blob([blob.bytes], { type: blob.type }))) : `/api/blobs/${sha256}?width=480`;
}

/** @param {Store} store @param {string[]} all @returns {Promise<Map<string, string>>} */
export async function addressesOf(store, all) {
  return new Map(await Promise.all(all.map(async (sha256) => /** @type {[string, string]} */ ([sha256, await addressOf(store, sha256)]))));
}

/** @param {string} sha256 @param {string} address */
function keep(sha256, address) {
  addresses.set(sha256, address);
  const [oldest] = addresses.keys();
  if (addresses.size > KEPT) {
    URL.revokeObjectURL(addresses.get(oldest) ?? "");
    addresses.delete(oldest);
  }
  return address;
}
