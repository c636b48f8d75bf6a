/** What the person does, as what the store records: one user action, one op. Pure; null when nothing would change. */

import { uuid7 } from "./ids.js";
import { addQuantity, stepQuantity } from "./hours.js";
import { rowsOf } from "./slip.js";
import { following, instant, wall } from "./walltime.js";
/** @import {Action, Catalog, Kind, ManifestItem, Pair, RowPatch, Value, View} from "../shapes.d.ts" */

/** @typedef {Record<string, Value | undefined>} Fields */
/** @typedef {{ start?: string, end?: string }} Span wall times */
/** @typedef {{ sha256: string, bytes: ArrayBuffer, size: number, type: string }} Picture */
/** @typedef {{ outcome: string, name?: string, role?: string, reservation?: string, reason?: string, text?: string, signed_at: string,
 *   part?: string, company?: string, authority?: string, language?: string, parts?: string, defects?: string }} Signed */
/** @typedef {{ signed: Signed, picture: Picture & { points: number } }} Further the crew's own signature, or an acceptance */

/** "Wie geplant": all times and breaks as the plan says, in one op. @param {View} view */
export function asPlanned(view) {
  const rows = [...rowsOf(view, "time"), ...rowsOf(view, "break")];
  const planned = rows.filter(({ fields }) => fields.plan_start && fields.plan_end);
  return editRows(view, planned.map(({ id, fields }) => [id, { start: fields.plan_start, end: fields.plan_end }]));
}

/** "Für alle gleich": the same start or end for everybody. @param {View} view @param {Span} times */
export function setAllTimes(view, times) {
  return editRows(view, rowsOf(view, "time").map(({ id }) => [id, times]));
}

/** One line of the slip: a person's time or text, a break, a material line, a photo's tag or caption.
    @param {View} view @param {string} row_id @param {Fields} fields */
export function setRow(view, row_id, fields) {
  return editRows(view, [[row_id, fields]]);
}

/** A row there can be only one of, under its derived id: written whether or not somebody has made it already.
    @param {View} view @param {string} table @param {Record<string, Fields>} wanted row id and its values @returns {Action[]} */
export function putRows(view, table, wanted) {
  const ids = Object.keys(wanted), missing = ids.filter((id) => !view.rows[id]);
  const news = missing.map((id) => /** @type {[string, RowPatch]} */ ([id, { table, fields: changes({}, wanted[id]) }]));
  const known = editRows(view, ids.filter((id) => view.rows[id]).map((id) => [id, wanted[id]]));
  return [...(news.length ? [action(view, "add_row", { rows: Object.fromEntries(news) })] : []), ...(known ? [known] : [])];
}

/** The same change in several lines, a break of the whole crew for one.
    @param {View} view @param {string[]} row_ids @param {Fields} fields */
export function setRows(view, row_ids, fields) {
  return editRows(view, row_ids.map((id) => [id, fields]));
}

/** Fields of the slip itself: work, late_reason, leftover, finished. @param {View} view @param {Fields} fields */
export function setFields(view, fields) {
  const patch = changes(view.fields, fields);
  return Object.keys(patch).length ? action(view, "edit", { patch }) : null;
}

/** The breaks of others that lie where this one lies, itself included: what the crew takes together.
    @param {View} view @param {string} break_id */
export function sameBreaks(view, break_id) {
  const key = (/** @type {Fields} */ { start, end, plan_start, plan_end }) => `${start ?? plan_start}/${end ?? plan_end}`;
  const like = key(view.rows[break_id].fields);
  return rowsOf(view, "break").filter(({ fields }) => key(fields) === like).map(({ id }) => id);
}

/** Breaks that lie wholly before or after the person's time: nobody took those. @param {View} view @param {string} time_id */
export function strayBreaks(view, time_id) {
  const { start, end } = view.rows[time_id].fields;
  if (!start || !end) return [];
  const [from, to] = [instant(String(start)), instant(String(end))];
  const stray = rowsOf(view, "break").filter(({ fields }) => fields.time === time_id && fields.start && fields.end
    && (instant(String(fields.end)) <= from || instant(String(fields.start)) >= to));
  return stray.map(({ id }) => id);
}

/** A person more, with the breaks given. @param {View} view @param {{ id: string, name: string, job_title: string }} person
    @param {Span} times @param {Span[]} [breaks] */
export function addPerson(view, person, times, breaks = []) {
  return action(view, "add_row", { rows: timeRows(person, times, breaks, (span) => span) });
}

/** @param {View} view @param {string} time_id */
export function dropPerson(view, time_id) {
  const breaks = rowsOf(view, "break").filter(({ fields }) => fields.time === time_id);
  return dropRows(view, [time_id, ...breaks.map(({ id }) => id)]);
}

