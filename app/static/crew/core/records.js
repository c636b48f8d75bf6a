import { evaluate, FormulaError } from "./calc.js";
import { answersOf, openItems } from "./checklist.js";
import { thousandths } from "./decimals.js";
import { ALLOWANCES, fieldsOf, info, MATERIAL, must, should, SPECIAL, trimmed, TRIP, WORK } from "./findings.js";
import { minutes } from "./hours.js";
/** @import {Around, Finding, Paid, Value} from "../shapes.d.ts" */
/** @import {Limits} from "./limits.js" */
/** @import {Slip} from "./rules.js" */

/** @typedef {{ id: string, fields: Record<string, Value> }} Line */

const UNSIGNED = ["absent", "refused", "later"];
const UNFINISHED = ["partly", "no"];
const HOT_WORK = "hot_work";

/**
 * What the papers of a slip lack: agreement, signature, follow-up, checklists, measurements, trips (V5-V11, V13, V15); as
 * app/slips/records.py.
 * @param {Slip} slip @param {Around} around @param {Limits} limits
 * @returns {Finding[]}
 */
export function checkRecords(slip, around, { fastest }) {
  const rows = (/** @type {string} */ table) => fieldsOf(slip.rows, table);
  return [...agreement(slip), ...rows("measurement").flatMap((line) => [...formula(line), ...position(line, around.position_mask)]),
    ...rows("trip").flatMap((line) => trip(line, fastest)), ...paidElsewhere(slip, around.paid ?? []), ...followUp(slip), ...permit(slip), ...checklists(slip, around.templates ?? {}),
    ...notice(slip), ...rows("signature").flatMap((line) => signature(line, around.content_hash))];
}

/** V5: work by the hour is owed only if it was agreed, with somebody and before it began; and it has a place. @param {Slip} slip */
function agreement({ fields }) {
  if (fields.kind !== "hourly") return [];
  const found = fields.site || trimmed(fields.site_text) ? [] : [must("place_missing", WORK)];
  return trimmed(fields.agreed_with) && fields.agreed_on ? found : [...found, must("agreement_missing", WORK)];
}

/** V11: a quantity is proved by its formula. @param {Line} line */
function formula({ id, fields }) {
  const text = fields.text ?? "", typed = trimmed(fields.formula), kept = fields.quantity;
  if (!typed) return kept ? [must("formula_missing", MATERIAL, id, { text })] : [];
  try {
    const result = evaluate(typed);
    const same = kept && thousandths(String(kept)) === thousandths(result);
    return same ? [] : [must("formula_differs", MATERIAL, id, { text, quantity: result })];
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error;
    return [must("formula_wrong", MATERIAL, id, { text, reason: error.code, at: error.at })];
  }
}

/** @param {Line} line @param {string | null} [mask] */
function position({ id, fields }, mask) {
  const typed = trimmed(fields.position);
  return mask && typed && !fits(typed, mask) ? [must("position_wrong", MATERIAL, id, { text: fields.text ?? "", mask })] : [];
}

/** `01.02.0010` fits `00.00.0000`: as many parts, as many digits; one letter may follow for an index. @param {string} typed @param {string} mask */
function fits(typed, mask) {
  const shape = mask.split(".").map((part) => `[0-9]{${part.length}}`).join("\\.");
  return new RegExp(`^${shape}[A-Za-z]?$`).test(typed);
}

/** V13: more kilometres than anybody drives in that time. @param {Line} line @param {number | null} [fastest] */
function trip({ id, fields }, fastest) {
  const { km, start, end } = fields;
  if (fastest == null || !(km && start && end)) return [];
  const took = minutes(String(start), String(end));
  const too_fast = took >= 0 && thousandths(String(km)) * 60 > fastest * 1000 * took;
  return too_fast ? [should("trip_too_fast", TRIP, id, { name: fields.name ?? "", km, minutes: took })] : [];
}

/** V8: a repair that is not finished says why somebody has to come again. @param {Slip} slip */
function followUp({ fields, rows }) {
  const unfinished = fields.kind === "service" && UNFINISHED.includes(String(fields.finished));
  return unfinished && !fieldsOf(rows, "follow_up").some((one) => one.fields.cause) ? [must("follow_up_missing", SPECIAL)] : [];
}

/** V9: no welding without the permit; that its fire watch has ended is asked by the permit itself. @param {Slip} slip */
function permit({ fields, rows }) {
  const there = fieldsOf(rows, "checklist").some((one) => one.fields.purpose === HOT_WORK);
  return fields.hot_work && !there ? [must("permit_missing", SPECIAL)] : [];
}

/** V9, V10, V15. A permit and what a maintenance consists of must be whole; elsewhere a reason will do.
    @param {Slip} slip @param {NonNullable<Around["templates"]>} templates @returns {Finding[]} */
function checklists({ fields, rows }, templates) {
  return fieldsOf(rows, "checklist").flatMap(({ id, fields: one }) => {
    const template = templates[`${one.template}@${one.version}`];
    if (!template) return [];
    const binding = fields.kind === "maintenance" || one.purpose === HOT_WORK;
    return checklist(id, one.title ?? "", openItems(template, answersOf(rows, id)), binding ? must : should);
  });
}

/** @param {string} id @param {Value} title @param {ReturnType<typeof openItems>} state @param {typeof must} level */
function checklist(id, title, { open, faults }, level) {
  const bare = faults.filter(({ lacks }) => lacks.length).map(({ item }) => item);
  return [...(open.length ? [level("checklist_open", SPECIAL, id, { title, count: open.length, item: open[0] })] : []),
    ...(bare.length ? [level("fault_unproved", SPECIAL, id, { title, count: bare.length, item: bare[0] })] : []),
    ...(faults.length ? [info("checklist_faults", SPECIAL, id, { title, count: faults.length })] : [])];
}

/** A day away is paid once: the same for the same person on another slip of the day is somebody's mistake.
    @param {Slip} slip @param {Paid[]} paid */
function paidElsewhere({ slip_id, fields: { date }, rows }, paid) {
  const there = new Set(paid.filter((one) => one.slip !== slip_id && one.date === date).map(worth));
  const twice = fieldsOf(rows, "allowance").filter(({ fields }) => fields.amount_cents != null && there.has(worth(fields)));
  return twice.map(({ id, fields }) => should("paid_elsewhere", ALLOWANCES, id, { name: fields.name ?? "", text: fields.text ?? "" }));
}

/** @param {Record<string, any>} one */
function worth({ person, kind, allowance, text }) {
  return [person, kind || "", allowance || text || ""].join("/");
}

/** A consumer who orders more on the spot is told how to withdraw, or may owe nothing (EuGH C-97/22). @param {Slip} slip */
function notice({ fields, rows }) {
  const extra = Object.values(rows).some((row) => row.fields.extra_order);
  return fields.client_kind === "consumer" && extra && !fields.notice_at ? [should("consumer_notice", SPECIAL)] : [];
}

/** V6, V7. @param {Line} line @param {string} [content_hash] */
function signature({ id, fields }, content_hash) {
  const { outcome } = fields;
  const bare = UNSIGNED.includes(String(outcome)) && !trimmed(fields.reason);
  const old = outcome === "signed" && fields.content_hash && content_hash && fields.content_hash !== content_hash;
  return [...(bare ? [must("unsigned_reason", SPECIAL, id, { outcome })] : []),
    ...(old ? [must("signature_outdated", SPECIAL, id, { name: fields.name ?? "" })] : [])];
}
