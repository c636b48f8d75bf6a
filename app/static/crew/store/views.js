/** Reading: what is shown is the server's copy plus the own ops, put together at each look. */

import { project } from "../core/slip.js";
import { createBases } from "./bases.js";
import { actionsOf, inTurn, metaOf, ofPerson, whoIn, whoOrNobody } from "./person.js";
/** @import {BlobCard, Change, Entry, Status, View} from "../shapes.d.ts" */
/** @import {Bases} from "./bases.js" */
/** @import {Tx} from "./database.js" */
/** @import {Meta} from "./person.js" */
/** @import {Phone} from "./store.js" */

/** @typedef {{ me: string, meta: Meta, entries: Map<string, Entry[]>, blobs: BlobCard[] }} Own  what this phone itself did */
/** @typedef {Own & { base: Bases }} Known */

const ALL = "meta ops done blobs base";
/** @type {WeakMap<Change, { key: string, view: View | null }>} */
const put_together = new WeakMap();

/** @param {Phone} phone */
export function views({ db }) {
  const bases = createBases();
  return { view, views: all, near, status };

  /** @param {string} slip_id @returns {Promise<View | null>} */
  async function view(slip_id) {
    return shown(await db.read(ALL, async (tx) => {
      const own = await ownIn(tx);
      return { ...own, base: await bases.some(tx, own, [slip_id]) };
    }), slip_id);
  }

  async function all() {
    return inOrder(await db.read(ALL, async (tx) => {
      const own = await ownIn(tx);
      return { ...own, base: await bases.all(tx, own) };
    }));
  }

  /** What may be of interest today, before there was time to read everything. @param {string} since */
  async function near(since) {
    return inOrder(await db.read(ALL, async (tx) => {
      const own = await ownIn(tx);
      return { ...own, base: await bases.near(tx, own, since, ownSlips(own)) };
    }));
  }

  /** @returns {Promise<Status>} */
  async function status() {
    return db.read("meta ops blobs", async (tx) => {
      const who = await whoOrNobody(tx);
      const me = who?.person.id;
      const [waiting, meta, blobs] = await Promise.all([unsent(tx), me ? metaOf(tx, me) : null, me ? tx.objectStore("blobs").getAll(ofPerson(me)) : []]);
      const own = waiting.filter(({ person }) => person === me);
      const others = await byName(tx, waiting.filter(({ person }) => person !== me));
      return { unsent_ops: own.filter(({ size }) => size === undefined).length,
        unsent_slips: new Set(own.map(({ slip_id }) => slip_id)).size,
        unsent_photos: own.filter(({ size }) => size !== undefined).length,
        oldest_unsent: own.length ? Math.min(...own.map(({ at }) => at)) : null,
        last_contact: meta?.last_contact || null, persisted: meta?.persisted ?? null, others, ...troubled(blobs) };
    });
  }
}

/** Ops and pictures on this phone that no server has, of everybody, without those given up.
    @param {Tx} tx @returns {Promise<{ person: string, slip_id: string, at: number, size?: number }[]>} */
export async function unsent(tx) {
  const [ops, blobs] = await Promise.all([tx.objectStore("ops").getAll(), tx.objectStore("blobs").getAll()]);
  return [...ops, ...blobs.filter(({ sent, lost }) => !sent && !lost)];
}

/** @param {BlobCard[]} cards */
function troubled(cards) {
  const unsent = cards.filter(({ sent }) => !sent);
  return { bad: unsent.filter(({ bad, lost }) => bad && !lost).length, lost: unsent.filter(({ lost }) => lost).length };
}

/** @param {Tx} tx @returns {Promise<Own>} */
async function ownIn(tx) {
  const me = (await whoIn(tx)).person.id;
  const [meta, done, ops, blobs] = await Promise.all([metaOf(tx, me), actionsOf(tx, "done", me), actionsOf(tx, "ops", me),
    tx.objectStore("blobs").getAll(ofPerson(me))]);
  /** @type {Map<string, Entry[]>} */
  const entries = new Map();
  for (const entry of [...done.sort((a, b) => a.receipt.seq - b.receipt.seq), ...inTurn(ops)])
    entries.set(entry.slip_id, [...(entries.get(entry.slip_id) ?? []), entry]);
  return { me, meta, entries, blobs };
}

/** Slips about which the server may not have the last word yet. @param {Own} own */
function ownSlips({ meta, entries, blobs }) {
  const open = (/** @type {Entry} */ { receipt, held }) => !receipt || held || receipt.seq > meta.seen;
  const acted = [...entries].filter(([, own]) => own.some(open)).map(([slip_id]) => slip_id);
  return new Set([...acted, ...blobs.filter(({ sent }) => !sent).map(({ slip_id }) => slip_id)]);
}

/** The latest day first. @param {Known} here */
function inOrder(here) {
  const day = (/** @type {View} */ { fields }) => String(fields.date ?? "");
  return everySlip(here).sort((a, b) => (day(a) === day(b) ? compare(b.slip_id, a.slip_id) : compare(day(b), day(a))));
}

/** @param {Known} here */
function everySlip(here) {
  const ids = new Set([...here.base.keys(), ...here.entries.keys()]);
  return [...ids].map((slip_id) => shown(here, slip_id)).filter((view) => view !== null);
}

/** @param {Known} here @param {string} slip_id @returns {View | null} */
function shown({ me, meta, base, entries, blobs }, slip_id) {
  const own = entries.get(slip_id) ?? [], change = base.get(slip_id) ?? null;
  const named = new Set(own.flatMap(({ op }) => op.manifest.map(({ sha256 }) => sha256)));
  const here = blobs.filter((card) => card.slip_id === slip_id || named.has(card.sha256));
  if (change && !change.gone && !own.length && !here.length) return untouched(change, me, meta);
  const view = project(change, own, { me, seen: meta.seen, blobs: here, backed_up_to: meta.backed_up_to });
  return view?.gone && !view.pending && !own.some(({ held }) => held) ? null : view;
}

/** Most slips this phone has only read: what is shown of them is put together once. @param {Change} change @param {string} me @param {Meta} meta */
function untouched(change, me, { backed_up_to }) {
  const key = `${me}/${backed_up_to}`, known = put_together.get(change);
  if (known?.key === key) return known.view;
  const view = project(change, [], { me, backed_up_to });
  put_together.set(change, { key, view });
  return view;
}

/** @param {Tx} tx @param {{ person: string }[]} items */
async function byName(tx, items) {
  const people = [...new Set(items.map(({ person }) => person))];
  const count = (/** @type {string} */ id) => items.filter(({ person }) => person === id).length;
  return Promise.all(people.map(async (id) => ({ name: (await metaOf(tx, id)).name, items: count(id) })));
}

/** @param {string} a @param {string} b */
function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}
