/** Writing down what the person did. */

import { hashOp } from "../core/canon.js";
import { uuid7 } from "../core/ids.js";
import { clientTime } from "../core/clock.js";
import { StoreError } from "./database.js";
import { actionsOf, inTurn, metaOf, whoIn } from "./person.js";
/** @import {Action, Op} from "../shapes.d.ts" */
/** @import {Tx} from "./database.js" */
/** @import {Phone} from "./store.js" */

const SCHEMA = 1;

/** @param {Phone} phone */
export function outbox({ db, now, changed, log }) {
  let last = Promise.resolve();
  return { record, recordAll, pending, sentBefore };

  /** @param {Action} action */
  async function record(action) {
    return (await recordAll([action]))[0];
  }

  /** One after the other, so that ops get their numbers in the order of the taps. @param {Action[]} actions @returns {Promise<Op[]>} */
  function recordAll(actions) {
    const turn = last.then(() => keep(actions)).catch(refused);
    last = turn.then(() => {}, () => {});
    return turn;
  }

  /** Hashing cannot wait inside a transaction; should another tab take the number meanwhile, the op is made anew.
      @param {Action[]} actions */
  async function keep(actions) {
    for (;;) {
      const opening = await db.read("meta counters", (tx) => look(tx, actions));
      const ops = await Promise.all(actions.map((action, i) => sealed(action, opening, earlier(actions, i), now())));
      const kept = await db.write("meta counters ops blobs bytes", (tx) => put(tx, actions, ops, opening, now()));
      if (!kept) continue;
      changed();
      void log("saved", { ops: ops.length, kind: ops[0].kind, slip_id: ops[0].slip_id, n: ops[0].n });
      return ops;
    }
  }

  /** @param {unknown} error @returns {Promise<never>} */
  async function refused(error) {
    void log("not_saved", { code: error instanceof StoreError ? error.code : String(error) });
    throw error;
  }

  /** @returns {Promise<Set<string>>} */
  function sentBefore() {
    return db.read("meta done", async (tx) => {
      const { person, device } = await whoIn(tx);
      const done = await actionsOf(tx, "done", person.id);
      return new Set(done.filter(({ op }) => op.device !== device.id).map(({ slip_id }) => slip_id));
    });
  }

  async function pending() {
    const found = await db.read("meta ops", async (tx) => {
      const { person } = await whoIn(tx);
      return tx.objectStore("ops").index("person").getAll(person.id);
    });
    const ops = /** @type {Op[]} */ (inTurn(found).map(({ op }) => op));
    return ops.sort((a, b) => (a.slip_id === b.slip_id ? 0 : a.slip_id < b.slip_id ? -1 : 1));
  }
}

/** Who writes, and the number each op will get. @param {Tx} tx @param {Action[]} actions */
async function look(tx, actions) {
  const { person, device } = await whoIn(tx);
  const { offset_ms } = await metaOf(tx, person.id);
  /** @type {Map<string, number>} */
  const numbers = new Map();
  for (const { slip_id } of actions) numbers.set(slip_id, await lastNumber(tx, device.id, slip_id));
  return { author: person.id, device: device.id, offset_ms, numbers };
}

/** @param {Tx} tx @param {string} device @param {string} slip_id @returns {Promise<number>} */
async function lastNumber(tx, device, slip_id) {
  return (await tx.objectStore("counters").get([device, slip_id]))?.n ?? 0;
}

/** How many ops of the same slip come before this one. @param {Action[]} actions @param {number} i */
function earlier(actions, i) {
  return actions.slice(0, i).filter(({ slip_id }) => slip_id === actions[i].slip_id).length;
}

/** @param {Action} action
    @param {Awaited<ReturnType<typeof look>>} opening @param {number} before @param {number} at @returns {Promise<Op>} */
async function sealed({ kind, slip_id, patch = {}, rows = {}, manifest = [], base_rev = 0 }, opening, before, at) {
  const { author, device, offset_ms, numbers } = opening;
  const op = { op_id: uuid7(), slip_id, n: (numbers.get(slip_id) ?? 0) + before + 1, author, device, kind, schema: SCHEMA, base_rev,
    patch, rows, manifest, client_time: clientTime(at), offset_ms };
  return { ...op, hash: await hashOp(op) };
}

/** @param {Tx} tx @param {Action[]} actions @param {Op[]} ops @param {Awaited<ReturnType<typeof look>>} opening @param {number} at */
async function put(tx, actions, ops, opening, at) {
  const store = tx.objectStore("ops");
  if (await store.getKey(ops[0].op_id)) return true;   // the first try was written after all
  const { author: person, device, numbers } = opening;
  if ((await whoIn(tx)).device.id !== device) throw new StoreError("signed_out");
  const { paired } = await metaOf(tx, person);
  for (const [slip_id, n] of numbers) if ((await lastNumber(tx, device, slip_id)) !== n) return false;
  for (const op of ops) {
    await store.add({ op_id: op.op_id, person, slip_id: op.slip_id, at, op, turn: paired });
    await tx.objectStore("counters").put({ device, slip_id: op.slip_id, n: op.n });
  }
  for (const { slip_id, blobs = [] } of actions) for (const blob of blobs) await putBlob(tx, person, slip_id, blob, at);
  return true;
}

/** @param {Tx} tx @param {string} person @param {string} slip_id @param {NonNullable<Action["blobs"]>[0]} blob @param {number} at */
async function putBlob(tx, person, slip_id, { sha256, bytes, type }, at) {
  const known = await tx.objectStore("blobs").get([person, sha256]);
  const card = { person, sha256, size: bytes.byteLength, type, sent: 0, at, slip_id, ...known };
  delete card.bad;
  delete card.lost;
  await tx.objectStore("blobs").put(card);
  await tx.objectStore("bytes").put({ person, sha256, bytes });
}
