import { accept } from "./coating.js";
import { thousandths } from "./decimals.js";
import { fieldsOf, trimmed } from "./findings.js";
import { instant } from "./walltime.js";
/** @import {Row, Value} from "../shapes.d.ts" */

/** @typedef {{ key: string, title: Record<string, string>, fault?: boolean, severe?: boolean }} Choice */
/** @typedef {{ key: string, kind: string, title: Record<string, string>, required?: boolean, na?: boolean, when?: { item: string, is: string[] },
 *   good?: string, least?: string, most?: string, unit?: string, choices?: Choice[], count?: number, nominal?: string,
 *   nominal_item?: string, after?: string, minutes_item?: string, proof?: string[], severe?: boolean }} Item */
/** @typedef {{ items: Item[], proof?: string[] }} Template */
/** @typedef {Record<string, Record<string, Value | undefined>>} Answers */
/** @typedef {{ item: string, codes: string[], severe: 0 | 1, lacks: string[] }} Fault */

const YES = "yes", NO = "no", NOT_APPLICABLE = "na";

/**
 * What is still open in a checklist, what is not in order, and what comes of it; as app/slips/checklist.py.
 * @param {Template} template @param {Answers} answers
 * @returns {{ open: string[], faults: Fault[], result: string }}
 */
export function openItems(template, answers) {
  const asked = visible(template, answers);
  const open = asked.filter((item) => (item.required ?? true) && !answered(item, answers)).map(({ key }) => key);
  const faults = asked.map((item) => fault(item, template, answers)).filter((one) => one !== null);
  return { open, faults, result: open.length || faults.some(({ lacks }) => lacks.length) ? "open" : resultOf(faults) };
}

/**
 * The items whose condition holds; one that hangs on a hidden item is hidden too.
 * @param {Template} template @param {Answers} answers
 */
export function visible({ items }, answers) {
  /** @type {Item[]} */
  const shown = [];
  for (const item of items) {
    const { when } = item;
    const holds = !when || (shown.some(({ key }) => key === when.item) && when.is.includes(valueOf(answers, when.item)));
    if (holds) shown.push(item);
  }
  return shown;
}

/** Whether there is an answer, and one that can be read. @param {Item} item @param {Answers} answers */
export function answered(item, answers) {
  if (item.kind === "photo") return Number(answers[item.key]?.photos ?? 0) >= (item.count ?? 1);
  const value = valueOf(answers, item.key);
  return value === NOT_APPLICABLE ? item.na ?? true : value !== "" && readable(item, value);
}

/**
 * The answers of one checklist of a slip, by item, with the number of photos that show them.
 * @param {Record<string, Row>} rows @param {string} checklist
 * @returns {Answers}
 */
export function answersOf(rows, checklist) {
  const shown = fieldsOf(rows, "photo").map(({ fields }) => fields.of);
  const own = fieldsOf(rows, "answer").filter(({ fields }) => fields.checklist === checklist && fields.item);
  return Object.fromEntries(own.map(({ id, fields }) => [fields.item, { ...fields, photos: shown.filter((of) => of === id).length }]));
}

/** `80 105,5; 120` as it is typed: blanks or semicolons between, a comma in a number is its decimal sign. @param {string} value */
export function readings(value) {
  return value.replaceAll(";", " ").split(/\s+/).filter(Boolean).map((one) => one.replaceAll(",", "."));
}

/** @param {Item} item @param {string} value */
function readable(item, value) {
  switch (item.kind) {
    case "yes_no": return [YES, NO].includes(value);
    case "choice": return (item.choices ?? []).some(({ key }) => key === value);
    case "number": return reads(() => thousandths(value));
    case "time": return reads(() => instant(value));
    case "date": return reads(() => instant(`${value}T00:00+00:00`));
    case "readings": return readings(value).length > 0 && reads(() => readings(value).map(thousandths));
    default: return true;
  }
}

/** @param {() => unknown} read */
function reads(read) {
  return orElse(() => [read()], null) !== null;
}

/**
 * What is not in order at an item that is answered: "not ok" needs its proof, words and a photo by default.
 * @param {Item} item @param {Template} template @param {Answers} answers @returns {Fault | null}
 */
function fault(item, template, answers) {
  if (!answered(item, answers) || valueOf(answers, item.key) === NOT_APPLICABLE) return null;
  const codes = judged(item, answers);
  if (!codes.length) return null;
  const answer = answers[item.key];
  /** @type {Record<string, boolean>} */
  const has = { text: Boolean(trimmed(answer.text)), photo: Boolean(answer.photos) };
  const lacks = (item.proof ?? template.proof ?? ["text", "photo"]).filter((proof) => !has[proof]);
  return { item: item.key, codes, severe: isSevere(item, answers) ? 1 : 0, lacks };
}

/** @param {Item} item @param {Answers} answers @returns {string[]} */
function judged(item, answers) {
  const value = valueOf(answers, item.key);
  switch (item.kind) {
    case "yes_no": return value === (item.good ?? YES) ? [] : ["not_ok"];
    case "choice": return chosen(item, answers)?.fault ? ["not_ok"] : [];
    case "number": return outside(item, thousandths(value));
    case "readings": return unaccepted(item, answers);
    case "time": return tooEarly(item, answers);
    default: return [];
  }
}

/** @param {Item} item @param {number} value */
function outside({ least, most }, value) {
  const below = least != null && value < thousandths(least);
  const above = most != null && value > thousandths(most);
  return [...(below ? ["below"] : []), ...(above ? ["above"] : [])];
}

/** The nominal thickness may be an item of its own, and open. @param {Item} item @param {Answers} answers @returns {string[]} */
function unaccepted(item, answers) {
  const nominal = item.nominal || valueOf(answers, item.nominal_item ?? "");
  return orElse(() => accept(readings(valueOf(answers, item.key)), nominal, item.most, item.count || 1).failed, []);
}

/** Later than another moment, by at least so many minutes of another item. @param {Item} item @param {Answers} answers */
function tooEarly(item, answers) {
  const after = valueOf(answers, item.after ?? ""), minutes = valueOf(answers, item.minutes_item ?? "") || "0";
  const passed = () => (instant(valueOf(answers, item.key)) - instant(after)) * 1000;
  return orElse(() => passed() < thousandths(minutes), false) ? ["too_early"] : [];
}

/** @template T @param {() => T} read @param {T} otherwise what is meant when it cannot be read @returns {T} */
function orElse(read, otherwise) {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) return otherwise;
    throw error;
  }
}

/** @param {Item} item @param {Answers} answers */
function isSevere(item, answers) {
  return item.severe || (item.kind === "choice" && chosen(item, answers)?.severe);
}

/** @param {Item} item @param {Answers} answers */
function chosen(item, answers) {
  return item.choices?.find(({ key }) => key === valueOf(answers, item.key));
}

/** @param {Fault[]} faults */
function resultOf(faults) {
  if (faults.some(({ severe }) => severe)) return "severe_faults";
  return faults.length ? "faults" : "passed";
}

/** @param {Answers} answers @param {string} key */
function valueOf(answers, key) {
  return trimmed(answers[key]?.value);
}
