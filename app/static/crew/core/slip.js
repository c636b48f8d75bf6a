import { canonical, sha256 } from "./canon.js";
/** @import {Action, BlobCard, Change, Entry, Held, Op, Place, Row, RowPatch, State, View} from "../shapes.d.ts" */

/** @type {Record<string, State>} */
const NEXT = { submit: "submitted", withdraw: "draft", return: "returned", approve: "approved", void: "void" };
const DROPS = ["drop_row", "detach"];
const UNSIGNED = ["signature", "remark"];   // what is said about the content is not part of it
const NOT_CONTENT = ["reason"];             // said with a decision, kept in the history only

/**
 * What is shown of a slip: what the server last said plus the own ops it had not seen by then. An op with a receipt that is
 * newer than the copy still counts, so nothing flickers back between receipt and pull.
 * @param {Change | null} base
 * @param {Entry[]} entries own ops of this slip, in order
 * @param {{ me?: string, seen?: number, blobs?: BlobCard[], backed_up_to?: number }} phone `seen`: up to where this phone knows
 *   the server's history, for a slip it has no copy of
 * @returns {View | null}
 */
export function project(base, entries, { me, seen = 0, blobs = [], backed_up_to = 0 }) {
  // what a restored server has found again is in the copy it gave, wherever it stood before
  const news = entries.filter(({ receipt, found_by }) => !receipt || (!found_by && receipt.seq > (base?.seq ?? seen)));
  // of a slip that is no longer theirs to see the server tells no more: what it held of their own still shows
  const held = entries.filter((entry) => entry.held && (!base || base.gone || news.includes(entry)));
  const counted = news.filter((entry) => !entry.held);
  const whole_held = !base && held.length > 0 && !counted.some(({ op }) => op.kind === "create");
  const shown = whole_held ? entries.filter((entry) => entry.held || counted.includes(entry)) : counted;
  if (!base && !shown.length) return null;
  const view = shown.reduce(apply, start(base, shown[0]?.op));
  return { ...view, whole_held, held: withNews(view.held, held), place: placeOf(base, entries, blobs.filter(({ lost }) => !lost), backed_up_to),
    pending: entries.filter(({ receipt }) => !receipt).length,
    waiting_held: new Set([...held.map(({ op }) => op.op_id), ...ownHeld(base, me)]).size,
    obstacle: entries.find(({ receipt, obstacle }) => !receipt && obstacle)?.obstacle ?? null };
}

/**
 * Live rows of a table, oldest first.
 * @param {{ rows: Record<string, Row> }} slip @param {string} table
 */
export function rowsOf({ rows }, table) {
  const ids = Object.keys(rows).filter((id) => rows[id].table === table).sort();
  return ids.map((id) => ({ id, ...rows[id] }));
}

/** The slip as it will stand once the action is an op: shown before the phone has written it.
    @param {View} view @param {Action} action @param {string} author @returns {View} */
export function after(view, { kind, patch = {}, rows = {} }, author) {
  const copy = { ...view, fields: { ...view.fields }, extra: { ...view.extra }, rows: { ...view.rows }, conflicts: [...view.conflicts] };
  return { ...apply(copy, { op: { kind, patch, rows, author } }), pending: view.pending + 1, place: "phone" };
}

/**
 * The hash of what the client reads and signs.
 * @param {Pick<Change, "slip_id" | "fields" | "extra" | "rows">} slip
 */
export function contentHash({ slip_id, fields, extra, rows }) {
  const signed = Object.entries(rows).filter(([, { table }]) => !UNSIGNED.includes(table));
  const lines = signed.map(([id, row]) => [id, { table: row.table, ...present(row) }]);
  return sha256(canonical({ slip_id, fields: present({ fields, extra }), rows: Object.fromEntries(lines) }));
}

