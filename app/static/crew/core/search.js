/** Search as you type in a long list, without signal. */

/** @typedef {{ id: string, number?: string, text: string }} Article */
/** @typedef {{ article: Article, number: string, words: string }} Entry_ */
/** @typedef {{ favourites?: Set<string>, last_used?: string[], most?: number }} Known `last_used`: ids, the latest first */

const SOON = 40;
const NEVER = 9999;
const LONGEST = 100_000;
const INSIDE = 100;   // worse than any number of words cut short
const MARKS = /[\u0300-\u036f]/g;
const PLAIN = /^[\x20-\x7e]*$/;
const NO_WORD = /[^\p{L}\p{N}]+/u, NO_PLAIN_WORD = /[^a-z0-9]+/;
/** Letters that are no letter with a mark. @type {Record<string, string>} */
const LETTERS = { "ß": "ss", "ł": "l", "đ": "d", "ø": "o", "æ": "ae", "œ": "oe", "ı": "i" };
const UMLAUTS = /[äöü]/g;

/**
 * Made once for a list; `search` reads it with every letter typed.
 * @param {Article[]} articles
 * @returns {Entry_[]}
 */
export function prepared(articles) {
  return articles.map((article) => ({ article, number: joined(article.number ?? ""), words: wordsOf(article) }));
}

/**
 * The articles in which every word typed begins a word or at least stands in one; the best first: number, whole words,
 * beginnings, what was used last, favourites, then as the list has them. With nothing typed: last used and favourites.
 * @param {Entry_[]} entries @param {string} typed @param {Known} [known]
 * @returns {Article[]}
 */
export function search(entries, typed, { favourites = new Set(), last_used = [], most = SOON } = {}) {
  const words = wordsIn(typed), number = joined(typed);
  const used = new Map(last_used.map((id, i) => [id, i]));
  const found = [];
  for (const [i, entry] of entries.entries()) {
    const { article } = entry;
    const rank = words.length ? rankOf(entry, words, number) : known(article.id, used, favourites) ? 0 : -1;
    if (rank < 0) continue;
    found.push({ article, order: placed(rank, used.get(article.id) ?? NEVER, favourites.has(article.id) ? 0 : 1, i) });
  }
  return found.sort((a, b) => a.order - b.order).slice(0, most).map(({ article }) => article);
}

/** One number that sorts by rank, then by last use, favourite and place in the list.
    @param {number} rank @param {number} last_used @param {number} favourite @param {number} i */
function placed(rank, last_used, favourite, i) {
  return ((rank * (NEVER + 1) + Math.min(last_used, NEVER)) * 2 + favourite) * LONGEST + i;
}

/** 0 the number, 1 its beginning, then every word begins one, the fewer of them are cut short the better; then some stand
    inside; -1 not found.
    @param {Entry_} entry @param {string[]} words @param {string} number */
function rankOf(entry, words, number) {
  if (number && entry.number === number) return 0;
  if (number && entry.number.startsWith(number)) return 1;
  let rank = 2;
  for (const word of words) {
    if (!entry.words.includes(word)) return -1;
    if (!entry.words.includes(` ${word} `)) rank += entry.words.includes(` ${word}`) ? 1 : INSIDE;
  }
  return rank;
}

/** @param {string} id @param {Map<string, number>} used @param {Set<string>} favourites */
function known(id, used, favourites) {
  return used.has(id) || favourites.has(id);
}

/** Every word of an article as people type it: `Stütze` is stutze and stuetze, `M12x40` also m12 and 40. @param {Article} article */
function wordsOf({ number = "", text }) {
  const whole = `${number} ${text}`.toLowerCase(), written_out = whole.replace(UMLAUTS, (letter) => `${letter}e`);
  const spelled = whole === written_out ? [whole] : [whole, written_out];
  const words = spelled.flatMap(wordsIn);
  const sizes = words.filter((word) => /\dx\d/.test(word)).flatMap((word) => word.split("x"));
  return ` ${[...new Set([...words, ...sizes, joined(number)])].join(" ")} `;
}

/** @param {string} text */
function wordsIn(text) {
  const plain = folded(text);
  return plain.split(PLAIN.test(plain) ? NO_PLAIN_WORD : NO_WORD).filter(Boolean);
}

/** Small letters without marks: ä is a, ß is ss, Ł is l. @param {string} text */
function folded(text) {
  if (PLAIN.test(text)) return text.toLowerCase();
  const plain = text.toLowerCase().replaceAll("×", "x").normalize("NFD").replace(MARKS, "");
  return plain.replace(/[ßłđøæœı]/g, (letter) => LETTERS[letter]);
}

/** A number as it is typed in a hurry: without blanks, points and dashes. @param {string} number */
function joined(number) {
  return wordsIn(number).join("");
}