/** A break for each of these time rows. @param {View} view @param {string[]} time_ids @param {Span} span */
export function addBreaks(view, time_ids, span) {
  return action(view, "add_row", { rows: Object.fromEntries(time_ids.map((time) => newRow("break", { time, ...span }))) });
}

/** A line more: material, trip, equipment, allowance. @param {View} view @param {string} table @param {Fields} fields */
export function addRow(view, table, fields) {
  return action(view, "add_row", { rows: Object.fromEntries([newRow(table, fields)]) });
}

/** Takes lines off; each names all that was seen of it. @param {View} view @param {string[]} row_ids */
export function dropRows(view, row_ids) {
  return row_ids.length ? action(view, "drop_row", { rows: gone(view, row_ids) }) : null;
}

/** A material from the list: one more of a line that is there, else a new line.
    @param {View} view @param {{ id: string | null, number: string, text: string, unit: string }} article @param {string} [quantity] */
export function addMaterial(view, { id, number, text, unit }, quantity = "1") {
  const there = id && rowsOf(view, "material").find(({ fields }) => fields.article === id);
  if (!there) return addRow(view, "material", { article: id, number, text, unit, quantity });
  return setRow(view, there.id, { quantity: addQuantity(String(there.fields.quantity ?? "0"), quantity) });
}

/** Plus and minus. The first tap starts from the plan. @param {View} view @param {string} row_id @param {number} step */
export function stepMaterial(view, row_id, step) {
  const { quantity, plan_quantity } = view.rows[row_id].fields;
  return setRow(view, row_id, { quantity: stepQuantity(/** @type {string | null} */ (quantity ?? plan_quantity ?? null), step) });
}

/** @param {View} view @param {Picture} picture @param {{ tag: string, taken_at: string, caption?: string, of?: string, original?: string }} photo */
export function attachPhoto(view, picture, photo) {
  const { sha256, size, type } = picture;
  const row = newRow("photo", { sha256, size, type, ...photo });
  return action(view, "attach", { rows: Object.fromEntries([row]), blobs: [picture],
    manifest: [{ att_id: row[0], sha256, size, role: "photo" }] });
}

/** @param {View} view @param {string} row_id */
export function detachPhoto(view, row_id) {
  return action(view, "detach", { rows: gone(view, [row_id]) });
}

/**
 * Hands the slip in, signed over `content_hash` or with the reason why nobody signs.
 * @param {View} view @param {string} content_hash @param {Signed} signed
 * @param {Picture & { points: number }} [picture] @param {Further[]} [further] given over the same content
 */
export function submit(view, content_hash, signed, picture, further = []) {
  const all = [{ signed, picture }, ...further];
  const rows = all.map((one) => newRow("signature", { ...one.signed, ...drawn(one.picture), content_hash }));
  const manifest = [...there(view, "photo", "photo"), ...there(view, "answer", "signature")];
  all.forEach((one, i) => one.picture && manifest.push(listed(rows[i][0], drawn(one.picture) ?? {}, "signature")));
  const blobs = all.flatMap((one) => one.picture ?? []);
  return action(view, "submit", { rows: Object.fromEntries(rows), manifest, blobs: blobs.length ? blobs : undefined });
}

/** The pictures of a table. One whose size a clash took away is left out: the office asks for it as the slip names it.
    @param {View} view @param {string} table @param {ManifestItem["role"]} role */
function there(view, table, role) {
  return rowsOf(view, table).filter(({ fields: { sha256, size } }) => sha256 && Number(size) > 0).map(({ id, fields }) => listed(id, fields, role));
}

/** What the record keeps of a signature: a picture and how many points, nothing of how it was drawn. @param {Picture & { points: number }} [picture] */
function drawn(picture) {
  return picture && { sha256: picture.sha256, size: picture.size, points: picture.points };
}

/** Takes the slip back before the office has decided. @param {View} view */
export function withdraw(view) {
  return action(view, "withdraw", {});
}

/** Cancels an own draft. @param {View} view @param {string} reason */
export function cancel(view, reason) {
  return action(view, "void", { patch: { reason: [null, reason] } });
}

/** A word to the office, at a field ("0" the whole slip).
    @param {View} view @param {string} text @param {string} [field] @param {string} [kind] */
export function remark(view, text, field = "0", kind = "remark") {
  return action(view, "remark", { rows: Object.fromEntries([newRow("remark", { field, text, kind })]) });
}

/**
 * A slip nobody planned: the job or site from the catalog, the usual hours waiting to be confirmed by "wie geplant".
 * @param {Catalog} catalog
 * @param {{ date: string, lead: string, people: string[], job?: string, site?: string, fields?: Fields }} wanted
 * @returns {Action}
 */
