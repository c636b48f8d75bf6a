/** Everything unsent as one file: needs no network and no session; the office can load it. */

import { sha256 as digestOf } from "../core/canon.js";
import { actionsOf, inTurn, metaOf, ofPerson, whoIn } from "./person.js";
import { whole } from "./pictures.js";
/** @import {Blob_, BlobCard, Device, Op, Person} from "../shapes.d.ts" */
/** @import {Phone} from "./store.js" */

/**
 * The file, one JSON object. A reader takes every `version` up to its own and leaves aside what it does not know; what it takes goes
 * through the same push as from a phone, so that loading it twice, or after the phone has sent after all, is harmless.
 * @typedef {object} UnsentFile
 * @property {"handzettel-unsent"} format
 * @property {1} version
 * @property {string} saved_at when, by the phone's clock, ISO 8601 in UTC
 * @property {string} server the server this work belongs to
 * @property {Person} person
 * @property {Device} device
 * @property {Op[]} ops those without a receipt and those the office holds; each slip's and device's in the order of `n`
 * @property {Pick<BlobCard, "sha256" | "size" | "slip_id">[]} missing unsent pictures this phone cannot read any more
 * @property {(Pick<BlobCard, "sha256" | "type" | "size" | "slip_id"> & { base64: string })[]} blobs unsent pictures
 */

const CHUNK = 0x8000;

/** @param {Phone} phone */
export function unsentFile({ db, now }) {
  return { exportUnsent };

  async function exportUnsent() {
    const { who, server, ops, cards } = await db.read("meta ops done blobs", async (tx) => {
      const who = await whoIn(tx);
      const held = (await actionsOf(tx, "done", who.person.id)).filter((entry) => entry.held);
      return { who, server: (await metaOf(tx, who.person.id)).server,
        ops: inTurn([...(await actionsOf(tx, "ops", who.person.id)), ...held]).map(({ op }) => op),
        cards: (await tx.objectStore("blobs").getAll(ofPerson(who.person.id))).filter(({ sent }) => !sent) };
    });
    /** @type {string[]} */
    const blobs = [];
    const missing = [];
    for (const card of cards) {   // one picture in memory at a time
      const text = await read(who.person.id, card);
      if (text) blobs.push(text);
      else missing.push({ sha256: card.sha256, size: card.size, slip_id: card.slip_id });
    }
    const head = JSON.stringify({ format: "handzettel-unsent", version: 1, saved_at: new Date(now()).toISOString(), server, ...who, ops, missing });
    return new Blob([`${head.slice(0, -1)},"blobs":[`, blobs.join(), "]}"], { type: "application/json" });
  }

  /** A picture that is not what was taken is none. @param {string} person @param {BlobCard} card */
  async function read(person, { sha256 }) {
    const blob = await db.read("blobs bytes", (tx) => whole(tx, person, sha256)).catch(() => undefined);
    return blob && (await digestOf(blob.bytes)) === sha256 ? written(blob) : "";
  }
}

/** @param {Blob_} blob */
function written({ sha256, type, size, slip_id, bytes }) {
  return JSON.stringify({ sha256, type, size, slip_id, base64: base64(new Uint8Array(bytes)) });
}

/** @param {Uint8Array} bytes */
function base64(bytes) {
  let text = "";
  for (let i = 0; i < bytes.length; i += CHUNK) text += String.fromCharCode(...bytes.subarray(i, i + CHUNK));
  return btoa(text);
}
