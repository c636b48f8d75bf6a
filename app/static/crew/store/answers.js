/** What the server said, written down: receipts, changes, a restored history. */

import { StoreError } from "./database.js";
import { actionsOf, articlesOf, metaOf, ofPerson, saveMeta, whoIn } from "./person.js";
/** @import {BlobCard, Change, Checklist, High, Op, PushResult, Receipt, Store, WholeCatalog} from "../shapes.d.ts" */
/** @import {Tx} from "./database.js" */
/** @import {Meta} from "./person.js" */
/** @import {Phone} from "./store.js" */

const KEEP = 14 * 24 * 3600_000;
const ALL = "meta ops done blobs base";
/** @type {Partial<BlobCard>} */
export const WELL = { bad: undefined, lost: undefined };
export const AGAIN = { sent: 0, seq: undefined, sure: undefined, asked: undefined };   // the server does not have it (any more)

/** @param {Phone} phone */
export function answers({ db, now, changed, log }) {
  return { takePush, takePull, takeCatalog, purge };

  /** @param {PushResult[]} results @param {Op[]} ops @param {string} server */
  async function takePush(results, ops, server) {
    if (!ops.length) return;
    await db.write(ALL, async (tx) => {
      const meta = await metaFrom(tx, ops[0].author, server);
      const at = now() + meta.offset_ms;
      for (const op of ops) await settle(tx, op, results.find(({ op_id }) => op_id === op.op_id), at);
      const receipts = results.flatMap(({ receipt }) => (receipt ? [receipt] : []));
      await saveMeta(tx, ops[0].author, { checks: withNewest(meta.checks, receipts), last_contact: now() });
    });
    changed();
    void noteResults(results, ops);
  }

  /** @param {PushResult[]} results @param {Op[]} ops */
  async function noteResults(results, ops) {
    const taken = results.filter(({ receipt }) => receipt);
    if (taken.length) await log("sent", { ops: taken.length, up_to: Math.max(...taken.map(({ receipt }) => receipt?.seq ?? 0)) });
    for (const { op_id, result, reason, code, expected, conflicts } of results) {
      if (result === "applied" || (result === "duplicate" && !reason)) continue;
      const about = { reason, code, expected, conflicts: conflicts?.length };
      const op = ops.find((one) => one.op_id === op_id);
      await log(result, { op_id, kind: op?.kind ?? "", ...JSON.parse(JSON.stringify(about)) });
    }
  }

  /** While points of the history are left to find again, an answer only says that this one is there: nothing is taken out of it, so
      that what is taken in the end comes from a history that holds every receipt. @type {Store["takePull"]} */
  async function takePull(answer, asked) {
    const taken = await db.write(ALL, async (tx) => {
      const { person } = await whoIn(tx);
      const meta = await metaFrom(tx, person.id, answer.server);
      if (asked && !fits(asked, person.id, meta)) return false;
      if (answer.reset || meta.checks.length === 1) await takeAnswer(tx, person.id, meta, answer, asked?.at ?? now() + meta.offset_ms);
      else await saveMeta(tx, person.id, { checks: meta.checks.slice(1) });
      await saveMeta(tx, person.id, { last_contact: now() });
      return true;
    });
    changed();
    if (taken && answer.reset) void log("server_restored", { seq: answer.high.seq, known_ops: answer.known_ops.length });
    return taken;
  }

  /** A version a slip of this phone was filled with stays until the office says it anew: it may not have heard of that slip.
      @param {WholeCatalog} catalog @param {string} etag */
  async function takeCatalog(catalog, etag) {
    await db.write("meta catalog ops done base", async (tx) => {
      const { person } = await whoIn(tx);
      if (catalog.person && catalog.person.id !== person.id) return;   // somebody else has signed in since it was asked for
      const { materials, ...rest } = catalog;
      const checklists = [...(rest.checklists ?? []), ...(await stillPinned(tx, person.id, rest.checklists ?? []))];
      await tx.objectStore("catalog").put({ person: person.id, catalog: checklists.length ? { ...rest, checklists } : rest });
      await tx.objectStore("catalog").put({ person: articlesOf(person.id), materials });
      await saveMeta(tx, person.id, { etag });
    });
    changed();
  }

  /** Lets go of what a checked backup holds and nobody has needed for two weeks. */
  async function purge() {
    await db.write("meta done blobs bytes base", async (tx) => {
      const { person } = await whoIn(tx);
      const { backed_up_to, offset_ms } = await metaOf(tx, person.id);
      const at = now() + offset_ms;
      const safe = (/** @type {number | undefined} */ seq, /** @type {number} */ since) =>
        seq !== undefined && seq <= backed_up_to && at - since >= KEEP;
      for (const { op_id, receipt, found_by = 0, done_at } of await actionsOf(tx, "done", person.id))
        if (safe(Math.max(receipt.seq, found_by), done_at)) await tx.objectStore("done").delete(op_id);
      for (const { sha256, sent, seq, sure } of await tx.objectStore("blobs").getAll(ofPerson(person.id)))
        if (sent && sure && safe(seq, sent)) for (const store of ["blobs", "bytes"]) await tx.objectStore(store).delete([person.id, sha256]);
    });
  }
}

