/** What changing a time means for its neighbours: the other end of the day, the breaks inside it. Pure. */

import { entries } from "../core/hours.js";
import { clock, following, instant, wall } from "../core/walltime.js";

/** @import { Value, View } from "../shapes.js" */
/** @import { Entry } from "./sheet.js" */
/** @import { TimeEntry } from "../core/hours.js" */
/** @typedef {"start" | "end"} End */
/** @typedef {Record<string, Value | undefined>} Fields */

/** What stands in a time field: what was entered, else the plan. @param {Fields} fields @param {End} end */
export function shownTime(fields, end) {
  return String(fields[end] ?? fields[`plan_${end}`] ?? "");
}

/** Whether everything is entered exactly as planned. @param {Fields} fields */
export function isPlanned({ start, end, plan_start, plan_end }) {
  return Boolean(start && end) && start === plan_start && end === plan_end;
}

/** The time most of the crew share, shown on the big steppers. @param {TimeEntry[]} times @param {End} end */
export function commonTime(times, end) {
  /** @type {Map<string, number>} */
  const votes = new Map();
  for (const { fields } of times) votes.set(shownTime(fields, end), (votes.get(shownTime(fields, end)) ?? 0) + 1);
  return [...votes].sort((a, b) => b[1] - a[1])[0]?.[0] ?? "";
}

/** Whether everybody works the same hours. @param {TimeEntry[]} times */
export function allEqual(times) {
  return new Set(times.map(({ fields }) => `${shownTime(fields, "start")}/${shownTime(fields, "end")}`)).size < 2;
}

/** What somebody typed on the clock ("16:15") as a wall time of this slip. @param {View} view @param {Fields} fields @param {End} end
    @param {string} typed @param {string} zone */
export function typedTime(view, fields, end, typed, zone) {
  const start = shownTime(fields, "start");
  if (end === "end" && start) return following(start, typed, zone);
  return wall(String(view.fields.date), typed, zone);
}

/**
 * Everything that changes when these people's start or end is set: the other end if it was only printed so far, and the breaks
 * that now lie inside or outside.
 * @param {View} view @param {string[]} ids time rows @param {Partial<Record<End, string>>} times @returns {Entry[]}
 */
export function timeChanges(view, ids, times) {
  const changed = entries(view.rows).filter(({ id }) => ids.includes(id));
  return changed.flatMap((entry) => {
    const start = times.start ?? shownTime(entry.fields, "start");
    const end = times.end ?? shownTime(entry.fields, "end");
    /** @type {Entry[]} */
    const own = [[entry.id, "start", start], [entry.id, "end", end]];
    return [...own.filter(([, name, value]) => value && entry.fields[name] !== value), ...breakChanges(entry, start, end)];
  });
}

/** Planned breaks inside the time count, those outside were not taken. @param {TimeEntry} entry @param {string} start @param {string} end */
function breakChanges({ breaks }, start, end) {
  if (!start || !end) return [];
  return breaks.flatMap(({ id, fields }) => {
    const [from, to] = [shownTime(fields, "start"), shownTime(fields, "end")];
    if (!from || !to) return [];
    const inside = instant(from) < instant(end) && instant(to) > instant(start);
    if (inside === Boolean(fields.start)) return [];
    return /** @type {Entry[]} */ ([[id, "start", inside ? from : null], [id, "end", inside ? to : null]]);
  });
}

/** "07:00" or nothing. @param {string} time */
export function clockOf(time) {
  return time ? clock(time) : "";
}
