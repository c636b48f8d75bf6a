/** A slip opened for its screens: what is known, what is being typed, and the two ways to write: `set` for what a person is
    still changing, `act` for what is done with one tap. */

import { check } from "../core/rules.js";
import { rowsOf } from "../core/slip.js";
import { brokenFindings, brokenOf, takenIn } from "./readable.js";
import { concerns } from "./days.js";
import { hasPen } from "./lock.js";
import { addressesOf } from "./pictures.js";

/** @import { Action, BlobCard, Finding, Value, View } from "../shapes.js" */
/** @import { Page } from "../screen.js" */
/** @import { Editor } from "./editor.js" */

/**
 * @typedef {{ base: View, editor: Editor, pictures: Map<string, string>, cards: Map<string, BlobCard>,
 *   broken: Map<string, string>, backed_up_to: number }} Opened  `broken`: why pictures of this slip cannot go, by digest
 */
/** @typedef {[row_id: string | null, field: string, value: Value | undefined]} Entry */
/**
 * @typedef {Opened & { page: Page, view: View, findings: Finding[], writable: boolean,
 *   set: (...entries: Entry[]) => void, act: (build: (view: View) => Action | Action[] | null) => Promise<boolean>,
 *   open: (part: string) => void, isOpen: (part: string) => boolean }} Sheet
 */

/** @param {Page} page @returns {Promise<Opened | null>} */
export async function openSheet(page) {
  const { store, params } = page;
  const [base, all, ops, meta] = await Promise.all([store.view(params.id), store.blobCards(), store.pending(), store.meta()]);
  if (!base) return null;
  const cards = new Map(all.map((card) => [card.sha256, card]));
  const shas = rowsOf(base, "photo").concat(rowsOf(base, "signature")).map(({ fields }) => String(fields.sha256 ?? "")).filter(Boolean);
  const [editor, pictures] = await Promise.all([page.editor(params.id), addressesOf(store, shas)]);
  return { base, editor, pictures, cards, broken: brokenOf(base, cards, takenIn(ops, params.id)), backed_up_to: meta.backed_up_to };
}

/** @param {Page} page @param {Opened} opened @returns {Sheet} */
export function sheetOf(page, opened) {
  const { base, editor, broken } = opened;
  const view = editor.over(base);
  return { ...opened, page, view, findings: [...check(view), ...brokenFindings(view, broken)], writable: mayWrite(page, view), set, act, open, isOpen };

  /** @param {Entry[]} entries */
  function set(...entries) {
    for (const [row_id, field, value] of entries) editor.set(base, { row_id, field }, value ?? null);
  }

  /** Reads the slip again first, so that the op names what is really there. @param {(view: View) => Action | Action[] | null} build */
  async function act(build) {
    if (editor.size()) await editor.commit();
    const fresh = await page.store.view(base.slip_id);
    const wanted = fresh && build(fresh);
    const actions = (Array.isArray(wanted) ? wanted : [wanted]).filter((one) => one !== null);
    return actions.length === 0 || page.record(...actions);
  }

  /** @param {string} part */
  function open(part) {
    page.ui[part] = !page.ui[part];
    page.draw();
  }

  /** @param {string} part */
  function isOpen(part) {
    return Boolean(page.ui[part]);
  }
}

/** State owns the pen: the crew writes in drafts and in what came back. @param {Page} page @param {View} view */
export function mayWrite(page, view) {
  return openState(view) && !view.whole_held && hasPen() && concerns(view, page.who.person.id);
}

/** @param {View} view */
export function openState(view) {
  return view.state === "draft" || view.state === "returned";
}
