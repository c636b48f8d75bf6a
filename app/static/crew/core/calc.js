import { decimal } from "./decimals.js";

/** @typedef {{ over: bigint, under: bigint }} Exact a fraction; `under` is never below 1 */
/** @typedef {{ sign: string, at: number, value?: Exact }} Token */

const LONGEST = 200;
const MOST = 10n ** 9n;
const BLANKS = " \t\n\u00a0\u202f";
const NUMBER = /^(\d{1,9})(?:[.,](\d{1,6}))?$/;
const NUMBER_SIGNS = "0123456789.,";
/** @type {Record<string, string>} */
const SIGNS = { "+": "+", "-": "-", "−": "-", "–": "-", "*": "*", x: "*", X: "*", "×": "*", "·": "*", "/": "/", ":": "/", "÷": "/" };

/** `code` says what is wrong and `at` which sign of the formula, from 0. */
export class FormulaError extends RangeError {
  /** @param {string} code @param {number} at */
  constructor(code, at) {
    super(`${code} at ${at}`);
    this.code = code;
    this.at = at;
  }
}

/**
 * The result of a measurement's formula, `2,50 x 3,2 + 4 * (1,1 - 0,35)`, as a quantity. Exact, as app/slips/calc.py; rounded
 * once, at the end, to three places as merchants do. A comma or a point is the decimal sign, nothing separates thousands.
 * @param {string} formula
 */
export function evaluate(formula) {
  const signs = [...formula];
  if (signs.length > LONGEST) throw new FormulaError("too_long", LONGEST);
  const reader = new Reader(tokens(signs));
  const { over, under } = reader.sum();
  reader.expectEnd();
  const thousandths = (size(over) * 2000n + under) / (under * 2n);
  if (thousandths >= MOST * 1000n) throw new FormulaError("too_large", 0);
  return decimal(Number(over < 0n ? -thousandths : thousandths));
}

/** Recursive descent: a sum of products of numbers and brackets. */
class Reader {
  /** @param {Token[]} list */
  constructor(list) {
    this.tokens = list;
    this.next = 0;
    this.depth = 0;
  }

  /** @returns {Exact} */
  sum() {
    return this.chain("+-", () => this.chain("*/", () => this.factor()));
  }

  /** @param {string} signs @param {() => Exact} part */
  chain(signs, part) {
    let value = part();
    for (let token = this.tokens[this.next]; signs.includes(token.sign); token = this.tokens[this.next]) {
      this.next += 1;
      value = combined(token, value, part());
    }
    return value;
  }

  /** @returns {Exact} */
  factor() {
    const { sign, at, value } = this.take();
    if (value) return value;
    if (sign === "-") return minus(this.factor());
    if (sign === "(") return this.bracket(at);
    throw new FormulaError(sign === ")" && !this.depth ? "bracket_close" : "number_expected", at);
  }

  /** @param {number} opened */
  bracket(opened) {
    this.depth += 1;
    const value = this.sum();
    const { sign, at } = this.take();
    if (sign !== ")") throw sign === "end" ? new FormulaError("bracket_open", opened) : new FormulaError("operator_expected", at);
    this.depth -= 1;
    return value;
  }

  expectEnd() {
    const { sign, at } = this.tokens[this.next];
    if (sign !== "end") throw new FormulaError(sign === ")" ? "bracket_close" : "operator_expected", at);
  }

  take() {
    const token = this.tokens[this.next];
    if (token.sign !== "end") this.next += 1;
    return token;
  }
}

/** @param {Token} token @param {Exact} left @param {Exact} right @returns {Exact} */
function combined({ sign, at }, left, right) {
  if (sign === "*") return { over: left.over * right.over, under: left.under * right.under };
  if (sign === "/") return divided(left, right, at);
  const other = sign === "-" ? minus(right) : right;
  return { over: left.over * other.under + other.over * left.under, under: left.under * other.under };
}

/** @param {Exact} left @param {Exact} right @param {number} at @returns {Exact} */
function divided(left, right, at) {
  if (right.over === 0n) throw new FormulaError("divided_by_zero", at);
  const over = left.over * right.under;
  return { over: right.over < 0n ? -over : over, under: left.under * size(right.over) };
}

/** @param {Exact} value @returns {Exact} */
function minus({ over, under }) {
  return { over: -over, under };
}

/** @param {bigint} value */
function size(value) {
  return value < 0n ? -value : value;
}

/** The signs that mean something; one `=` at the end does no harm. @param {string[]} signs @returns {Token[]} */
function tokens(signs) {
  const whole = ended(signs);
  const text = whole.at(-1) === "=" ? ended(whole.slice(0, -1)) : whole;
  if (!text.length) throw new FormulaError("empty", 0);
  const found = [];
  for (let at = 0; at < text.length;) {
    const { token, length } = tokenAt(text, at);
    if (token) found.push(token);
    at += length;
  }
  return [...found, { sign: "end", at: text.length }];
}

/** @param {string[]} signs */
function ended(signs) {
  return signs.slice(0, signs.findLastIndex((sign) => !BLANKS.includes(sign)) + 1);
}

/** @param {string[]} text @param {number} at @returns {{ token?: Token, length: number }} */
function tokenAt(text, at) {
  const sign = text[at];
  if (BLANKS.includes(sign)) return { length: 1 };
  if (NUMBER_SIGNS.includes(sign)) return numberAt(text, at);
  if (sign === "(" || sign === ")") return { token: { sign, at }, length: 1 };
  if (!(sign in SIGNS)) throw new FormulaError("sign_unknown", at);
  return { token: { sign: SIGNS[sign], at }, length: 1 };
}

/** @param {string[]} text @param {number} at */
function numberAt(text, at) {
  const length = [...text, "end"].slice(at).findIndex((sign) => !NUMBER_SIGNS.includes(sign));
  const [, whole, part = ""] = NUMBER.exec(text.slice(at, at + length).join("")) ?? wrong(at);
  return { token: { sign: "number", at, value: { over: BigInt(whole + part), under: 10n ** BigInt(part.length) } }, length };
}

/** @param {number} at @returns {never} */
function wrong(at) {
  throw new FormulaError("number_bad", at);
}
