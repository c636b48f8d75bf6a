/** One exchange with the server: small ops, pull, pictures from the smallest, submits. Derived from what lies in the outbox alone,
    so it may end anywhere and begin anew. */

import { ApiError } from "./api.js";
import { sha256 } from "./core/canon.js";
/** @import {Api, BlobCard, Op, PushResult, Store, SyncState} from "./shapes.d.ts" */

/** @typedef {NonNullable<Awaited<ReturnType<Store["who"]>>>} Who */

const CLOCK_AGE = 6 * 3600_000;
const QUICK_ANSWER = 5_000;        // an answer that took longer says nothing exact about the clock
const MOST_OPS = 50;
const MOST_BYTES = 200 * 1024;
const TOO_MUCH_OR_POISON = [413, 422, 500];   // sent again in halves: whatever is wrong with one op must not hold up the others

/**
 * @param {{ store: Store, api: Api, now: () => number, version: string, sending: (picture: SyncState["sending"]) => void }} needs
 * @returns {() => Promise<boolean>} true when something could not go and is to be tried again
 */
export function createRound({ store, api, now, version, sending }) {
  let clock_read = -Infinity;
  let too_old = false;
  return round;

  async function round() {
    const who = await store.who();
    if (!who) return false;
    api.expect((await store.meta()).server);
    await readClock();
    const early = await pushAll(who, false);
    const unread = await fetchAll(who);
    const unsent = await sendPictures();
    const late = await pushAll(who, true);
    const unread_late = late.sent ? await fetchAll(who) : null;
    await store.purge();
    const trouble = late.trouble ?? early.trouble ?? unread ?? unread_late;
    if (trouble) throw trouble;
    return unsent || late.left;
  }

  async function readClock() {
    const asked = now();
    if (asked - clock_read < CLOCK_AGE && asked >= clock_read) return;
    const { time, min_pull_version } = await api.hello();
    const took = now() - asked;
    too_old = Boolean(version && min_pull_version && older(version, min_pull_version));
    if (took > QUICK_ANSWER) return;
    await store.setMeta({ offset_ms: Math.round(Date.parse(time) - asked - took / 2) });
    clock_read = asked;
  }

  /** Reading needs a live session, sending does not: without one the round goes on and complains at its end. @param {Who} who */
  async function fetchAll(who) {
    if (too_old) return new ApiError("too_old");
    try {
      const etag = await pullAll(who);
      if (etag !== (await store.meta()).etag) await fetchCatalog();
      return null;
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return error;
      throw error;
    }
  }

  /** @param {Who} who @returns {Promise<string>} the catalog's etag */
  async function pullAll(who) {
    for (;;) {
      const { cursor, high, unchecked, newest } = await store.meta();
      const asked = { person: who.person.id, cursor: unchecked ? newest : cursor, high, at: now() };
      const answer = await api.pull(asked.cursor, high);
      if (!(await store.takePull(answer, asked))) continue;
      if (answer.reset) await store.log("server_restored", { seq: answer.high.seq });
      if (answer.reset || !(answer.more || unchecked)) return answer.catalog.etag;
    }
  }

  async function fetchCatalog() {
    const found = await api.catalog((await store.meta()).etag);
    if (found) await store.takeCatalog(found.catalog, found.etag);
  }

  async function sendPictures() {
    let left = false;
    const cards = (await store.blobCards()).filter(({ sent, bad }) => !sent && !bad);
    for (const card of cards.sort((a, b) => a.size - b.size)) left = !(await sendPicture(card)) || left;
    sending(null);
    return left;
  }

  /** @param {BlobCard} card @returns {Promise<boolean>} whether nothing more is to be done for it */
  async function sendPicture({ sha256: digest, size }) {
    const blob = await store.blob(digest);
    if (!blob || (await sha256(blob.bytes)) !== digest) return refuse(digest, "damaged");
    const progress = (/** @type {number} */ sent) => sending({ sha256: digest, sent, size });
    progress(0);
    try {
      await api.putBlob(digest, blob.bytes, blob.type, progress);
      await store.markBlobSent(digest);
      return true;
    } catch (error) {
      const { code, status } = /** @type {ApiError} */ (error);
      if (code !== "offline" && (status === 413 || status === 415)) return refuse(digest, code);
      if (!TOO_MUCH_OR_POISON.includes(status)) throw error;
      return false;   // mangled on the way, or the server stumbled over it: the others go first
    }
  }

  /** Waits for a person from now on: to take it again, or to send the slip without it. @param {string} digest @param {string} reason */
  async function refuse(digest, reason) {
    await store.markBlobBad(digest, reason);
    await store.log("picture_refused", { sha256: digest, reason });
    return true;
  }

  /**
   * Pushes what can go; `submits` and what follows them only when asked for, and only with their pictures sent.
   * @param {Who} who @param {boolean} submits
   */
  async function pushAll(who, submits) {
    const blocked = new Set();
    const done = { sent: false, left: false, trouble: /** @type {unknown} */ (null) };
    for (let most = MOST_OPS; ;) {
      const ops = batch(await ready(who, submits, blocked), most);
      if (!ops.length) return { ...done, left: blocked.size > 0 };
      const { results, refused } = await pushBatch(who, ops);
      done.sent ||= !refused;
      if (refused && ops.length > 1) most = Math.ceil(ops.length / 2);
      else for (const op of ops) if (!taken(op, results)) blocked.add(line(op));
      if (refused && ops.length === 1) done.trouble = refused;
    }
  }

  /** The ops that may go now, each slip's in their order; one that may not holds back only those of its own slip.
      @param {Who} who @param {boolean} submits @param {Set<string>} blocked */
  async function ready(who, submits, blocked) {
    const stopped = new Set(blocked);
    const here = new Set((await store.blobCards()).filter((card) => !card.sent).map((card) => card.sha256));
    const complete = (/** @type {Op} */ { manifest }) => !manifest.some((item) => here.has(item.sha256));
    return (await store.pending()).filter((op) => {
      if (op.author !== who.person.id || (op.kind === "submit" && !(submits && complete(op)))) stopped.add(line(op));
      return !stopped.has(line(op));
    });
  }

  /** @param {Who} who @param {Op[]} ops @returns {Promise<{ results: PushResult[], refused: ApiError | null }>} */
  async function pushBatch(who, ops) {
    try {
      const { server, results } = await api.push({ device: who.device.id, high: (await store.meta()).high, ops });
      await store.takePush(results, ops, server);
      return { results, refused: null };
    } catch (error) {
      if (!(error instanceof ApiError) || !TOO_MUCH_OR_POISON.includes(error.status)) throw error;
      return { results: [], refused: error };
    }
  }
}

/** @param {Op[]} ops @param {number} most */
function batch(ops, most) {
  let bytes = 0;
  const size = (/** @type {Op} */ op) => new TextEncoder().encode(JSON.stringify(op)).length + 1;
  const end = ops.slice(0, most).findIndex((op) => (bytes += size(op)) > MOST_BYTES);
  return ops.slice(0, end < 0 ? most : Math.max(end, 1));
}

/** Ops are numbered by slip and device. @param {Op} op */
function line({ slip_id, device }) {
  return `${slip_id}/${device}`;
}

/** @param {Op} op @param {PushResult[]} results */
function taken({ op_id }, results) {
  return results.some((result) => result.op_id === op_id && result.receipt);
}

/** @param {string} version @param {string} least */
function older(version, least) {
  const [have, need] = [version, least].map((text) => text.split(".").map(Number));
  const differs = need.findIndex((part, i) => part !== (have[i] ?? 0));
  return differs >= 0 && (have[differs] ?? 0) < need[differs];
}
