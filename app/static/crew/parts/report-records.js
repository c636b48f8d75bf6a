/** Records and openings in words, field by field as the crew wrote them: as app/reports/records.py. */

import { derived, GROUPS } from "../core/opening.js";
import { rowsOf } from "../core/slip.js";
import { t } from "../texts.js";
import { fieldName, joined, said, tableName } from "./wording.js";

/** @import { Fields } from "./wording.js" */
/** @import { Content } from "./report.js" */
/** @typedef {{ title: string, lines: [label: string, value: string][] }} Told */

/** Their fields in the order of the form. @type {Record<string, string[]>} */
const FIELDS = {
  obstruction: ["cause", "text", "since", "until", "expected", "effect", "place", "told_to", "told_at"],
  concern: ["against", "text", "consequence", "place", "told_to", "told_at"],
  defect: ["text", "place", "whose", "severity", "fixed", "until"],
  follow_up: ["cause", "text", "wished", "people", "minutes"],
};
const OPENING = ["place", "depth", "sill", "lintel", "level", "hinge", "released_by"];
const RESULTS = ["width", "height", "diagonal_difference", "out_of_plumb"];

/** Obstructions, concerns, defects and follow-ups, numbered where there are several. @param {Content} content @returns {Told[]} */
export function records(content) {
  return Object.keys(FIELDS).flatMap((table) => {
    const rows = rowsOf(content, table), title = tableName(table);
    return rows.map(({ fields }, i) => ({ title: rows.length > 1 ? `${title} ${i + 1}` : title, lines: linesOf(table, FIELDS[table], fields) }));
  });
}

/** Doors, windows and gates as they were measured, with what the readings come to. @param {Content} content @returns {Told[]} */
export function openings(content) {
  return rowsOf(content, "opening").map(({ fields }) => opening(fields));
}

/** @param {Fields} fields @returns {Told} */
function opening(fields) {
  const found = derived(fields);
  /** @type {Told["lines"]} */
  const measured = GROUPS.map((names) => names.filter((name) => fields[name])).filter((names) => names.length).map((names) =>
    [joined(names.map((name) => fieldName("opening", name))), `${joined(names.map((name) => said(name, fields[name])), " / ")} mm`]);
  const results = RESULTS.filter((name) => found[name]).map((name) => /** @type {[string, string]} */ ([t(`record.opening.${name}`), `${said("quantity", found[name])} mm`]));
  const warnings = found.warnings.map((/** @type {string} */ name) => [t("record.opening.look"), t(`record.opening.${name}`)]);
  return { title: joined([fields.kind ? said("kind", fields.kind) : tableName("opening"), fields.text], " "),
    lines: [...measured, ...results, ...linesOf("opening", OPENING, fields), ...warnings] };
}

/** Every field somebody filled. @param {string} table @param {string[]} names @param {Fields} fields @returns {Told["lines"]} */
function linesOf(table, names, fields) {
  return names.filter((name) => fields[name] != null && fields[name] !== "").map((name) => [fieldName(table, name), said(name, fields[name])]);
}
