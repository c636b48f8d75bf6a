/** What happens between "read this" and "handed in": who signs, over which content, and the strokes so far. It is kept as unfinished
    input, so a dropped page loses no stroke. */

import { contentHash, rowsOf } from "../core/slip.js";
import { at } from "../core/walltime.js";
import { knows, t } from "../texts.js";

/** @import { PointGroup } from "../../vendor/signature_pad.js" */
/** @import { View } from "../shapes.js" */
/** @import { Page } from "../screen.js" */
/**
 * @typedef {object} Signing
 * @property {string} hash  of the content that was shown
 * @property {number} frozen  when it was shown
 * @property {string} name
 * @property {string} role
 * @property {boolean} other  somebody whose name is typed
 * @property {string} reservation
 * @property {PointGroup[]} strokes
 * @property {number} width  of the pad the strokes were drawn on
 * @property {number} height
 * @property {string} [company]
 * @property {string} [authority]  "yes", "no" or "unknown", as the person says
 * @property {Record<string, Further>} [further]  what is signed besides, by part: "own", "acceptance"
 */
/** @typedef {Pick<Signing, "name" | "role" | "strokes" | "width" | "height"> & { parts?: string, defects?: string }} Further */

/** A pad nothing was drawn on. */
export const NO_STROKES = Object.freeze({ strokes: [], width: 0, height: 0 });

/** One for each visit of a screen: every reading goes on with the same, so nothing typed or drawn meanwhile is lost. @type {WeakMap<Page, Signing>} */
const visits = new WeakMap();

/** Freezes the slip as it is now, or goes on with what was frozen if nothing changed since. Who signs, and what they typed, stays;
    what was drawn was drawn for what stood there before. @param {Page} page @param {View} view @returns {Promise<Signing>} */
export async function openSigning(page, view) {
  const [kept, hash] = await Promise.all([keptSigning(page, view.slip_id), contentHash(view)]);
  const signing = kept ?? begun(page, view);
  if (signing.hash === hash) return signing;
  Object.assign(signing, { hash, frozen: page.now(), further: {}, ...NO_STROKES });
  await keepSigning(page, view.slip_id, signing);
  return signing;
}

/** What was last shown to be signed. @param {Page} page @param {string} slip_id @returns {Promise<Signing | undefined>} */
export async function keptSigning(page, slip_id) {
  const kept = /** @type {Signing | undefined} */ (await page.store.draft(key(slip_id)));
  if (kept && !visits.has(page)) visits.set(page, kept);
  return visits.get(page);
}

/** @param {Page} page @param {View} view @returns {Signing} */
function begun(page, view) {
  const [first] = signers(view, []);
  /** @type {Signing} */
  const signing = { hash: "", frozen: 0, name: first?.name ?? "", role: first?.role ?? "", other: !first, reservation: "", company: "", authority: "", ...NO_STROKES };
  const known = visits.get(page) ?? signing;    // two readings may begin at once
  visits.set(page, known);
  return known;
}

/** @param {Page} page @param {string} slip_id @param {Signing} signing */
export function keepSigning(page, slip_id, signing) {
  return page.store.saveDraft(key(slip_id), signing);
}

/** @param {Page} page @param {string} slip_id */
export function dropSigning(page, slip_id) {
  return page.store.dropDraft(key(slip_id));
}

/** Who may be the one to sign: the contact, and whoever signed here before. @param {View} view @param {View[]} others */
export function signers(view, others) {
  const contact = String(view.fields.contact ?? "").split("\n")[0];
  const [name, ...role] = contact.split(",").map((part) => part.trim());
  const before = others.filter((one) => one.fields.site && one.fields.site === view.fields.site)
    .flatMap((one) => rowsOf(one, "signature")).filter(({ fields }) => fields.outcome === "signed" && fields.name && fields.part !== "own")
    .map(({ fields }) => ({ name: String(fields.name), role: String(fields.role ?? "") }));
  const all = [...(name ? [{ name, role: role.join(", ") }] : []), ...before];
  return all.filter((one, i) => all.findIndex((other) => other.name === one.name) === i).slice(0, 3);
}

/** The signature for the extent of the last hand-in first, then what was signed with it. @param {Pick<View, "rows">} view */
export function lastSigned(view) {
  const all = rowsOf(view, "signature");
  const extent = all.filter(({ fields }) => (fields.part ?? "extent") === "extent").at(-1);
  if (!extent) return [];
  return [extent, ...all.filter(({ id, fields }) => id !== extent.id && (fields.part ?? "extent") !== "extent" && fields.content_hash === extent.fields.content_hash)];
}

/** How much ink there is: points, and how far they reach. @param {PointGroup[]} strokes */
export function inkOf(strokes) {
  const points = strokes.flatMap((stroke) => stroke.points);
  const reach = (/** @type {"x" | "y"} */ axis) => {
    const all = points.map((point) => point[axis]);
    return all.length ? Math.max(...all) - Math.min(...all) : 0;
  };
  return { points: points.length, reach: Math.max(reach("x"), reach("y")) };
}

/** A tap or a dot is no signature. @param {PointGroup[]} strokes */
export function isBlank(strokes) {
  const { points, reach } = inkOf(strokes);
  return points < 8 || reach < 30;
}

/** The same strokes on a pad of another size, as when the phone is turned: in proportion, and standing on the line.
    @param {Pick<Signing, "strokes" | "width" | "height">} drawn @param {{ width: number, height: number }} pad @returns {PointGroup[]} */
export function fittedStrokes({ strokes, width, height }, pad) {
  const factor = Math.min(pad.width / width, 1.5);
  const top = Math.min(0, ...strokes.flatMap(({ points }) => points.map(({ y }) => pad.height - (height - y) * factor)));
  return strokes.map((stroke) => ({ ...stroke, points: stroke.points.map((point) => ({ ...point, x: point.x * factor, y: pad.height - (height - point.y) * factor - top })) }));
}

/** The moment, on the clock of the firm. @param {Page} page */
export function thisMinute(page) {
  return at(Math.floor(page.now() / 60_000), page.zone);
}

/** The sentence that is signed, as it stands on the pad: in German, and below in the language the client reads. Nobody confirms
    hours that are not shown. @param {unknown} [lang] of the client @param {string} [part] @param {boolean} [hours] */
export function oath(lang, part = "extent", hours = true) {
  const name = part !== "extent" ? `oath_${part}` : hours ? "oath_short" : "oath_short_no_hours";
  return [t(`client.${name}`), besideIn(lang, name)].filter(Boolean).join("\n");
}

/** The same in the client's language; nothing for who reads German. The crew's own sentence needs none.
    @param {unknown} lang @param {string} name */
export function besideIn(lang, name) {
  const key = `client.beside.${lang}.${name}`;
  return knows(key) ? t(key) : "";
}

/** The strokes of one of the signatures of a hand-in. @param {Signing} signing @param {string} part @returns {Further} */
export function drawnFor(signing, part) {
  if (part === "extent") return signing;
  signing.further ??= {};
  return (signing.further[part] ??= { name: part === "acceptance" ? signing.name : "", role: part === "acceptance" ? signing.role : "", ...NO_STROKES });
}

/** Whether it is on a pad already. @param {Signing} signing @param {string} part */
export function isSigned(signing, part) {
  return !isBlank(signing.further?.[part]?.strokes ?? []);
}

/** @param {string} slip_id */
function key(slip_id) {
  return `sign:${slip_id}`;
}
