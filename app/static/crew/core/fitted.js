/** Width and height so that the longest side is not longer than allowed. @param {number} width @param {number} height @param {number} longest */
export function fitted(width, height, longest) {
  const scale = Math.min(1, longest / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
