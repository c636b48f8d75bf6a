/** Reading: what is shown is the server's copy plus the own ops, put together at each look. */

import { project } from "../core/slip.js";
import { actionsOf, inTurn, metaOf, ofPerson, whoIn, whoOrNobody } from "./person.js";
/** @import {BlobCard, Change, Entry, Status, View} from "../shapes.d.ts" */
/** @import {Tx} from "./database.js" */
/** @import {Meta} from "./person.js" */
/** @import {Phone} from "./store.js" */

/** @typedef {{ me: string, meta: Meta, base: Map<string, Change>, entries: Map<string, Entry[]>, blobs: BlobCard[] }} Known */

const ALL = "meta ops done blobs base";

/** @param {Phone} phone */
export function views({ db }) {
  return { view, views: all, status };

  /** @param {string} slip_id @returns {Promise<View | null>} */
  async function view(slip_id) {
    return shown(await db.read(ALL, known), slip_id);
  }

  async function all() {
    const found = everySlip(await db.read(ALL, known));
    const day = (/** @type {View} */ { fields }) => String(fields.date ?? "");
    return found.sort((a, b) => (day(a) === day(b) ? compare(b.slip_id, a.slip_id) : compare(day(b), day(a))));
  }

  /** @returns {Promise<Status>} */
  async function status() {
    return db.read(ALL, async (tx) => {
      const who = await whoOrNobody(tx);
      const waiting = await unsent(tx);
      const own = waiting.filter(({ person }) => person === who?.person.id);
      const others = await byName(tx, waiting.filter(({ person }) => person !== who?.person.id));
      const here = who ? await known(tx) : null;
      return { unsent_ops: own.filter(({ size }) => size === undefined).length,
        unsent_slips: new Set(own.map(({ slip_id }) => slip_id)).size,
        unsent_photos: own.filter(({ size }) => size !== undefined).length,
        oldest_unsent: own.length ? Math.min(...own.map(({ at }) => at)) : null,
        last_contact: here?.meta.last_contact || null, persisted: here?.meta.persisted ?? null, others,
        held: here ? everySlip(here).reduce((sum, slip) => sum + slip.waiting_held, 0) : 0, ...troubled(here?.blobs ?? []) };
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

/** @param {Tx} tx @returns {Promise<Known>} */
async function known(tx) {
  const me = (await whoIn(tx)).person.id;
  const [meta, base, done, ops, blobs] = await Promise.all([metaOf(tx, me), tx.objectStore("base").getAll(ofPerson(me)),
    actionsOf(tx, "done", me), actionsOf(tx, "ops", me), tx.objectStore("blobs").getAll(ofPerson(me))]);
  /** @type {Map<string, Entry[]>} */
  const entries = new Map();
  for (const entry of [...done.sort((a, b) => a.receipt.seq - b.receipt.seq), ...inTurn(ops)])
    entries.set(entry.slip_id, [...(entries.get(entry.slip_id) ?? []), entry]);
  return { me, meta, base: new Map(base.map(({ slip_id, change }) => [slip_id, change])), entries, blobs };
}

/** @param {Known} here */
function everySlip(here) {
  const ids = new Set([...here.base.keys(), ...here.entries.keys()]);
  return [...ids].map((slip_id) => shown(here, slip_id)).filter((view) => view !== null);
}

/** @param {Known} here @param {string} slip_id @returns {View | null} */
function shown({ me, meta, base, entries, blobs }, slip_id) {
  const own = entries.get(slip_id) ?? [];
  const named = new Set(own.flatMap(({ op }) => op.manifest.map(({ sha256 }) => sha256)));
  const here = blobs.filter((card) => card.slip_id === slip_id || named.has(card.sha256));
  const view = project(base.get(slip_id) ?? null, own, { me, seen: meta.seen, blobs: here, backed_up_to: meta.backed_up_to });
  return view?.gone && !view.pending && !own.some(({ held }) => held) ? null : view;
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
