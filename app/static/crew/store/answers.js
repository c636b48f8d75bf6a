/** What the server said, written down: receipts, changes, a restored history. */

import { StoreError } from "./database.js";
import { actionsOf, metaOf, ofPerson, saveMeta, whoIn } from "./person.js";
/** @import {Catalog, Change, High, Op, PushResult, Receipt, Store} from "../shapes.d.ts" */
/** @import {Tx} from "./database.js" */
/** @import {Meta} from "./person.js" */
/** @import {Phone} from "./store.js" */

const KEEP = 14 * 24 * 3600_000;
const ALL = "meta ops done blobs base";

/** @param {Phone} phone */
export function answers({ db, now, changed }) {
  return { takePush, takePull, takeCatalog, purge };

  /** @param {PushResult[]} results @param {Op[]} ops @param {string} server */
  async function takePush(results, ops, server) {
    if (!ops.length) return;
    await db.write(ALL, async (tx) => {
      const meta = await metaFrom(tx, ops[0].author, server);
      for (const op of ops) await settle(tx, op, results.find(({ op_id }) => op_id === op.op_id), now());
      const receipts = results.flatMap(({ receipt }) => (receipt ? [receipt] : []));
      await saveMeta(tx, ops[0].author, { checks: withNewest(meta.checks, receipts), last_contact: now() });
    });
    changed();
  }

  /** While points of the history are left to find again, an answer only says that this one is there: nothing is taken out of it, so
      that what is taken in the end comes from a history that holds every receipt. @type {Store["takePull"]} */
  async function takePull(answer, asked) {
    const taken = await db.write(ALL, async (tx) => {
      const { person } = await whoIn(tx);
      const meta = await metaFrom(tx, person.id, answer.server);
      if (asked && !fits(asked, person.id, meta)) return false;
      if (answer.reset || meta.checks.length === 1) await takeAnswer(tx, person.id, meta, answer, asked?.at ?? now());
      else await saveMeta(tx, person.id, { checks: meta.checks.slice(1) });
      await saveMeta(tx, person.id, { last_contact: now() });
      return true;
    });
    changed();
    return taken;
  }

  /** @param {Catalog} catalog @param {string} etag */
  async function takeCatalog(catalog, etag) {
    await db.write("meta catalog", async (tx) => {
      const { person } = await whoIn(tx);
      await tx.objectStore("catalog").put({ person: person.id, catalog });
      await saveMeta(tx, person.id, { etag });
    });
    changed();
  }

  /** Lets go of what a checked backup holds and nobody has needed for two weeks. */
  async function purge() {
    await db.write("meta done blobs bytes base", async (tx) => {
      const { person } = await whoIn(tx);
      const { backed_up_to } = await metaOf(tx, person.id);
      const safe = (/** @type {number | undefined} */ seq, /** @type {number} */ since) =>
        seq !== undefined && seq <= backed_up_to && now() - since >= KEEP;
      for (const { op_id, receipt, done_at } of await actionsOf(tx, "done", person.id))
        if (safe(receipt.seq, done_at)) await tx.objectStore("done").delete(op_id);
      for (const { sha256, sent, seq } of await tx.objectStore("blobs").getAll(ofPerson(person.id)))
        if (sent && safe(seq, sent)) for (const store of ["blobs", "bytes"]) await tx.objectStore(store).delete([person.id, sha256]);
    });
  }
}

/**
 * The server knows another history than this phone, a restored backup or a new server: what it lost goes back into the outbox, and
 * every picture is offered again.
 * @param {Tx} tx @param {string} person @param {string[]} known_ops @param {Change[]} snapshot
 */
export async function startOver(tx, person, known_ops, snapshot) {
  const known = new Set(known_ops);
  for (const { op_id, slip_id, at, op } of await actionsOf(tx, "done", person)) {
    if (known.has(op_id)) continue;
    await tx.objectStore("ops").put({ op_id, person, slip_id, at, op });
    await tx.objectStore("done").delete(op_id);
  }
  for (const { seq, ...card } of await tx.objectStore("blobs").getAll(ofPerson(person)))
    await tx.objectStore("blobs").put({ ...card, sent: 0 });
  await tx.objectStore("base").delete(ofPerson(person));
  for (const change of snapshot) await takeChange(tx, person, change);
}

/** Whether this phone still stands where it stood when it asked. @param {NonNullable<Parameters<Store["takePull"]>[1]>} asked
    @param {string} person @param {Meta} meta */
