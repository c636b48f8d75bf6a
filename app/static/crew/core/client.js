/** What a client sees of a slip: chosen per job, and money never. The same as app/reports/copies.py, with shared cases. */

/** @import { Catalog, Row, Value, View } from "../shapes.d.ts" */
/** @typedef {Record<string, Value>} Fields */
/** @typedef {Pick<View, "fields" | "extra" | "rows">} Content */

const BLOCKS = ["hours", "trips", "material", "photos", "checklists"];
const USUAL = ["hours", "material", "photos", "checklists"];
const INTERNAL = ["allowance", "away", "reason"];
/** @type {Record<string, string[]>} */
const TABLES = { trips: ["trip"], material: ["material", "equipment"], photos: ["photo"], checklists: ["checklist", "answer"] };
const HOURS = ["plan_start", "plan_end", "start", "end"];

/** What the client of a job sees. Work by the hour is nothing without its hours.
    @param {string[] | null | undefined} chosen nothing: nobody has, the usual @param {Value | undefined} kind */
export function blocksFor(chosen, kind) {
  return BLOCKS.filter((block) => (chosen ?? USUAL).includes(block) || (block === "hours" && kind === "hourly"));
}

/** A job may be closed before its last slip is signed. @param {Pick<Catalog, "jobs" | "closed_jobs">} catalog @param {View} view */
export function clientBlocks({ jobs, closed_jobs = [] }, { fields }) {
  return blocksFor([...jobs, ...closed_jobs].find(({ id }) => id === fields.job)?.client_sees, fields.kind);
}

/** @param {Pick<Catalog, "jobs" | "closed_jobs">} catalog @param {View} view */
export function seesHours(catalog, view) {
  return clientBlocks(catalog, view).includes("hours");
}

/** The slip as a client sees it; what a newer phone wrote is not in it, for nobody knows what it says.
    @template {Content} T @param {T} content @param {string[]} blocks @returns {T} */
export function shownToClient(content, blocks) {
  const hours = blocks.includes("hours");
  const hidden = new Set([...INTERNAL, ...Object.entries(TABLES).flatMap(([block, tables]) => (blocks.includes(block) ? [] : tables))]);
  const rows = Object.entries(content.rows).filter(([, row]) => isSeen(row, hidden, hours));
  const fields = hours ? content.fields : without(content.fields, [...HOURS, "late_reason"]);
  return { ...content, fields, extra: {}, rows: Object.fromEntries(rows.map(([id, row]) => [id, { ...row, fields: ofRow(row, hours), extra: {} }])) };
}

/** What was ordered beyond the job is seen in any case: somebody has to have ordered it. @param {Row} row @param {Set<string>} hidden @param {boolean} hours */
function isSeen({ table, fields }, hidden, hours) {
  if (table === "break") return hours;
  return !hidden.has(table) || (!INTERNAL.includes(table) && Boolean(fields.extra_order));
}

/** @param {Row} row @param {boolean} hours */
function ofRow({ table, fields }, hours) {
  if (hours) return fields;
  return table === "equipment" ? without(fields, ["minutes"]) : table === "time" ? without(fields, HOURS) : fields;
}

/** @param {Fields} fields @param {string[]} names @returns {Fields} */
function without(fields, names) {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
}
