/** A slip opened for its screens: what is known, what is being typed, and the two ways to write: `set` for what a person is
    still changing, `act` for what is done with one tap. */

import { unanswered } from "../core/findings.js";
import { judge } from "../core/rules.js";
import { rowsOf } from "../core/slip.js";
import { surroundings } from "./around.js";
import { brokenFindings, brokenOf, takenIn } from "./readable.js";
import { concerns } from "./days.js";
import { hasPen } from "./lock.js";
import { addressesOf } from "./pictures.js";

/** @import { Action, BlobCard, Finding, Value, View } from "../shapes.js" */
/** @import { Page } from "../screen.js" */
/** @import { Editor } from "./editor.js" */
/** @import { Surroundings } from "./around.js" */

const FRESH_MS = 60_000;

/**
 * @typedef {{ base: View, known: number, editor: Editor, pictures: Map<string, string>, cards: Map<string, BlobCard>,
 *   broken: Map<string, string>, backed_up_to: number,
 *   around: Surroundings }} Opened  `known`: up to which act of the editor `base` knows them; `broken`: why pictures of this slip cannot go, by digest
 */
/** @typedef {[row_id: string | null, field: string, value: Value | undefined]} Entry */
/**
 * @typedef {Opened & { page: Page, view: View, judged: Finding[], findings: Finding[], writable: boolean,
 *   set: (...entries: Entry[]) => void, act: (build: (view: View) => Action | Action[] | null) => Promise<boolean>,
 *   open: (part: string) => void, isOpen: (part: string) => boolean }} Sheet
 */

/** @param {Page} page @returns {Promise<Opened | null>} */
export async function openSheet(page) {
  const { store, params } = page;
  const [{ editor, known, base }, all, ops, around] = await Promise.all([editedSlip(page), store.blobCards(), store.pending(), aroundOf(page)]);
  if (!base) return null;
  const cards = new Map(all.map((card) => [card.sha256, card]));
  const shas = ["photo", "signature", "answer"].flatMap((table) => rowsOf(base, table)).map(({ fields }) => String(fields.sha256 ?? "")).filter(Boolean);
  const pictures = await addressesOf(store, shas);
  return { base, known, ...around, editor, pictures, cards, broken: brokenOf(base, cards, takenIn(ops, params.id)) };
}

/** The slip, read after the editor has been asked what such a reading knows. @param {Page} page */
async function editedSlip({ editor: open, params, store }) {
  const editor = await open(params.id), known = editor.known();
  return { editor, known, base: await store.view(params.id) };
}

/** What is known besides: of the other slips read when the screen opens, and again after a while. @param {Page} page */
async function aroundOf(page) {
  const known = page.ui.around, fresh = known?.catalog === page.catalog && page.now() - known.at < FRESH_MS;
  const [{ offset_ms, backed_up_to }, views] = await Promise.all([page.store.meta(), fresh ? null : page.store.views()]);
  if (views) page.ui.around = { around: surroundings(page, views, offset_ms), at: page.now(), catalog: page.catalog };
  return { around: /** @type {Surroundings} */ (page.ui.around.around), backed_up_to };
}

/** @param {Page} page @param {Opened} opened @returns {Sheet} */
export function sheetOf(page, opened) {
  const { base, known, editor, broken, around } = opened;
  const view = editor.over(done());
  const judged = judge(view, around.check(view));
  return { ...opened, page, view, judged, findings: [...unanswered(judged, view.rows), ...brokenFindings(view, broken)], writable: mayWrite(page, view), set, act, open, isOpen };

  /** @param {Entry[]} entries */
  function set(...entries) {
    for (const [row_id, field, value] of entries) editor.set(done(), { row_id, field }, value ?? null);
  }

  /** The op names what the person saw. @param {(view: View) => Action | Action[] | null} build */
  async function act(build) {
    if (editor.size()) await editor.commit();
    const wanted = build(done());
    const actions = (Array.isArray(wanted) ? wanted : [wanted]).filter((one) => one !== null);
    return actions.length === 0 || editor.act(actions);
  }

  /** The slip as it was read, and what has been tapped since. */
  function done() {
    return editor.since(base, known);
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
