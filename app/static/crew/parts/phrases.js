/** Sentences a tap puts into the text: chosen in any language, written in German. Pure. */

/** @import { Catalog, View } from "../shapes.js" */
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

/** What was said most on slips like this one comes first, then what is meant for this kind of job, then the rest.
    @param {Phrase[]} phrases @param {string} kind @param {Record<string, number>} [times] */
export function inOrder(phrases, kind, times = {}) {
  const rank = (/** @type {Phrase} */ { kinds }) => (kinds.includes(kind) ? 0 : kinds.length ? 2 : 1);
  return [...phrases].sort((a, b) => (times[b.id] ?? 0) - (times[a.id] ?? 0) || rank(a) - rank(b));
}

/** How often each sentence stands on other slips: of the same job it counts more. @param {Phrase[]} phrases @param {View[]} views @param {View} like */
export function used(phrases, views, like) {
  /** @type {Record<string, number>} */
  const times = {};
  for (const { slip_id, fields } of views) {
    const weight = fields.job && fields.job === like.fields.job ? 5 : fields.kind === like.fields.kind ? 1 : 0;
    if (!weight || slip_id === like.slip_id || !fields.work) continue;
    for (const { id, de } of phrases) if (hasSentence(String(fields.work), de)) times[id] = (times[id] ?? 0) + weight;
  }
  return times;
}

/** The sentence in somebody's language, else the German itself. @param {Phrase} phrase @param {string} lang */
export function inWords(phrase, lang) {
  const own = /** @type {Record<string, any>} */ (phrase)[lang];
  return bare(typeof own === "string" && own ? own : phrase.de);
}

/** Whether somebody would find it, by German words or by those of the own language. @param {Phrase} phrase @param {string} lang @param {string} search */
export function found(phrase, lang, search) {
  return `${phrase.de}\n${inWords(phrase, lang)}`.toLowerCase().includes(search.trim().toLowerCase());
}

/** @param {string} text */
function sentences(text) {
  return text.split(/(?<=[.!?])\s+|\n/).map(bare);
}

/** Without the full stop. @param {string} text */
export function bare(text) {
  return text.trim().replace(/[.!?]+$/, "");
}

/** @param {string} text */
function closed(text) {
  return /[.!?:]$/.test(text) ? text : `${text}.`;
}
