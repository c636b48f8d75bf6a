/** The documents of sites, kept on this phone in a cache of its person: fetched between two rounds, there without a signal. They can
    be fetched again at any time, so nothing is lost with them. */

import { sha256 as digest } from "./core/canon.js";
import { nearDocuments } from "./core/documents.js";

/** @import { Catalog, SiteDocument, View } from "./shapes.d.ts" */

const NAME = "site-documents-";

/**
 * @param {{ caches: CacheStorage, fetch: typeof globalThis.fetch, person: string }} needs
 * @returns {{ keep: (wanted: SiteDocument[], let_go?: boolean) => Promise<number>, kept: (one: SiteDocument) => Promise<Blob | null>, forget: () => Promise<void> }}
 */
export function documentsOf({ caches, fetch, person }) {
  return { keep, kept, forget };

  /** Fetches what is missing, one after the other, and lets go of what is not wanted any more. How many came. @param {SiteDocument[]} wanted */
  async function keep(wanted, let_go = true) {
    const cache = await caches.open(NAME + person);
    const here = new Set((await cache.keys()).map(({ url }) => new URL(url).pathname));
    const paths = new Set(wanted.map(pathOf));
    if (let_go) await Promise.all([...here].filter((path) => !paths.has(path)).map((path) => cache.delete(path)));
    let came = 0;
    for (const one of wanted.filter((doc) => !here.has(pathOf(doc)))) came += Number(await bring(cache, one));
    return came;
  }

  /** Only the very bytes: a login page with status 200 is none. @param {Cache} cache @param {SiteDocument} one */
  async function bring(cache, one) {
    const answer = await fetch(pathOf(one), { credentials: "same-origin", redirect: "error", cache: "no-store" }).catch(() => null);
    const bytes = answer?.ok ? await answer.arrayBuffer().catch(() => null) : null;
    if (!bytes || (await digest(bytes)) !== one.sha256) return false;
    return cache.put(pathOf(one), new Response(bytes, { headers: { "Content-Type": one.type } })).then(() => true, () => false);   // a full phone goes without
  }

  /** @param {SiteDocument} one */
  async function kept(one) {
    const found = await (await caches.open(NAME + person)).match(pathOf(one));
    return found ? new Blob([await found.arrayBuffer()], { type: one.type }) : null;
  }

  async function forget() {
    await caches.delete(NAME + person);
  }
}

/** After a round: what the next days need. Nothing is kept where no site has any, and who saves data fetches nothing by the way.
    @param {ReturnType<typeof documentsOf>} documents @param {{ sites: Catalog["sites"], views: () => Promise<View[]>, today: string, sparing?: boolean }} known */
export async function keepNear(documents, { sites, views, today, sparing = false }) {
  if (!sites.some(({ documents: all }) => all?.length)) return documents.forget();
  if (!sparing) await documents.keep(nearDocuments(await views(), sites, today));
}

/** @param {SiteDocument} one */
function pathOf({ sha256 }) {
  return `/api/blobs/${sha256}`;
}