function fits(asked, person, { cursor, checks }) {
  const from = checks.length > 1 ? asked.cursor : cursor;
  return asked.person === person && asked.high.chain === checks[0].chain && asked.cursor === from;
}

/** @param {Tx} tx @param {string} person @param {Meta} meta @param {any} answer @param {number} asked_at */
async function takeAnswer(tx, person, meta, answer, asked_at) {
  if (answer.reset) await startOver(tx, person, answer.known_ops, answer.snapshot);
  else for (const change of answer.changes) await takeChange(tx, person, change);
  await stampBlobs(tx, person, answer.high.seq + 1, asked_at);
  await saveMeta(tx, person, { cursor: answer.cursor, seen: answer.more ? meta.seen : answer.high.seq,
    backed_up_to: answer.backed_up_to, checks: [{ seq: answer.high.seq, chain: answer.high.chain }] });
}

/** @param {Tx} tx @param {string} person @param {string} server @returns {Promise<Meta>} */
async function metaFrom(tx, person, server) {
  const meta = await metaOf(tx, person);
  if (meta.server !== server) throw new StoreError("foreign_server");
  return meta;
}

/** Only a receipt over exactly this op takes it out of the outbox.
    @param {Tx} tx @param {Op} op @param {PushResult | undefined} result @param {number} now */
async function settle(tx, op, result, now) {
  const row = await tx.objectStore("ops").get(op.op_id);
  if (!row || !result) return;
  const { receipt, reason, conflicts } = result;
  if (receipt?.op_id !== op.op_id || receipt.hash !== op.hash) return delay(tx, row, result);
  const { obstacle, ...rest } = row;
  await tx.objectStore("done").put({ ...rest, receipt, held: reason, conflicts, done_at: now });
  await tx.objectStore("ops").delete(op.op_id);
  if (op.kind === "submit" && !reason) await stampManifest(tx, op, row.person, receipt.seq, now);
}

/** @param {Tx} tx @param {any} row @param {PushResult} result */
async function delay(tx, row, { result, code, missing, expected }) {
  await tx.objectStore("ops").put({ ...row, obstacle: { result, code, missing, expected } });
  for (const sha256 of missing ?? []) await mark(tx, row.person, sha256, { sent: 0, seq: undefined });
}

/** The server looked for every picture of a submit before it took it: they are all there. @param {Tx} tx @param {Op} op
    @param {string} person @param {number} seq @param {number} now */
async function stampManifest(tx, op, person, seq, now) {
  for (const { sha256 } of op.manifest) {
    const card = await tx.objectStore("blobs").get([person, sha256]);
    if (card) await mark(tx, person, sha256, { sent: card.sent || now, seq: Math.min(card.seq ?? seq, seq) });
  }
}

/** A picture sent before this pull lies in every backup that reaches beyond it. @param {Tx} tx @param {string} person
    @param {number} seq @param {number} asked_at */
async function stampBlobs(tx, person, seq, asked_at) {
  for (const card of await tx.objectStore("blobs").getAll(ofPerson(person)))
    if (card.sent && card.sent <= asked_at && card.seq === undefined) await tx.objectStore("blobs").put({ ...card, seq });
}

/** @param {Tx} tx @param {string} person @param {string} sha256 @param {Record<string, unknown>} part */
export async function mark(tx, person, sha256, part) {
  const card = await tx.objectStore("blobs").get([person, sha256]);
  if (card) await tx.objectStore("blobs").put({ ...card, ...part });
}

/** @param {Tx} tx @param {string} person @param {Change} change */
async function takeChange(tx, person, change) {
  const store = tx.objectStore("base");
  const { slip_id } = change;
  const known = await store.get([person, slip_id]);
  if (known && known.change.seq > change.seq) return;
  if (!change.gone) return store.put({ person, slip_id, change });
  const mine = [...(await actionsOf(tx, "ops", person)), ...(await actionsOf(tx, "done", person)).filter(({ held }) => held)];
  const unfinished = mine.some((action) => action.slip_id === slip_id);
  if (known && unfinished) return store.put({ ...known, change: { ...known.change, seq: change.seq, gone: true } });
  return store.delete([person, slip_id]);   // no longer theirs to see; an own op still under way keeps its last copy readable
}

/** @param {High[]} checks @param {Receipt[]} receipts @returns {High[]} */
function withNewest(checks, receipts) {
  if (!receipts.length) return checks;
  const { seq, chain } = receipts.reduce((newest, one) => (one.seq > newest.seq ? one : newest));
  return [...checks.filter((one) => one.chain !== chain), { seq, chain }];
}