export function create(catalog, { date, lead, people, job, site, fields = {} }) {
  const { usual, zone } = catalog;
  const start = wall(date, usual.start, zone);
  const end = following(start, usual.end, zone);
  const usually = usual.breaks.map(([from, to]) => within(following(start, from, zone), to, zone));
  const breaks = usually.filter((pause) => instant(pause.end) <= instant(end));   // a clock change can swallow one
  const crew = catalog.people.filter(({ id }) => people.includes(id));
  const rows = crew.flatMap((person) => Object.entries(timeRows(person, { start, end }, breaks, planned)));
  return { kind: "create", slip_id: uuid7(), base_rev: 0, rows: Object.fromEntries(rows),
    patch: changes({}, { date, zone, lead, ...placed(catalog, job, site), ...fields }) };
}

/** What job and site say about a slip. @param {Catalog} catalog @param {string} [job_id] @param {string} [site_id] */
function placed(catalog, job_id, site_id) {
  const job = catalog.jobs.find(({ id }) => id === job_id);
  const site = catalog.sites.find(({ id }) => id === (job?.site ?? site_id));
  const company = catalog.companies.find(({ id }) => id === job?.company) ?? catalog.companies[0];
  const client = job?.client ?? site?.client;
  return { kind: job?.kind ?? "order", title: job?.title ?? site?.name, task: job?.task, job: job?.id, job_no: job?.number,
    site: site?.id, site_text: site?.text, contact: site?.contact, contact_phone: site?.contact_phone, hazard: site?.hazard,
    client, client_text: client === site?.client ? site?.client_text : null, company: company?.id, company_text: company?.text,
    hot_work: job?.hot_work || null, client_kind: job?.client_kind, agreed_with: job?.agreed_with, agreed_on: job?.agreed_on, agreed_ref: job?.agreed_ref };
}

/** @param {string} start @param {string} to @param {string} zone */
function within(start, to, zone) {
  return { start, end: following(start, to, zone) };
}

/** @param {Span} span */
function planned({ start, end }) {
  return { plan_start: start, plan_end: end };
}

/** @param {{ id: string, name: string, job_title: string }} person @param {Span} times @param {Span[]} breaks
    @param {(span: Span) => Fields} as */
function timeRows({ id, name, job_title }, times, breaks, as) {
  const time = newRow("time", { person: id, name, job_title, activity: "work", ...as(times) });
  return Object.fromEntries([time, ...breaks.map((span) => newRow("break", { time: time[0], ...as(span) }))]);
}

/** @param {View} view @param {[string, Fields][]} wanted row id and its new values */
function editRows(view, wanted) {
  const rows = wanted.map(([id, fields]) => patched(view, id, fields)).filter(([, { fields }]) => Object.keys(fields).length);
  return rows.length ? action(view, "edit", { rows: Object.fromEntries(rows) }) : null;
}

/** @param {View} view @param {string} id @param {Fields} fields @returns {[string, RowPatch]} */
function patched(view, id, fields) {
  return [id, { table: view.rows[id].table, fields: changes(view.rows[id].fields, fields) }];
}

/** @param {View} view @param {string[]} row_ids */
function gone(view, row_ids) {
  const blank = (/** @type {Fields} */ fields) => Object.fromEntries(Object.keys(fields).map((name) => [name, null]));
  return Object.fromEntries(row_ids.map((id) => {
    const { table, fields, extra } = view.rows[id];
    const seen = { ...extra, ...fields };
    return [id, { table, fields: changes(seen, blank(seen)) }];
  }));
}

/** @param {string} table @param {Fields} fields @returns {[string, RowPatch]} */
function newRow(table, fields) {
  return [uuid7(), { table, fields: changes({}, fields) }];
}

/** Only what really changes; "" is nothing. @param {Fields} before @param {Fields} after @returns {Record<string, Pair>} */
function changes(before, after) {
  const pairs = Object.entries(after).map(([name, value]) => [name, [before[name] ?? null, value === "" ? null : value ?? null]]);
  return Object.fromEntries(pairs.filter(([, [old, value]]) => old !== value));
}

/** @param {string} att_id @param {Fields} fields @param {ManifestItem["role"]} role @returns {ManifestItem} */
function listed(att_id, { sha256, size }, role) {
  return { att_id, sha256: String(sha256), size: Number(size), role };
}

/** @param {View} view @param {Kind} kind @param {Partial<Action>} rest @returns {Action} */
function action(view, kind, rest) {
  return { kind, slip_id: view.slip_id, base_rev: view.rev, ...rest };
}
