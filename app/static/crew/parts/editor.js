/** What a person has done to one slip and no reading of the phone knows yet. What is typed is written down within 300 ms and comes
    back after a crash; it becomes one op when the person pauses or leaves, not one per key. A tap is an op at once, and shown
    before it is written: whatever comes next builds on it, however fast it comes. */

import { after } from "../core/slip.js";

/** @import { Action, Kind, Store, Value, View } from "../shapes.js" */
/** @import { Where } from "../screen.js" */
/** @typedef {{ row_id: string | null, field: string, table: string, seen: Value, value: Value }} Typed */
/** @typedef {{ no: number, actions: Action[], kept: boolean }} Act */

export const WRITE_DOWN_MS = 200;
export const PAUSE_MS = 2500;
/** What is in a picture, a signature or a hand-in shows when it is there. @type {Kind[]} */
const SHOWN_AT_ONCE = ["edit", "add_row", "drop_row"];

/**
 * @typedef {object} Editor
 * @property {(view: View, where: Where, value: Value) => void} set
 * @property {(view: View) => View} over  the slip with the unfinished input in it
 * @property {(actions: Action[]) => Promise<boolean>} act  one after the other, in the order of the taps; whether they were kept
 * @property {() => number} known  up to which act a reading that begins now knows them
 * @property {(view: View, known: number) => View} since  such a reading with what has been done since
 * @property {() => Promise<void>} writeDown
 * @property {() => Promise<void>} commit  what was typed becomes an op
 * @property {() => number} size
 * @property {() => boolean} written  whether everything typed and tapped is on the phone by now
 */

/**
 * @param {{ store: Store, slip_id: string, me: string, record: (...actions: Action[]) => Promise<boolean>, changed: () => void,
 *   view: View | null | Promise<View | null> }} needs
 * @returns {Promise<Editor>}
 */
export async function openEditor({ store, slip_id, me, record, changed, view }) {
  const key = `slip:${slip_id}`;
  const [left, seen] = await Promise.all([store.draft(key), view]);
  const typed = restored(/** @type {Typed[] | undefined} */ (left), seen);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let writing;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let pausing;
  let rev = seen?.rev ?? 0;
  /** @type {Promise<unknown>} */
  let queue = Promise.resolve();
  let busy = 0;
  /** @type {Act[]} */
  let acts = [];
  let last = 0;
  if (typed.size) pausing = setTimeout(commit, PAUSE_MS);
  return { set, over, act, known, since, writeDown, commit, size: () => typed.size, written };

  /** @param {View} view @param {Where} where @param {Value} value */
  function set(view, where, value) {
    const name = nameOf(where);
    const written = value === "" ? null : value;
    const seen = typed.has(name) ? /** @type {Typed} */ (typed.get(name)).seen : valueAt(view, where);
    typed.set(name, { ...where, table: tableOf(view, where), seen, value: written });
    rev = view.rev;
    writing ??= setTimeout(writeDown, WRITE_DOWN_MS);
    clearTimeout(pausing);
    pausing = setTimeout(commit, PAUSE_MS);
    changed();
  }

  /** @param {View} view */
  function over(view) {
    return typed.size ? laidOver(view, typed) : view;
  }

  /** @param {Action[]} actions @returns {Promise<boolean>} */
  function act(actions) {
    const one = shown(actions);
    const turn = queue.then(() => write(one));
    queue = turn.catch(() => {});
    return turn;
  }

  /** @param {Action[]} actions @returns {Act} */
  function shown(actions) {
    const one = { no: ++last, actions, kept: false };
    if (!actions.every(({ kind }) => SHOWN_AT_ONCE.includes(kind))) return one;
    acts.push(one);
    changed();
    return one;
  }

  /** What could not be kept is not there any more, and the screen says so. @param {Act} one */
  async function write(one) {
    one.kept = await record(...one.actions).catch((error) => (forget(one), Promise.reject(error)));
    if (!one.kept) forget(one);
    return one.kept;
  }

  /** @param {Act} one */
  function forget(one) {
    acts = acts.filter((other) => other !== one);
    changed();
  }

  function known() {
    const open = acts.find((one) => !one.kept);
    return open ? open.no - 1 : last;
  }

  /** @param {View} view @param {number} known */
  function since(view, known) {
    const news = acts.filter(({ no }) => no > known).flatMap(({ actions }) => actions);
    return news.reduce((slip, action) => after(slip, action, me), view);
  }

  function written() {
    return !writing && !busy && acts.every(({ kept }) => kept);
  }

  async function writeDown() {
    clearTimeout(writing);
    writing = undefined;
    busy += 1;
    await (typed.size ? store.saveDraft(key, [...typed.values()]) : store.dropDraft(key)).catch(failed);
    busy -= 1;
    changed();
  }

  /** A phone that cannot even write a draft says so with the op: it is tried at once. @param {unknown} error */
  function failed(error) {
    if (typed.size) void commit();
    else throw error;
  }

  /** @returns {Promise<void>} */
  function commit() {
    clearTimeout(pausing);
    const turn = queue.then(commitNow);
    queue = turn.catch(() => {});
    return turn;
  }

  async function commitNow() {
    if (!typed.size) return;
    const sent = [...typed.entries()].filter(([, one]) => one.value !== one.seen);
    const kept = !sent.length || (await write(shown([editOf(slip_id, rev, sent.map(([, one]) => one))])));
    if (kept) for (const [name, one] of typed) settle(name, one, sent);
    else for (const [name] of sent) typed.delete(name);   // the person gave it up, on a full phone
    await writeDown();
  }

  /** What was typed while the op was being written stays, on top of what was just committed.
      @param {string} name @param {Typed} one @param {[string, Typed][]} sent */
  function settle(name, one, sent) {
    const committed = sent.find(([other]) => other === name)?.[1];
    if (one === committed || (!committed && one.value === one.seen)) typed.delete(name);
    else if (committed) typed.set(name, { ...one, seen: committed.value });
  }
}

