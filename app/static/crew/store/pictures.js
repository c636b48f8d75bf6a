/** Pictures: a card that lists and counts read, and the bytes beside it. Bytes are an ArrayBuffer, because WebKit loses Blobs. */

import { AGAIN, mark, WELL } from "./answers.js";
import { metaOf, ofPerson, whoIn } from "./person.js";
/** @import {Blob_, BlobCard} from "../shapes.d.ts" */
/** @import {Tx} from "./database.js" */
/** @import {Meta} from "./person.js" */
/** @import {Phone} from "./store.js" */

const TEST = "";                   // nobody's, so that no list ever shows it
const TEST_AGE = 3600_000;
const TEST_SIZE = 64 * 1024;
const A_DAY = 24 * 3600_000;

/** @param {Phone} phone */
export function pictures({ db, now, changed, log }) {
  return { blob, unsentBlobs, blobCards, markBlobSent, markBlobBad, declareLost, forgetBlobReceipts, unconfirmed, confirmBlob, selfTest };

  /** @param {string} sha256 @returns {Promise<Blob_ | undefined>} */
  function blob(sha256) {
    return db.read("meta blobs bytes", async (tx) => whole(tx, (await whoIn(tx)).person.id, sha256));
  }

  /** @param {string} [slip_id] */
  async function unsentBlobs(slip_id) {
    const cards = (await blobCards(slip_id)).filter(({ sent }) => !sent);
    return (await Promise.all(cards.map(({ sha256 }) => blob(sha256)))).filter((one) => one !== undefined);
  }

  /** @param {string} [slip_id] @returns {Promise<BlobCard[]>} */
  async function blobCards(slip_id) {
    const cards = await db.read("meta blobs", async (tx) => tx.objectStore("blobs").getAll(ofPerson((await whoIn(tx)).person.id)));
    return slip_id === undefined ? cards : cards.filter((card) => card.slip_id === slip_id);
  }

  /** @param {string} sha256 */
  function markBlobSent(sha256) {
    return markAll([sha256], ({ offset_ms }) => ({ sent: now() + offset_ms, ...WELL }));
  }

  /** @param {string} sha256 @param {string | null} reason */
  async function markBlobBad(sha256, reason) {
    await markAll([sha256], () => (reason ? { bad: reason } : WELL));
    void log(reason ? "picture_bad" : "picture_readable", { sha256, ...(reason && { reason }) });
  }

  /** Also one that was only ever on another phone, where it is asked for by what waits of this slip. @param {string} sha256 @param {string} [slip_id] */
  async function declareLost(sha256, slip_id) {
    await db.write("meta blobs", async (tx) => {
      const person = (await whoIn(tx)).person.id;
      const known = await mark(tx, person, sha256, () => ({ lost: 1 }));
      if (!known && slip_id) await tx.objectStore("blobs").put({ person, sha256, size: 0, type: "", sent: 0, at: now(), slip_id, lost: 1 });
    });
    changed();
    void log("picture_lost", { sha256 });
  }

  /** @param {string[]} sha256s */
  function forgetBlobReceipts(sha256s) {
    return markAll(sha256s, () => AGAIN);
  }

  async function unconfirmed() {
    return db.read("meta blobs", async (tx) => {
      const { person } = await whoIn(tx);
      const meta = await metaOf(tx, person.id);
      const at = now() + meta.offset_ms;
      const due = (/** @type {BlobCard} */ card) => covered(card, meta) || Math.abs(at - (card.asked ?? card.sent)) >= A_DAY;
      /** @type {BlobCard[]} */
      const cards = await tx.objectStore("blobs").getAll(ofPerson(person.id));
      return cards.filter((card) => card.sent && !card.sure && due(card)).map(({ sha256 }) => sha256);
    });
  }

  /** @param {string} sha256 */
  function confirmBlob(sha256) {
    return markAll([sha256], (meta, card) => (covered(card, meta) ? { sure: 1 } : { asked: now() + meta.offset_ms }));
  }

  /** @param {string[]} sha256s @param {(meta: Meta, card: BlobCard) => Partial<BlobCard>} part */
  async function markAll(sha256s, part) {
    await db.write("meta blobs", async (tx) => {
      const { person } = await whoIn(tx);
      const meta = await metaOf(tx, person.id);
      for (const sha256 of sha256s) await mark(tx, person.id, sha256, (card) => part(meta, card));
    });
    changed();
  }

  /** Whether this browser gives back what it was given: private windows and full phones do not. Each tab has its own row; what a
      killed one left behind goes with a later test. */
  async function selfTest() {
    const bytes = crypto.getRandomValues(new Uint8Array(TEST_SIZE));
    const key = [TEST, testKey(now()) + crypto.randomUUID()];
    try {
      await db.write("bytes", (tx) => tx.objectStore("bytes").put({ person: TEST, sha256: key[1], bytes: bytes.buffer }));
      const back = new Uint8Array((await db.read("bytes", (tx) => tx.objectStore("bytes").get(key))).bytes);
      await db.write("bytes", async (tx) => {
        await tx.objectStore("bytes").delete(key);
        await tx.objectStore("bytes").delete(IDBKeyRange.bound([TEST], [TEST, testKey(now() - TEST_AGE)]));
      });
      return back.length === bytes.length && back.every((byte, i) => byte === bytes[i]);
    } catch {
      return false;
    }
  }
}

/** Whether the server's history, as this phone last found it there, goes on past the picture. @param {BlobCard} card @param {Meta} meta */
function covered({ seq }, { checks }) {
  return seq !== undefined && seq <= checks[0].seq;
}

/** @param {number} at */
function testKey(at) {
  return `${String(Math.max(0, at)).padStart(15, "0")}/`;
}

/** @param {Tx} tx @param {string} person @param {string} sha256 @returns {Promise<Blob_ | undefined>} */
export async function whole(tx, person, sha256) {
  const card = await tx.objectStore("blobs").get([person, sha256]);
  const kept = await tx.objectStore("bytes").get([person, sha256]);
  return card && kept && { ...card, bytes: kept.bytes };
}