/**
 * The server knows another history than this phone, a restored backup or a new server: what it lost goes back into the outbox, and
 * every picture is offered again.
 * @param {Tx} tx @param {string} person @param {string[]} known_ops @param {Change[]} snapshot
 * @param {number} [found_by] the end of that history: where in it a known op stands we do not know, but not behind this
 */
export async function startOver(tx, person, known_ops, snapshot, found_by = 0) {
  const known = new Set(known_ops);
  for (const entry of await actionsOf(tx, "done", person)) {
    if (known.has(entry.op_id)) await tx.objectStore("done").put({ ...entry, found_by });
    else await reopen(tx, person, entry);
  }
  for (const { seq, sure, asked, ...card } of await tx.objectStore("blobs").getAll(ofPerson(person)))
    await tx.objectStore("blobs").put({ ...card, sent: 0 });
  await tx.objectStore("base").delete(ofPerson(person));
  await saveMeta(tx, person, { restarts: (await metaOf(tx, person)).restarts + 1 });
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
  if (answer.reset) await startOver(tx, person, answer.known_ops, answer.snapshot, answer.high.seq);
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
  if (receipt?.op_id !== op.op_id || receipt.hash !== op.hash) return delay(tx, row, result, now);
  const { obstacle, again, ...rest } = row;
  await tx.objectStore("done").put({ ...rest, receipt, held: reason, conflicts, done_at: now });
  await tx.objectStore("ops").delete(op.op_id);
  if (op.kind === "submit" && !reason) await stampManifest(tx, op, row.person, receipt.seq, now);
}

/** @param {Tx} tx @param {any} row @param {PushResult} result @param {number} now */
async function delay(tx, row, { result, code, missing, expected }, now) {
  const gap = result === "later" && !(await refill(tx, row, expected ?? 0)) ? "gap" : code;
  await tx.objectStore("ops").put({ ...row, obstacle: { result, code: gap, missing, expected } });
  for (const sha256 of missing ?? [])
    if (!(await mark(tx, row.person, sha256, () => AGAIN))) await noteMissing(tx, row, sha256, now);
}

/** The server lacks ops that come before this one: those with a receipt go out again. False when the one it expects is nowhere here.
    @param {Tx} tx @param {any} row @param {number} expected */
async function refill(tx, { op, person }, expected) {
  const before = (/** @type {any} */ one) => one.op.slip_id === op.slip_id && one.op.device === op.device && one.op.n < op.n;
  const again = (await actionsOf(tx, "done", person)).filter((one) => before(one) && one.op.n >= expected && !one.held);
  for (const one of again) await reopen(tx, person, one);
  return [...again, ...(await actionsOf(tx, "ops", person)).filter(before)].some((one) => one.op.n === expected);
}

