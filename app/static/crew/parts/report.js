/** What stands on the client's paper, worded and in order: as app/reports/document.py, with tests/cases/paper.json for both. Texts only. */

import { shownToClient } from "../core/client.js";
import { entries, hm, totals } from "../core/hours.js";
import { rowsOf } from "../core/slip.js";
import { t } from "../texts.js";
import { checks } from "./report-checks.js";
import { openings, records } from "./report-records.js";
import { amount, atWall, fieldName, inHours, joined, longDay, NOTHING, reading, said, shortDay, span, tableName } from "./wording.js";

/** @import { Checklist, View } from "../shapes.js" */
/** @import { Fields } from "./wording.js" */
/** @typedef {Pick<View, "fields" | "extra" | "rows">} Content */
/** @typedef {ReturnType<typeof entries>[number]} TimeEntry */
/** @typedef {ReturnType<typeof report>} Report */
/**
 * @typedef {object} Known  what is known besides the slip
 * @property {Checklist[]} templates
 * @property {Record<string, string>} names  of people who may have measured
 */

const LEFT = ["safe", "site_clean", "keys_returned"], EXTRA = ["time", "material", "equipment", "measurement"];

/** What a client sees of it, or, without `blocks`, all of it. @param {Content} whole @param {Known} known @param {string[]} [blocks] */
export function report(whole, { templates, names }, blocks) {
  const content = blocks ? shownToClient(whole, blocks) : whole;
  const fields = /** @type {Fields} */ (content.fields), { plan_minutes, minutes } = totals(content.rows);
  const shown = photos(content);
  return {
    heading: heading(fields), boxes: boxes(fields), has_hours: !blocks || blocks.includes("hours"),
    times: timeRows(content).map((row) => timeLine(row, fields.date)), total: hm(minutes), total_planned: plan_minutes ? hm(plan_minutes) : "",
    late_reason: fields.late_reason ?? "", trips: trips(content), work: work(content),
    finished: fields.finished ? t(`pdf.finished.${fields.finished}`) : "", leftover: fields.leftover ?? "",
    state: LEFT.filter((name) => fields[name]).map((name) => [fieldName("slip", name), said(name, fields[name])]),
    material: fieldsOf(content, "material").map(material), equipment: fieldsOf(content, "equipment").map(equipment),
    measurements: fieldsOf(content, "measurement").map((one) => measurement(one, names)), openings: openings(content),
    checks: !blocks || blocks.includes("checklists") ? checks(whole, templates, shown) : [], // judged with its photos, also where they are not shown
    extras: EXTRA.flatMap((table) => fieldsOf(content, table).filter((one) => one.extra_order).map((one) => extra(table, one))),
    records: records(content), notes: notes(fields), photos: shown,
  };
}

/** What the paper calls itself, by the kind of the work. @param {Fields} fields */
function heading({ kind, title }) {
  const word = t(`pdf.heading.${kind ?? "order"}`);
  return title ? t("pdf.heading", { kind: word, title }) : word;
}

/** The head of the form: what the office printed. @param {Fields} fields @returns {[name: string, label: string, text: string][]} */
function boxes(fields) {
  const planned = span(fields.plan_start, fields.plan_end, fields.date);
  const always = { client: fields.client_text, site: fields.site_text,
    date: joined([longDay(fields.date), planned && t("pdf.planned_time", { span: planned })], "\n"), job: fields.job_no,
    kind: fields.kind && t(`pdf.kind.${fields.kind}`), contact: joined([fields.contact, fields.contact_phone], "\n") };
  const besides = { agreement: agreement(fields), task: fields.task, hazard: fields.hazard, hot_work: fields.hot_work && t("pdf.hot_work") };
  const told = [...Object.entries(always), ...Object.entries(besides).filter(([, text]) => text)];
  return told.map(([name, text]) => [name, t(`pdf.box.${name}`), String(text ?? "").trim() || NOTHING]);
}

/** Work by the hour: with whom agreed, when and by which paper. @param {Fields} fields */
function agreement({ agreed_with, agreed_on, agreed_ref }) {
  return joined([agreed_with, agreed_on && t("pdf.agreed_on", { day: shortDay(agreed_on) }), agreed_ref]);
}

