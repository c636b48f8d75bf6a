/** A checklist in a slip, and the answers to it, as actions. Each item has one row, under an id both phones would give it. */

import { derivedId, uuid7 } from "./ids.js";
/** @import {Action, Checklist, Pair, RowPatch, Value, View} from "../shapes.d.ts" */
/** @typedef {{ sha256: string, bytes: ArrayBuffer, size: number, type: string, points: number }} Signature */

/** The id of the answer to an item. @param {string} slip_id @param {string} checklist @param {string} item */
export function answerId(slip_id, checklist, item) {
  return derivedId(slip_id, "answer", checklist, item);
}

/** A checklist more, pinned to the version there is today, with an empty answer to every item: what is typed there survives
    like everything else. @param {View} view @param {Checklist} template @param {string} [checklist] its row
    @returns {Promise<Action>} */
export async function startChecklist(view, template, checklist = uuid7()) {
  const { id, version, purpose, title } = template;
  const answers = template.items.map(async ({ key }) => /** @type {[string, RowPatch]} */ (
    [await answerId(view.slip_id, checklist, key), added("answer", { checklist, item: key })]));
  const head = added("checklist", { template: id, version, purpose, title: title.de });
  return { kind: "add_row", slip_id: view.slip_id, base_rev: view.rev, rows: Object.fromEntries([[checklist, head], ...(await Promise.all(answers))]) };
}

/** Somebody signs at an item: the picture travels with the answer. @param {View} view @param {string} answer
    @param {Signature} picture @param {string} name @returns {Action} */
export function signAnswer(view, answer, { sha256, bytes, size, type, points }, name) {
  const before = view.rows[answer].fields;
  const said = { value: sha256, sha256, size, points, name };
  const fields = Object.fromEntries(Object.entries(said).map(([field, value]) => [field, /** @type {Pair} */ ([before[field] ?? null, value])]));
  return { kind: "edit", slip_id: view.slip_id, base_rev: view.rev, rows: { [answer]: { table: "answer", fields } },
    manifest: [{ att_id: answer, sha256, size, role: "signature" }], blobs: [{ sha256, bytes, type }] };
}

/** The version a checklist is pinned to, if this phone has it. @param {Checklist[]} all @param {Record<string, Value | undefined>} pin */
export function pinned(all, { template, version }) {
  return all.find((one) => one.id === template && one.version === version);
}

/** What can be started: the newest version of each, those of the job first. @param {Checklist[]} all @param {string[]} [wanted] */
export function offered(all, wanted = []) {
  const whole = all.filter(({ items, title }) => Array.isArray(items) && typeof title === "object");
  const newest = whole.filter((one) => one.newest !== 0 && !whole.some((other) => other.id === one.id && other.version > one.version));
  return { job: wanted.flatMap((id) => newest.find((one) => one.id === id) ?? []), other: newest.filter(({ id }) => !wanted.includes(id)) };
}

/** @param {string} table @param {Record<string, Value>} fields @returns {RowPatch} */
function added(table, fields) {
  return { table, fields: Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, [null, value]])) };
}
