/** Quantities: decimals as text with at most three places, counted in thousandths. */

/** @param {string} text */
export function thousandths(text) {
  const [, sign, whole, part = ""] = /^(-?)(0|[1-9]\d{0,8})(?:\.(\d{1,3}))?$/.exec(text) ?? bad(text);
  const count = +whole * 1000 + +part.padEnd(3, "0");
  return sign ? -count : count;
}

/** @param {number} count */
export function decimal(count) {
  const size = Math.abs(count);
  const part = String(size % 1000).padStart(3, "0").replace(/0+$/, "");
  return `${count < 0 ? "-" : ""}${Math.floor(size / 1000)}${part && `.${part}`}`;
}

/** The quotient, rounded as merchants do: half away from zero. @param {number} count @param {number} parts */
export function rounded(count, parts) {
  const size = Math.floor((Math.abs(count) * 2 + Math.abs(parts)) / (Math.abs(parts) * 2));
  return count < 0 === parts < 0 ? size : 0 - size;
}

/** @param {string} text @returns {never} */
function bad(text) {
  throw new RangeError(`not a quantity: ${text}`);
}
