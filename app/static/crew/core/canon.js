/** @import {Op} from "../shapes.d.ts" */

/**
 * Canonical JSON (RFC 8785) for all that an op may hold: strings, whole numbers, null, lists, objects. Throws for the rest,
 * because a hash nobody can repeat is worse than none.
 * @param {unknown} value
 * @returns {string}
 */
export function canonical(value) {
  if (value === null) return "null";
  if (typeof value === "string") return quoted(value);
  if (Number.isSafeInteger(value)) return String(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value === "object") return members(/** @type {Record<string, unknown>} */ (value));
  throw new TypeError(`no canonical form: ${typeof value} ${String(value)}`);
}

/**
 * @param {string | ArrayBuffer} content
 * @returns {Promise<string>} SHA-256 in hex
 */
export async function sha256(content) {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {Omit<Op, "hash"> & { hash?: string }} op */
export function hashOp(op) {
  const { hash, ...rest } = op;
  return sha256(canonical(rest));
}

/** @param {string} text */
function quoted(text) {
  if (/\p{Surrogate}/u.test(text)) throw new TypeError("no canonical form: half a character");
  return JSON.stringify(text);
}

/** @param {Record<string, unknown>} object */
function members(object) {
  const names = Object.keys(object).sort();   // by UTF-16 code units, as the RFC asks
  return `{${names.map((name) => `${quoted(name)}:${canonical(object[name])}`).join()}}`;
}
