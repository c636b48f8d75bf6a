/** One exchange with the server: small ops, pull, pictures from the smallest, submits. Derived from what lies in the outbox alone,
    so it may end anywhere and begin anew. */

import { ApiError } from "./api.js";
import { sha256 } from "./core/canon.js";
import { clientTime } from "./core/clock.js";
/** @import {Api, BlobCard, Op, PushResult, Statements, Store, SyncState} from "./shapes.d.ts" */

/** @typedef {NonNullable<Awaited<ReturnType<Store["who"]>>>} Who */
/** @typedef {{ ops: Op[], open: BlobCard[], seam: Set<string> }} Here  what lies on this phone without a receipt; and slips about which a first op
 *   may not go yet: it may follow one sent before a new pairing, and whether the server still has that is only known after the next pull */

const CLOCK_AGE = 6 * 3600_000;
const QUICK_ANSWER = 5_000;        // an answer that took longer says nothing exact about the clock
const MOST_OPS = 50;
const MOST_BYTES = 200 * 1024;
const DAMAGED = "damaged";
const TOO_MUCH_OR_POISON = [413, 422, 500];   // sent again in halves: whatever is wrong with one op must not hold up the others

/**
 * @param {{ store: Store, api: Api, now: () => number, version: string, sending: (picture: SyncState["sending"]) => void,
 *   alive: () => void }} needs  `alive` is called before each step that waits for the network
 * @returns {() => Promise<boolean>} true when something could not go and is to be tried again
 */
export function createRound({ store, api, now, version, sending, alive }) {
  let clock_read = -Infinity;
  let too_old = false;
  let said = "";   // what the office last heard of this phone
  return round;

  async function round() {
    const who = await store.who();
    if (!who) return false;
    api.expect((await store.meta()).server);
    await readClock();
    const early = await pushAll(who, false);
    const unread = await fetchAll(who);
    const unsent = await sendPictures(who);
    const late = await pushAll(who, true);
    const unread_late = late.sent ? await fetchAll(who) : null;
    const missing = await confirmPictures(who);
    await store.purge();
    await tell(who);
    const trouble = late.trouble ?? early.trouble ?? unread ?? unread_late;
    if (trouble) throw trouble;
    return unsent || late.left || missing;
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
      const { cursor, high, unchecked, newest, offset_ms } = await store.meta();
      const asked = { person: who.person.id, cursor: unchecked ? newest.seq : cursor, high, at: now() + offset_ms };
      await stillFor(who);
      const answer = await api.pull(asked.cursor, high, who.device.id);
      if (!(await store.takePull(answer, asked))) continue;
      if (answer.reset || !(answer.more || unchecked)) return answer.catalog.etag;
    }
  }

  async function fetchCatalog() {
    alive();
    const found = await api.catalog((await store.meta()).etag);
    if (found) await store.takeCatalog(found.catalog, found.etag);
  }

  /** @param {Who} who */
  async function sendPictures(who) {
    let left = false;
    const cards = (await look()).open.filter(({ bad }) => !bad || bad === DAMAGED);
    for (const card of cards.sort((a, b) => a.size - b.size)) left = !(await sendPicture(who, card)) || left;
    sending(null);
    return left;
  }

  /** One that could not be read is looked at again each time: phones have bad moments.
      @param {Who} who @param {BlobCard} card @returns {Promise<boolean>} whether nothing more is to be done for it */
  async function sendPicture(who, { sha256: digest, size, bad }) {
    const blob = await store.blob(digest).catch(() => undefined);
    await stillFor(who);
    if (!blob || (await sha256(blob.bytes)) !== digest) return bad ? true : refuse(digest, DAMAGED);
    if (bad) await store.markBlobBad(digest, null);
    const progress = (/** @type {number} */ sent) => {
      alive();
      sending({ sha256: digest, sent, size });
    };
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

  /** @param {Who} who @returns {Promise<boolean>} whether one is not there any more and goes again */
  async function confirmPictures(who) {
    let missing = false;
    for (const digest of await store.unconfirmed()) {
      await stillFor(who);
      if (await api.hasBlob(digest)) await store.confirmBlob(digest);
      else {
        await store.forgetBlobReceipts([digest]);
        missing = true;
      }
    }
    return missing;
  }

  /** Waits for a person from now on: to take it again, or to send the slip without it. @param {string} digest @param {string} reason */
  async function refuse(digest, reason) {
    await store.markBlobBad(digest, reason);
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
      const here = await look();
      const ops = batch(ready(here, who, submits, blocked), most);
      if (!ops.length) return { ...done, left: blocked.size > 0 };
      const { results, refused } = await pushBatch(who, ops, statements(here, version));
      done.sent ||= results.some(({ receipt }) => receipt);
      if (refused && ops.length > 1) most = Math.ceil(ops.length / 2);
      else for (const op of ops) if (!taken(op, results)) blocked.add(afterwards(op, results));
      if (refused && ops.length === 1) done.trouble = refused;
    }
  }

  /** The office hears how much waits here as soon as that differs from what it last heard, also when nothing can go. @param {Who} who */
  async function tell(who) {
    const says = statements(await look(), version);
    if (heard(who, says, []) !== said) await pushBatch(who, [], says);
  }

  /** @returns {Promise<Here>} */
  async function look() {
    const [ops, cards, { unchecked }] = await Promise.all([store.pending(), store.blobCards(), store.meta()]);
    const seam = unchecked ? await store.sentBefore() : new Set();
    return { ops, open: cards.filter(({ sent }) => !sent), seam };
  }

  /** @param {Who} who @param {Op[]} ops @param {Statements} says @returns {Promise<{ results: PushResult[], refused: ApiError | null }>} */
  async function pushBatch(who, ops, says) {
    const { newest } = await store.meta();
    await stillFor(who);
    try {
      const { server, results } = await api.push({ device: who.device.id, high: newest, ops, ...says });
      await store.takePush(results, ops, server);
      said = heard(who, says, results);
      return { results, refused: null };
    } catch (error) {
      if (!(error instanceof ApiError) || !TOO_MUCH_OR_POISON.includes(error.status)) throw error;
      return { results: [], refused: error };
    }
  }

  /** Somebody else may have paired this phone in the middle of a round: nothing goes, or is asked for, in the name of the wrong one.
      @param {Who} who */
  async function stillFor(who) {
    alive();
    if ((await store.who())?.device.id !== who.device.id) throw new ApiError("person_changed");
  }
}

