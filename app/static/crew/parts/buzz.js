/** A short buzz under the finger, for gloves and sun: what was done is felt when nobody looks. Never the only sign of it. */

const PATTERNS = { done: [40], tick: [20], wrong: [30, 60, 30] };

/** @param {keyof typeof PATTERNS} what */
export function buzz(what) {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  navigator.vibrate?.(PATTERNS[what]);     // no iPhone has it
}
