/** Pictures: a card that lists and counts read, and the bytes beside it. Bytes are an ArrayBuffer, because WebKit loses Blobs. */

import { mark } from "./answers.js";
import { ofPerson, whoIn } from "./person.js";
/** @import {Blob_, BlobCard} from "../shapes.d.ts" */
/** @import {Tx} from "./database.js" */
/** @import {Phone} from "./store.js" */

const TEST = ["", "test"];
const TEST_SIZE = 64 * 1024;

/** @param {Phone} phone */
export function pictures({ db, now, changed }) {
  return { blob, unsentBlobs, blobCards, markBlobSent, markBlobBad, forgetBlobReceipts, selfTest };

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
    return markAll([sha256], { sent: now(), bad: undefined });
  }

  /** @param {string} sha256 @param {string} reason */
  function markBlobBad(sha256, reason) {
    return markAll([sha256], { bad: reason });
  }

  /** @param {string[]} sha256s */
  function forgetBlobReceipts(sha256s) {
    return markAll(sha256s, { sent: 0, seq: undefined });
  }

  /** @param {string[]} sha256s @param {Partial<BlobCard>} part */
  async function markAll(sha256s, part) {
    await db.write("meta blobs", async (tx) => {
      const { person } = await whoIn(tx);
      for (const sha256 of sha256s) await mark(tx, person.id, sha256, part);
    });
    changed();
  }

  /** Whether this browser gives back what it was given: private windows and full phones do not. */
  async function selfTest() {
    const bytes = crypto.getRandomValues(new Uint8Array(TEST_SIZE));
    try {
      await db.write("bytes", (tx) => tx.objectStore("bytes").put({ person: TEST[0], sha256: TEST[1], bytes: bytes.buffer }));
      const back = new Uint8Array((await db.read("bytes", (tx) => tx.objectStore("bytes").get(TEST))).bytes);
      await db.write("bytes", (tx) => tx.objectStore("bytes").delete(TEST));
      return back.length === bytes.length && back.every((byte, i) => byte === bytes[i]);
    } catch {
      return false;
    }
  }
}

/** @param {Tx} tx @param {string} person @param {string} sha256 @returns {Promise<Blob_ | undefined>} */
export async function whole(tx, person, sha256) {
  const [card, kept] = await Promise.all([tx.objectStore("blobs").get([person, sha256]), tx.objectStore("bytes").get([person, sha256])]);
  return card && kept && { ...card, bytes: kept.bytes };
}