/** The crew lead first, then everybody else, each with all entries of the day. @param {Content} content */
function timeRows(content) {
  const people = peopleOf(content);
  return sorted(entries(content.rows), ({ id, fields }) => `${place(people, fields)} ${begin(fields)} ${id}`);
}

/** Everybody with hours on the slip. @param {Content} content */
function peopleOf(content) {
  return [...new Set([content.fields.lead ?? null, ...fieldsOf(content, "time").map(({ person }) => person ?? null)])];
}

/** Where a row of a person stands. @param {unknown[]} people @param {Fields} fields */
function place(people, { person }) {
  const at = people.indexOf(person ?? null);
  return String(at < 0 ? people.length : at).padStart(3, "0");
}

/** @param {Fields} fields */
function begin({ start, plan_start }) {
  return start ?? plan_start ?? "";
}

/** @param {TimeEntry} row @param {string | undefined} date */
function timeLine({ fields, breaks, minutes }, date) {
  const one = /** @type {Fields} */ (fields);
  return { name: nameOf(one), role: role(one), start: wall(one, "start", date), end: wall(one, "end", date),
    breaks: pauses(breaks.map((pause) => pause.fields), date, Boolean(one.start)), hours: one.start && one.end ? hm(minutes) : NOTHING };
}

/** @param {Fields} fields */
function role({ job_title, activity, position, extra_order, billable }) {
  return joined([job_title, activity && activity !== "work" && t(`pdf.activity.${activity}`), position && t("pdf.position", { position }),
    extra_order && t("pdf.extra"), billable === 0 && t("pdf.not_billable")]);
}

/** In brackets what is planned and not confirmed. @param {Fields} fields @param {string} name @param {string | undefined} date */
function wall(fields, name, date) {
  const now = fields[name], plan = fields[`plan_${name}`];
  return now ? reading(now, date) : plan ? `(${reading(plan, date)})` : NOTHING;
}

/** @param {Fields[]} breaks @param {string | undefined} date @param {boolean} confirmed */
function pauses(breaks, date, confirmed) {
  const now = joined(breaks.map((one) => span(one.start, one.end, date))), plan = joined(breaks.map((one) => span(one.plan_start, one.plan_end, date)));
  return now || (confirmed ? t("pdf.no_breaks") : plan ? `(${plan})` : NOTHING);
}

/** In the order of the day. @param {Content} content */
function trips(content) {
  const people = peopleOf(content), rows = rowsOf(content, "trip");
  const drives = Object.fromEntries(rows.map(({ id, fields }) => [id, nameOf(fields)]));
  return sorted(rows, ({ id, fields }) => `${begin(fields)} ${place(people, fields)} ${id}`).map(({ fields }) => trip(fields, content.fields.date, drives));
}

/** @param {Fields} fields @param {any} date @param {Record<string, string>} drives */
function trip(fields, date, drives) {
  const who = drives[fields.ride];
  const about = joined([who && t("pdf.trip.with", { who }), fields.vehicle, fields.kind && t(`pdf.trip_kind.${fields.kind}`),
    joined([fields.from_place, fields.to_place], "–"), fields.purpose,
    (fields.billable === 0 || fields.kind === "forgotten") && t("pdf.not_billable"), fields.paid === 0 && t("pdf.not_paid")]);
  return [nameOf(fields), fields.role ? t(`pdf.trip.${fields.role}`) : NOTHING, span(fields.start, fields.end, date) || NOTHING, about || NOTHING,
    amount(fields.km, "km") || NOTHING];
}

/** Who did what: the text of the slip counts for everybody without a text of their own. @param {Content} content */
function work(content) {
  const rows = timeRows(content).map(({ fields }) => /** @type {Fields} */ (fields)), common = content.fields.work;
  /** @type {Map<unknown, string[]>} */
  const told = new Map(common ? [[common, rows.filter(({ text }) => !text).map(nameOf)]] : []);
  for (const one of rows.filter(({ text }) => text)) told.set(one.text, [...(told.get(one.text) ?? []), nameOf(one)]);
  return [...told].map(([text, names]) => [joined([...new Set(names)]) || t("pdf.everybody"), String(text)]);
}

/** @param {Fields} fields */
function material({ text, number, batch, certificate, position, source, extra_order, plan_quantity, quantity, unit }) {
  const article = joined([text, number, batch && t("pdf.batch", { batch }), certificate && t("pdf.certificate", { certificate }),
    position && t("pdf.position", { position })]);
  return [article || NOTHING, joined([source && t(`pdf.source.${source}`), extra_order && t("pdf.extra")]) || NOTHING,
    amount(plan_quantity, unit) || NOTHING, amount(quantity, unit) || NOTHING];
}

