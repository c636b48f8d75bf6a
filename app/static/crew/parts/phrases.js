/** Sentences a tap puts into the text: chosen in any language, written in German. Pure. */

/** @import { Catalog } from "../shapes.js" */
/** @typedef {Catalog["phrases"][number]} Phrase */

/** @param {string} text @param {string} sentence */
export function hasSentence(text, sentence) {
  return sentences(text).includes(bare(sentence));
}

/** Adds the sentence, or takes it out again; what was typed by hand stays. @param {string} text @param {string} sentence */
export function toggled(text, sentence) {
  if (!hasSentence(text, sentence)) return [text.trim() && closed(text.trim()), closed(sentence.trim())].filter(Boolean).join(" ");
  const escaped = bare(sentence).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return text.replace(new RegExp(`(^|[.!?]\\s+|\\n)${escaped}([.!?]\\s*|$)`), "$1").trim();
}

/** Those for this kind of job first, then those that suit any. @param {Phrase[]} phrases @param {string} kind */
export function inOrder(phrases, kind) {
  const rank = (/** @type {Phrase} */ { kinds }) => (kinds.includes(kind) ? 0 : kinds.length ? 2 : 1);
  return [...phrases].sort((a, b) => rank(a) - rank(b));
}

/** @param {string} text */
function sentences(text) {
  return text.split(/(?<=[.!?])\s+|\n/).map(bare);
}

/** @param {string} text */
function bare(text) {
  return text.trim().replace(/[.!?]+$/, "");
}

/** @param {string} text */
function closed(text) {
  return /[.!?:]$/.test(text) ? text : `${text}.`;
}
