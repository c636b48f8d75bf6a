/** Where a slip or a photo is, and in what state: said from receipts alone, in a word, a shape and a drawing. */

import { html } from "../../vendor/lit-html.js";
import { clock } from "../core/walltime.js";
import { t } from "../texts.js";
import { icon } from "./icon.js";

/** @import { BlobCard, Place, Row, SyncState, View } from "../shapes.js" */

/** @typedef {{ is: string, icon: string, word: string }} Said */

/** @type {Record<Place, string>} */
const DRAWING = { phone: "phone", office: "office", backed: "backed" };

/** @param {Place} place @returns {Said} */
export function placeSaid(place) {
  return { is: place, icon: DRAWING[place], word: t(`place.${place}`) };
}

/** The one thing to say about a slip in a list. @param {View} view @param {number} unsentPhotos @returns {Said} */
export function slipSaid(view, unsentPhotos) {
  if (view.state === "returned" && view.pending === 0) return { is: "returned", icon: "return", word: t("state.returned") };
  if (view.held.length || view.waiting_held) return { is: "held", icon: "question", word: t("state.held") };
  if (view.state === "approved") return { is: "approved", icon: "check", word: t("state.approved") };
  if (isOnlyPlanned(view)) return { is: "draft", icon: "today", word: plannedWord(view) };
  if (view.state === "draft") return { is: "draft", icon: "pen", word: t("state.draft") };
  if (view.place === "phone" && unsentPhotos) return { is: "phone", icon: "phone", word: t("place.phone_photos", { n: unsentPhotos }) };
  return placeSaid(view.place);
}

/** A plan nobody has written into yet. @param {View} view */
function isOnlyPlanned(view) {
  return view.state === "draft" && Boolean(view.planned) && view.pending === 0
    && !Object.values(view.rows).some(({ table, fields }) => (table === "time" && fields.start) || table === "photo") && !view.fields.work;
}

/** @param {View} view */
function plannedWord({ fields: { plan_start, plan_end } }) {
  const span = plan_start && plan_end ? ` ${clock(String(plan_start))}–${clock(String(plan_end))}` : "";
  return t("state.planned") + span;
}

/** @param {Said} said */
export function stateTag(said) {
  return html`<span class="state" data-is=${said.is}>${icon(said.icon, "small")} ${said.word}</span>`;
}

/**
 * Where a photo's bytes are.
 * @param {Row} row @param {{ cards: Map<string, BlobCard>, broken: Map<string, string>, backed_up_to: number, sending: SyncState["sending"] }} known
 * @returns {Said}
 */
export function photoSaid(row, { cards, broken, backed_up_to, sending }) {
  const sha256 = String(row.fields.sha256);
  const card = cards.get(sha256);
  if (card?.lost && !card.sent) return { is: "phone", icon: "warning", word: t("photo.lost") };
  if (broken.has(sha256)) return { is: "phone", icon: "warning", word: t("photo.bad") };
  if (card && !card.sent) {
    const going = sending?.sha256 === sha256;
    return { is: "phone", icon: going ? "send" : "phone", word: going ? t("photo.sending", { percent: percent(sending) }) : t("photo.phone") };
  }
  const seq = card ? card.seq : row.seq;
  return seq && seq <= backed_up_to
    ? { is: "backed", icon: "backed", word: t("photo.backed") }
    : { is: "office", icon: "office", word: t("photo.office") };
}

/** @param {{ sent: number, size: number }} sending */
function percent({ sent, size }) {
  return size ? Math.min(99, Math.floor((100 * sent) / size)) : 0;
}
