/** Where the phone's own map app opens an address: with the maps it keeps, also without a signal. */

const APPLE = /iPhone|iPad|Macintosh/;

/** @param {unknown} address lines by \n @param {string} [agent] */
export function mapAddress(address, agent = navigator.userAgent) {
  const words = encodeURIComponent(String(address ?? "").split("\n").filter(Boolean).join(", "));
  return APPLE.test(agent) ? `https://maps.apple.com/?q=${words}` : `geo:0,0?q=${words}`;
}

/** @param {unknown} number as printed */
export function callAddress(number) {
  return `tel:${String(number ?? "").replace(/[^+\d]/g, "")}`;
}