/** One edit op out of everything typed. @param {string} slip_id @param {number} base_rev @param {Typed[]} all @returns {Action} */
export function editOf(slip_id, base_rev, all) {
  /** @type {NonNullable<Action["patch"]>} */
  const patch = {};
  /** @type {NonNullable<Action["rows"]>} */
  const rows = {};
  for (const { row_id, field, table, seen, value } of all) {
    if (row_id === null) patch[field] = [seen, value];
    else (rows[row_id] ??= { table, fields: {} }).fields[field] = [seen, value];
  }
  return { kind: "edit", slip_id, base_rev, patch, rows };
}

/** A copy of the slip that shows what is typed. @param {View} view @param {Map<string, Typed>} typed @returns {View} */
export function laidOver(view, typed) {
  const shown = { ...view, fields: { ...view.fields }, rows: { ...view.rows } };
  for (const { row_id, field, value } of typed.values()) {
    if (row_id === null) shown.fields[field] = value;
    else if (shown.rows[row_id]) shown.rows[row_id] = { ...shown.rows[row_id], fields: { ...shown.rows[row_id].fields, [field]: value } };
  }
  return shown;
}

/** Leftovers of a killed app; what had become an op before the kill is not typed any more.
    @param {Typed[] | undefined} left @param {View | null} view */
function restored(left, view) {
  const open = (left ?? []).filter((one) => !view || valueAt(view, one) !== one.value);
  return new Map(open.map((one) => [nameOf(one), one]));
}

/** @param {Where} where */
function nameOf({ row_id, field }) {
  return `${row_id ?? ""}|${field}`;
}

/** @param {View} view @param {Where} where @returns {Value} */
function valueAt(view, { row_id, field }) {
  const fields = row_id === null ? view.fields : view.rows[row_id]?.fields;
  return fields?.[field] ?? null;
}

/** @param {View} view @param {Where} where */
function tableOf(view, { row_id }) {
  return row_id === null ? "" : (view.rows[row_id]?.table ?? "");
}
