/** Everything unsent as one file: needs no network and no session; the office can load it. */

import { actionsOf, metaOf, ofPerson, whoIn } from "./person.js";
import { whole } from "./pictures.js";
/** @import {Blob_} from "../shapes.d.ts" */
/** @import {Phone} from "./store.js" */

const CHUNK = 0x8000;

/** @param {Phone} phone */
export function unsentFile({ db, now }) {
  return { exportUnsent };

  async function exportUnsent() {
    const { who, server, ops, cards } = await db.read("meta ops blobs", async (tx) => {
      const who = await whoIn(tx);
      return { who, server: (await metaOf(tx, who.person.id)).server,
        ops: (await actionsOf(tx, "ops", who.person.id)).sort((a, b) => a.op.n - b.op.n).map(({ op }) => op),
        cards: (await tx.objectStore("blobs").getAll(ofPerson(who.person.id))).filter(({ sent }) => !sent) };
    });
    const head = JSON.stringify({ format: "handzettel-unsent", version: 1, saved_at: new Date(now()).toISOString(), server, ...who, ops });
    /** @type {string[]} */
    const parts = [];
    for (const { sha256 } of cards) {   // one picture in memory at a time
      const blob = await db.read("blobs bytes", (tx) => whole(tx, who.person.id, sha256));
      if (blob) parts.push(written(blob));
    }
    return new Blob([`${head.slice(0, -1)},"blobs":[`, parts.join(), "]}"], { type: "application/json" });
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
