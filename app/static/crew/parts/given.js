/** Reasons for what is unusual: which are asked for, which are given, and how one gets on the slip. Pure. */

import { putRows } from "../core/actions.js";
import { unanswered } from "../core/findings.js";
import { derivedId } from "../core/ids.js";
import { rowsOf } from "../core/slip.js";

/** @import { Finding, View } from "../shapes.js" */
/** @import { Line } from "./findings.js" */
/** @import { Sheet } from "./sheet.js" */

/** What is usually the reason, by finding. @type {Record<string, string[]>} */
export const USUAL = {
  day_too_long: ["deadline", "emergency", "long_way"], week_too_long: ["deadline", "emergency"], week_too_many_days: ["deadline", "emergency"],
  rest_too_short: ["emergency", "early_start"], break_too_short: ["no_stop", "waited"], too_long_without_break: ["no_stop", "waited"],
  break_at_edge: ["no_stop"], minor_hours: ["agreed"], minor_free_day: ["agreed"], times_overlap_elsewhere: ["both_sites", "other_wrong"],
  trip_too_fast: ["time_guessed"], photo_after_missing: ["photo_forbidden", "covered"], checklist_open: ["no_access", "next_time"],
  fault_unproved: ["photo_forbidden", "no_access"], consumer_notice: ["has_notice", "office_sends"],
  paid_elsewhere: ["other_wrong"],
};

/** All that should be looked at, also what has its reason by now. @param {Pick<Sheet, "judged">} sheet @returns {Finding[]} */
export function questions({ judged }) {
  return unanswered(judged, {}).filter(({ level }) => level === "should");
}

/** The reason somebody gave, or "". @param {View} view @param {Pick<Finding, "code" | "about">} finding */
export function reasonFor(view, { code, about }) {
  return String(reasonRow(view, code, about)?.fields.text ?? "");
}

/** One tap answers for everybody the line is about. @param {Pick<Sheet, "view" | "act">} sheet @param {Line} line @param {string | null} text */
export async function give(sheet, { code, abouts }, text) {
  const { slip_id } = sheet.view;
  const ids = await Promise.all(abouts.map((about) => derivedId(slip_id, "reason", code, about)));
  return sheet.act((now) => putRows(now, "reason", Object.fromEntries(ids.map((id, i) => [id, { code, about: abouts[i], text }]))));
}

/** @param {View} view @param {string} code @param {string} about */
export function reasonRow(view, code, about) {
  return rowsOf(view, "reason").find(({ fields }) => fields.code === code && (fields.about ?? "") === about);
}