/** Back into the outbox. @param {Tx} tx @param {string} person @param {any} entry */
async function reopen(tx, person, { op_id, slip_id, at, op, turn, receipt }) {
  await tx.objectStore("ops").put({ op_id, person, slip_id, at, op, turn, again: receipt.seq });
  await tx.objectStore("done").delete(op_id);
}

/** A picture this phone took, asked for by the server and not here any more: its person must hear of it.
    @param {Tx} tx @param {any} row @param {string} sha256 @param {number} at */
async function noteMissing(tx, { person, slip_id }, sha256, at) {
  const own = [...(await actionsOf(tx, "ops", person)), ...(await actionsOf(tx, "done", person))];
  const made = own.find(({ op }) => op.kind !== "submit" && op.manifest.some((/** @type {any} */ item) => item.sha256 === sha256));
  const signed = own.find(({ op }) => op.manifest.some((/** @type {any} */ item) => item.sha256 === sha256 && item.role === "signature"));
  const item = (made ?? signed)?.op.manifest.find((/** @type {any} */ one) => one.sha256 === sha256);
  if (item) await tx.objectStore("blobs").put({ person, sha256, size: item.size, type: "", sent: 0, at, slip_id, bad: "damaged" });
}

/** The server looked for every picture of a submit before it took it: they are all there. @param {Tx} tx @param {Op} op
    @param {string} person @param {number} seq @param {number} now */
async function stampManifest(tx, op, person, seq, now) {
  for (const { sha256 } of op.manifest) {
    await mark(tx, person, sha256, ({ sent }) => ({ sent: sent || now, seq, sure: 1, ...WELL }));
  }
}

/** A picture sent before this pull lies in every backup that reaches beyond it. @param {Tx} tx @param {string} person
    @param {number} seq @param {number} asked_at */
async function stampBlobs(tx, person, seq, asked_at) {
  for (const card of await tx.objectStore("blobs").getAll(ofPerson(person)))
    if (card.sent && card.sent <= asked_at && card.seq === undefined) await tx.objectStore("blobs").put({ ...card, seq });
}

/** @param {Tx} tx @param {string} person @param {string} sha256 @param {(card: BlobCard) => Partial<BlobCard>} part @returns {Promise<boolean>} */
export async function mark(tx, person, sha256, part) {
  const card = await tx.objectStore("blobs").get([person, sha256]);
  if (card) await tx.objectStore("blobs").put({ ...card, ...part(card) });
  return Boolean(card);
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

/** Checklists this phone has, the office does not send, and a slip here needs. @param {Tx} tx @param {string} person
    @param {Checklist[]} sent @returns {Promise<Checklist[]>} */
async function stillPinned(tx, person, sent) {
  const has = (/** @type {Checklist[]} */ all, /** @type {any} */ pin) => all.some((one) => one.id === pin.id && one.version === pin.version);
  /** @type {Checklist[]} */
  const before = (await tx.objectStore("catalog").get(person))?.catalog.checklists ?? [];
  const gone = before.filter((one) => !has(sent, one));
  if (!gone.length) return [];
  const pins = await pinsOf(tx, person);
  return gone.filter((one) => has(pins, one)).map((one) => ({ ...one, newest: 0 }));
}

/** @param {Tx} tx @param {string} person @returns {Promise<any[]>} */
async function pinsOf(tx, person) {
  const own = [...(await actionsOf(tx, "ops", person)), ...(await actionsOf(tx, "done", person))].flatMap(({ op }) => Object.values(op.rows));
  const known = (await tx.objectStore("base").getAll(ofPerson(person))).flatMap((/** @type {{ change: Change }} */ { change }) => Object.values(change.rows ?? {}));
  const said = own.map(({ table, fields }) => ({ table, fields: { template: fields.template?.[1], version: fields.version?.[1] } }));
  return [...said, ...known].flatMap(({ table, fields }) => (table === "checklist" ? [{ id: fields.template, version: fields.version }] : []));
}