/** @param {Fields} fields */
function equipment({ text, extra_order, minutes }) {
  return [joined([text, extra_order && t("pdf.extra")]) || NOTHING, minutes == null ? NOTHING : inHours(minutes)];
}

/** @param {Fields} fields @param {Record<string, string>} names */
function measurement(fields, names) {
  const who = names[fields.person];
  const what = joined([fields.text, fields.place, fields.drawing, who && t("pdf.measured_by", { who }), fields.client_present && t("pdf.client_present"),
    fields.extra_order && t("pdf.extra")]);
  return [fields.position || NOTHING, what || NOTHING, fields.formula || NOTHING, amount(fields.quantity, unitOf(fields)) || NOTHING];
}

/** What was done beyond the order, and who ordered it. @param {string} table @param {Fields} fields */
function extra(table, fields) {
  const bare = (/** @type {string | undefined} */ text) => text?.replace(/\.+$/, "");
  const line = bare(joined([howMuch(table, fields), fields.text || fields.name], " ")) || NOTHING, who = bare(fields.ordered_by);
  return who ? t("pdf.extra_ordered", { line, who }) : t("pdf.extra_unordered", { line });
}

/** @param {string} table @param {Fields} fields */
function howMuch(table, fields) {
  if (table === "equipment") return fields.minutes == null ? "" : inHours(fields.minutes);
  return table === "time" ? span(fields.start, fields.end) : amount(fields.quantity, unitOf(fields));
}

/** What was told to a consumer, and that the slip was copied from paper. @param {Fields} fields */
function notes({ notice_at, early_start, client_language, paper }) {
  return [notice_at && t("pdf.notice", { when: atWall(notice_at) }), early_start && t("pdf.early_start"),
    client_language && t("pdf.read_in", { language: said("client_language", client_language) }), paper && t("pdf.from_paper")].filter(Boolean).map(String);
}

/** In the order they were taken, a drawn-on one right after what it was drawn on. @param {Content} content */
function photos(content) {
  const rows = Object.fromEntries(rowsOf(content, "photo").map(({ id, fields }) => [id, /** @type {Fields} */ (fields)]));
  const numbers = new Map(photoOrder(rows).map((id, i) => [id, i + 1]));
  return [...numbers].map(([id, number]) => {
    const { sha256, tag, caption, taken_at, of, original } = rows[id], shows = content.rows[of], drawn = numbers.get(original);
    return { number, sha256: String(sha256 ?? ""), of: String(of ?? ""), tag: tag ? t(`pdf.tag.${tag}`) : "",
      caption: joined([caption, taken_at && reading(taken_at, String(content.fields.date ?? ""))]),
      about: joined([drawn && t("pdf.photo_drawn", { number: drawn }), shows && t("pdf.photo_of", { what: tableName(shows.table) })]) };
  });
}

/** @param {Record<string, Fields>} rows */
function photoOrder(rows) {
  const taken = sorted(Object.keys(rows), (id) => `${rows[id].taken_at ?? ""} ${id}`);
  /** @type {Record<string, string>} */
  const drawn = Object.fromEntries(taken.filter((id) => rows[id].original in rows).map((id) => [id, rows[id].original]));
  const firsts = taken.filter((id) => (drawn[id] ?? id) === id || drawn[id] in drawn);
  return firsts.flatMap((first) => [first, ...taken.filter((id) => id !== first && drawn[id] === first && !(first in drawn))]);
}

/** @param {Fields} fields */
function unitOf({ unit }) {
  return unit ? said("unit", unit) : undefined;
}

/** @param {Fields} fields @returns {string} */
function nameOf({ name }) {
  return name || t("pdf.nobody_named");
}

/** @param {Content} content @param {string} table @returns {Fields[]} */
function fieldsOf(content, table) {
  return rowsOf(content, table).map(({ fields }) => fields);
}

/** @template T @param {T[]} all @param {(one: T) => string} by @returns {T[]} */
function sorted(all, by) {
  const keyed = all.map((one) => /** @type {[string, T]} */ ([by(one), one]));
  return keyed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, one]) => one);
}
