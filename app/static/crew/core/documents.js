/** Which documents a phone keeps: those of the sites it goes to in the next days, the nearest first, as far as there is room. Pure. */

/** @import { Catalog, SiteDocument, View } from "../shapes.d.ts" */

export const MOST_BYTES = 40 * 1024 * 1024;
const DAYS_BACK = 1;
const DAYS_AHEAD = 7;
const A_DAY = 86_400_000;

/** @param {View[]} views @param {Catalog["sites"]} sites @param {string} today @param {number} [most] @returns {SiteDocument[]} */
export function nearDocuments(views, sites, today, most = MOST_BYTES) {
  const far = new Map(sites.map(({ id }) => [id, nearest(views, id, today)]));
  const near = sites.filter(({ id, documents }) => documents?.length && far.get(id) !== Infinity).sort((a, b) => Number(far.get(a.id)) - Number(far.get(b.id)));
  const all = new Map(near.flatMap(({ documents = [] }) => documents.map((one) => [one.sha256, one])));
  let room = most;
  return [...all.values()].filter(({ size }) => size <= room && ((room -= size), true));
}

/** How far away the next day at a site is; a day gone counts after all to come. @param {View[]} views @param {string} site @param {string} today */
function nearest(views, site, today) {
  const days = views.filter(({ fields, state }) => fields.site === site && state !== "void").map(({ fields }) => away(String(fields.date ?? ""), today));
  return Math.min(Infinity, ...days.filter((day) => day >= -DAYS_BACK && day <= DAYS_AHEAD).map((day) => (day < 0 ? DAYS_AHEAD - day : day)));
}

/** @param {string} date @param {string} today */
function away(date, today) {
  return (Date.parse(`${date}T00:00Z`) - Date.parse(`${today}T00:00Z`)) / A_DAY;
}
