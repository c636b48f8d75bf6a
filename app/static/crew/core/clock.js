/** What this device's clock says, a statement and no more: `2026-11-25T16:24:05+01:00`. @param {number} at */
export function clientTime(at) {
  const ahead = -new Date(at).getTimezoneOffset();
  const size = Math.abs(ahead);
  return `${new Date(at + ahead * 60_000).toISOString().slice(0, 19)}${ahead < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** @param {number} number */
function two(number) {
  return String(number).padStart(2, "0");
}
