/** The documents of sites on this phone, for the screens: who keeps them, and when they are fetched. */

import { documentsOf, keepNear } from "../documents.js";
import { dateIn } from "../texts.js";

/** @import { SiteDocument } from "../shapes.js" */
/** @import { Page } from "../screen.js" */

const PAUSE_MS = 30_000;

/** @param {Page} page */
export function documentsHere(page) {
  return documentsOf({ caches, fetch: fetch.bind(window), person: page.who.person.id });
}

/** Fetches what the next days need whenever a round with the office went well. @param {Page} page */
export function keepDocuments(page) {
  let busy = false, last = -Infinity;
  page.sync.onState(({ running, problem }) => void (running || problem || look()));

  async function look() {
    if (busy || page.now() - last < PAUSE_MS) return;
    busy = true;
    const sites = (await page.store.catalog())?.sites ?? [];
    const sparing = Boolean(/** @type {any} */ (navigator).connection?.saveData);
    await keepNear(documentsHere(page), { sites, views: page.store.views, today: dateIn(page.zone, page.now()), sparing }).catch(() => {});
    [busy, last] = [false, page.now()];
  }
}

/** Addresses under which those on this phone can be shown, by digest; the others are fetched, if the office answers.
    @param {Page} page @param {SiteDocument[]} all @returns {Promise<Map<string, string>>} */
export async function addressesHere(page, all) {
  const { ui } = page, documents = documentsHere(page);
  ui.addresses ??= new Map();
  for (const one of all.filter(({ sha256 }) => !ui.addresses.has(sha256))) {
    const blob = await documents.kept(one);
    if (blob) ui.addresses.set(one.sha256, URL.createObjectURL(blob));
  }
  if (!ui.fetching && all.some(({ sha256 }) => !ui.addresses.has(sha256))) void fetchNow(page, documents, all);
  return ui.addresses;
}

/** Nobody looks any more. @param {Page} page */
export function letGo({ ui }) {
  for (const address of (ui.addresses ?? new Map()).values()) URL.revokeObjectURL(address);
  Object.assign(ui, { addresses: undefined, fetching: false, picture: null });
}

/** @param {Page} page @param {ReturnType<typeof documentsOf>} documents @param {SiteDocument[]} all */
async function fetchNow(page, documents, all) {
  page.ui.fetching = true;
  if (await documents.keep(all, false).catch(() => 0)) await page.reload();
  page.ui.fetching = false;
}