/** What the office holds by its last word, and what it has answered for since: each once. @param {Held[]} known @param {Entry[]} entries @returns {Held[]} */
function withNews(known, entries) {
  const news = entries.filter(({ op }) => !known.some(({ op_id }) => op_id === op.op_id));
  return [...known, ...news.map(({ op, held, receipt }) => ({ op_id: op.op_id, author: op.author, kind: op.kind, reason: held ?? "", seq: receipt?.seq ?? 0 }))];
}

/** @param {Change | null} base @param {string} [me] */
function ownHeld(base, me) {
  return (base?.held ?? []).filter(({ author }) => author === me).map(({ op_id }) => op_id);
}

/** @param {Change | null} base @param {Entry[]} entries @param {BlobCard[]} blobs @param {number} backed_up_to @returns {Place} */
function placeOf(base, entries, blobs, backed_up_to) {
  if (entries.some(({ receipt }) => !receipt) || blobs.some(({ sent }) => !sent)) return "phone";
  const own = [...entries.map(({ receipt, found_by = 0 }) => Math.max(receipt?.seq ?? 0, found_by)), ...blobs.map(({ seq, sure }) => (sure && seq) || Infinity)];
  return (own.length ? Math.max(...own) : base?.seq ?? 0) <= backed_up_to ? "backed" : "office";
}

/** @param {Change | null} base @param {Op} [first] @returns {View} */
function start(base, first) {
  const slip = base ?? { slip_id: first?.slip_id ?? "", seq: 0, rev: 0, state: "draft", version: 1, number: null,
    author: first?.author ?? "", planned: 0, fields: {}, extra: {}, rows: {}, content_hash: "", held: [], conflicts: [],
    corrections: [] };
  return { ...slip, fields: { ...slip.fields }, extra: { ...slip.extra }, rows: { ...slip.rows }, conflicts: [...slip.conflicts],
    pending: 0, waiting_held: 0, place: "office", obstacle: null };
}

/** @param {View} view @param {Pick<Entry, "receipt" | "conflicts"> & { op: Pick<Op, "kind" | "patch" | "rows" | "author"> }} entry @returns {View} */
function apply(view, { op, receipt, conflicts = [] }) {
  const stays = new Set(conflicts.map(({ row_id, field }) => `${row_id}/${field}`));
  const content = Object.entries(op.patch).filter(([name]) => !NOT_CONTENT.includes(name));
  merge(view, Object.fromEntries(content), (name) => stays.has(`null/${name}`));
  for (const [id, patch] of Object.entries(op.rows)) {
    const clash = (/** @type {string} */ name) => stays.has(`${id}/${name}`);
    if (!DROPS.includes(op.kind)) view.rows[id] = changed(view.rows[id], patch, clash, { by: op.author, pending: !receipt });
    else if (!clash("dropped")) delete view.rows[id];
  }
  view.state = NEXT[op.kind] ?? view.state;
  view.conflicts.push(...conflicts);
  view.content_hash = "";   // known again with the next pull, or computed when it is signed
  return view;
}

/** @param {Row | undefined} row
    @param {RowPatch} patch @param {(name: string) => boolean} clash @param {Partial<Row>} mark @returns {Row} */
function changed(row, patch, clash, { by, pending }) {
  const copy = { ...row, table: patch.table, fields: { ...row?.fields }, extra: { ...row?.extra }, by };
  if (pending) copy.pending = true;
  merge(copy, patch.fields, clash);
  return copy;
}

/** @param {Pick<Row, "fields" | "extra">} part @param {Op["patch"]} patch @param {(name: string) => boolean} clash */
function merge({ fields, extra = {} }, patch, clash) {
  for (const [name, [, value]] of Object.entries(patch)) {
    const home = name in extra ? extra : fields;
    if (clash(name)) continue;
    if (value === null) delete home[name];
    else home[name] = value;
  }
}

/** @param {Pick<Row, "fields" | "extra">} part */
function present({ fields, extra }) {
  return Object.fromEntries(Object.entries({ ...extra, ...fields }).filter(([, value]) => value !== null));
}
