/** Asks lighthouse about pages of a browser that is already open: `node lighthouse.mjs PORT ADDRESS...`; one line of JSON each. */

import lighthouse from "lighthouse";

const [port, ...addresses] = process.argv.slice(2);
const CATEGORIES = ["best-practices", "accessibility"];

for (const address of addresses) {
  const { lhr } = await lighthouse(address, { port: Number(port), output: "json", logLevel: "silent", onlyCategories: CATEGORIES, disableStorageReset: true });
  const scores = Object.fromEntries(CATEGORIES.map((name) => [name, Math.round((lhr.categories[name].score ?? 0) * 100)]));
  const counted = new Set(CATEGORIES.flatMap((name) => lhr.categories[name].auditRefs.filter(({ weight }) => weight).map(({ id }) => id)));
  const faults = Object.values(lhr.audits).filter(({ id, score }) => counted.has(id) && score !== null && score < 1).map(({ id, title, details }) =>
    [id, title, ...(details?.items ?? []).slice(0, 3).map((item) => item.node?.snippet ?? [item.sourceLocation?.url, item.description ?? item.source].filter(Boolean).join(" "))].join(" | "));
  console.log(JSON.stringify({ address, scores, faults, trouble: lhr.runtimeError?.message ?? "" }));
}
process.exit();
