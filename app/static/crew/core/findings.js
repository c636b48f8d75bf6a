/** What the self-check says, and what silences it; as app/slips/findings.py. */
/** @import {Finding, Row, Value} from "../shapes.d.ts" */

export const [TIMES, BREAKS, TRIP, WORK, MATERIAL, PHOTOS, ALLOWANCES, SPECIAL] = "12345678";
const LEVELS = ["must", "should", "info"];

/** `about`: the person or row it is about, empty for the whole slip. @typedef {(code: string, field: string, about?: string, params?: Record<string, Value>) => Finding} Says */

/** @type {Says} */
export function must(code, field, about = "", params = {}) {
  return { level: "must", code, field, about, params };
}

/** @type {Says} */
export function should(code, field, about = "", params = {}) {
  return { level: "should", code, field, about, params };
}

/** @type {Says} */
export function info(code, field, about = "", params = {}) {
  return { level: "info", code, field, about, params };
}

/**
 * By level and field, without what somebody has given a reason for.
 * @param {Finding[]} found @param {Record<string, Row>} rows
 */
export function unanswered(found, rows) {
  const reasons = fieldsOf(rows, "reason").filter(({ fields }) => trimmed(fields.text));
  const said = new Set(reasons.map(({ fields }) => `${fields.code}/${fields.about ?? ""}`));
  const rank = (/** @type {Finding} */ { level, field }) => LEVELS.indexOf(level) * 10 + Number(field);
  const left = found.filter(({ level, code, about }) => level !== "should" || !said.has(`${code}/${about}`));
  return left.sort((a, b) => rank(a) - rank(b));
}

/**
 * The rows of a table, oldest first.
 * @param {Record<string, Row>} rows @param {string} table
 */
export function fieldsOf(rows, table) {
  return Object.keys(rows).filter((id) => rows[id].table === table).sort().map((id) => ({ id, fields: rows[id].fields }));
}

/** @param {Value | undefined} text */
export function trimmed(text) {
  return String(text ?? "").trim();
}
