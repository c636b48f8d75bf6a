/** Whether this phone can still read the pictures of a slip: looked at before anybody signs. */

import { sha256 } from "../core/canon.js";
import { rowsOf } from "../core/slip.js";

/** @import { BlobCard, Finding, Op, Store, View } from "../shapes.js" */

/** Why a picture of this slip cannot go, by its digest. One whose card is gone too is known by the entry that took it, one of
    another phone by what the office still asks for; one given up counts again while the crew has the slip.
    @param {View} view @param {Map<string, BlobCard>} cards @param {string[]} taken  digests of own entries not sent yet */
export function brokenOf(view, cards, taken) {
  const open = view.state === "draft" || view.state === "returned";
  const own = new Set(taken);
  const named = ["photo", "answer", "signature"].flatMap((table) => rowsOf(view, table)).map(({ fields }) => String(fields.sha256 ?? ""));
  return new Map(named.map((digest) => /** @type {[string, string]} */ ([digest, why(digest)])).filter(([, reason]) => reason));

  /** @param {string} digest */
  function why(digest) {
    const card = cards.get(digest);
    if (!card && own.has(digest)) return "damaged";
    if (!card) return !open && view.obstacle?.missing?.includes(digest) ? "elsewhere" : "";
    return card.bad && !card.sent && (open || !card.lost) ? card.bad : "";
  }
}

/** What the self-check says about it: nobody signs over a picture that is gone. @param {View} view @param {Map<string, string>} broken @returns {Finding[]} */
export function brokenFindings(view, broken) {
  const count = before(view).filter(({ fields }) => broken.has(String(fields.sha256))).length;
  return count ? [{ level: "must", code: "photo_broken", field: "6", about: "", params: { count } }] : [];
}

/** Reads every picture of a slip that is on this phone only, and compares it with what was taken.
    @param {{ store: Pick<Store, "blob" | "blobCards" | "markBlobBad" | "pending"> }} page @param {View} view @returns {Promise<boolean>} whether all are whole */
export async function allReadable({ store }, view) {
  const [cards, ops] = await Promise.all([store.blobCards(), store.pending()]);
  const here = new Map(cards.filter(({ sent, lost }) => !sent && !lost).map((card) => [card.sha256, card]));
  for (const { fields } of before(view)) {
    const card = here.get(String(fields.sha256));
    if (card) await look(store, card);
  }
  const now = new Map((await store.blobCards()).map((card) => [card.sha256, card]));
  const broken = brokenOf(view, now, takenIn(ops, view.slip_id));
  return brokenFindings(view, broken).length === 0;
}

/** Lines with pictures that are there before anybody signs for the slip. @param {View} view */
function before(view) {
  return [...rowsOf(view, "photo"), ...rowsOf(view, "answer")];
}

/** @param {Pick<Store, "blob" | "markBlobBad">} store @param {BlobCard} card */
async function look(store, { sha256: digest, bad }) {
  const blob = await store.blob(digest).catch(() => undefined);
  const whole = blob && (await sha256(blob.bytes)) === digest;
  if (!whole && !bad) await store.markBlobBad(digest, "damaged");
  if (whole && bad === "damaged") await store.markBlobBad(digest, null);
}

/** Pictures taken by entries of this slip that wait here. @param {Op[]} ops @param {string} slip_id */
export function takenIn(ops, slip_id) {
  return ops.filter((op) => op.slip_id === slip_id && op.kind !== "submit").flatMap(({ manifest }) => manifest.map((one) => one.sha256));
}