/** The ops that may go now, each slip's in their order; one that may not holds back only those of its own slip. A submit waits for its
    pictures, but not for those declared lost: the office decides about a slip without them.
    @param {Here} here @param {Who} who @param {boolean} submits @param {Set<string>} blocked */
function ready({ ops, open, seam }, who, submits, blocked) {
  const stopped = new Set(blocked);
  const unsent = new Set(open.filter(({ lost }) => !lost).map((card) => card.sha256));
  const complete = (/** @type {Op} */ { manifest }) => !manifest.some((item) => unsent.has(item.sha256));
  return ops.filter((op) => {
    const first = op.n === 1 && op.kind !== "create" && seam.has(op.slip_id);
    if (first || op.author !== who.person.id || (op.kind === "submit" && !(submits && complete(op)))) stopped.add(op.slip_id);
    return !stopped.has(line(op)) && !stopped.has(op.slip_id);
  });
}

/** What the office knows after a push: it takes off what it has just receipted. @param {Who} who @param {Statements} says @param {PushResult[]} results */
function heard(who, { waiting, lost, version }, results) {
  return JSON.stringify([who.device.id, waiting.ops - results.filter(({ receipt }) => receipt).length, waiting.photos, lost, version]);
}

/** @param {Here} here @param {string} version @returns {Statements} */
function statements({ ops, open }, version) {
  const photos = open.filter(({ lost }) => !lost);
  const made = [...ops.map(({ client_time }) => Date.parse(client_time)), ...photos.map(({ at }) => at)];
  const waiting = { ops: ops.length, photos: photos.length, since: made.length ? clientTime(Math.min(...made)) : "" };
  return { waiting, lost: open.filter(({ lost }) => lost).map((card) => card.sha256), version };
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

/** What has to wait for an op that was not taken: all of its slip; where an earlier number is missing, perhaps for ever, only its own line.
    @param {Op} op @param {PushResult[]} results */
function afterwards(op, results) {
  return results.some(({ op_id, result }) => op_id === op.op_id && result === "later") ? line(op) : op.slip_id;
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
