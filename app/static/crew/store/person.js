/** Who is signed in, and what this phone knows of each person's exchange with the server. */

import { StoreError } from "./database.js";
/** @import {Device, High, Person} from "../shapes.d.ts" */
/** @import {Tx} from "./database.js" */

/** @typedef {{ person: Person, device: Device }} Who */
/** @typedef {{ cursor: number, seen: number, checks: High[], offset_ms: number, etag: string, backed_up_to: number, server: string,
 *   last_contact: number, persisted: boolean | null, name: string, paired: number, restarts: number }} Meta  `restarts`: how often the
 *   copies of the slips began anew. `seen`: up to where every
 *   change has arrived. `checks`: points of the server's history still to be
 *   found there again: the last pull's, then the receipts since. A restored server is noticed by one of them. */

/** @type {High} */
export const BEGINNING = { seq: 0, chain: "0".repeat(64) };
/** @type {Meta} */
const NEW = { cursor: 0, seen: 0, checks: [BEGINNING], offset_ms: 0, etag: "", backed_up_to: 0, server: "",
  last_contact: 0, persisted: null, name: "", paired: 0, restarts: 0 };

/** @param {Tx} tx @returns {Promise<Who | null>} */
export async function whoOrNobody(tx) {
  return (await tx.objectStore("meta").get("who"))?.who ?? null;
}

/** @param {Tx} tx @returns {Promise<Who>} */
export async function whoIn(tx) {
  const who = await whoOrNobody(tx);
  if (!who) throw new StoreError("signed_out");
  return who;
}

/** @param {Tx} tx @param {string} person @returns {Promise<Meta>} */
export async function metaOf(tx, person) {
  return { ...NEW, ...(await tx.objectStore("meta").get(`person:${person}`)) };
}

/** @param {Tx} tx @param {string} person @param {Partial<Meta>} part */
export async function saveMeta(tx, person, part) {
  await tx.objectStore("meta").put({ ...(await metaOf(tx, person)), ...part, key: `person:${person}` });
}

/** All keys of one person in a store whose key begins with the person. @param {string} person */
export function ofPerson(person) {
  return IDBKeyRange.bound([person], [person, []]);
}

/** Where the thousands of articles of a person's catalog lie: apart, because nothing needs them at the start. @param {string} person */
export function articlesOf(person) {
  return `${person}/articles`;
}

/** In the order they were made: what a restored server has lost went out before anything that still waits, then each pairing of the
    person in its turn (every one counts from 1 anew). @param {any[]} waiting rows of `ops` */
export function inTurn(waiting) {
  const of = (/** @type {any} */ { receipt, again = receipt?.seq ?? Infinity, turn = 0, op }) => [again, turn, op.n];
  return waiting.map((row) => ({ row, key: of(row) })).sort((a, b) => before(a.key, b.key)).map(({ row }) => row);
}

/** @param {number[]} a @param {number[]} b */
function before(a, b) {
  const i = a.findIndex((one, at) => one !== b[at]);
  return i < 0 ? 0 : a[i] < b[i] ? -1 : 1;
}

/** Everything of one person in `ops` or `done`. @param {Tx} tx @param {string} store @param {string} person @returns {Promise<any[]>} */
export function actionsOf(tx, store, person) {
  return tx.objectStore(store).index("person").getAll(person);
}
