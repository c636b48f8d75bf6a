/** What changing a time means for its neighbours: the other end of the day, the breaks inside it. Pure. */

import { entries } from "../core/hours.js";
import { clock, day, following, instant, nextDay, wall } from "../core/walltime.js";

/** @import { Value, View } from "../shapes.js" */
/** @import { Entry } from "./sheet.js" */
/** @import { TimeEntry } from "../core/hours.js" */
/** @typedef {"start" | "end"} End */
/** @typedef {Record<string, Value | undefined>} Fields */
/** @typedef {{ person: string, main: TimeEntry, rest: TimeEntry[], minutes: number }} Own */

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

/** The people of a slip, each with all their times: first the day's work, then the rest. @param {TimeEntry[]} times @returns {Own[]} */
export function peopleOf(times) {
  /** @type {Map<string, TimeEntry[]>} */
  const found = new Map();
  for (const one of times) {
    const person = String(one.fields.person ?? one.id);
    found.set(person, [...(found.get(person) ?? []), one]);
  }
  return [...found].map(([person, own]) => {
    const main = own.find(({ fields }) => (fields.activity ?? "work") === "work") ?? own[0];
    return { person, main, rest: own.filter((one) => one !== main), minutes: own.reduce((sum, one) => sum + one.minutes, 0) };
  });
}

/** Whether everybody works the same hours. @param {TimeEntry[]} times */
export function allEqual(times) {
  return new Set(times.map(({ fields }) => `${shownTime(fields, "start")}/${shownTime(fields, "end")}`)).size < 2;
}

/** What somebody typed on the clock ("16:15") as a wall time of this slip. @param {View} view @param {Fields} fields @param {End} end
    @param {string} typed @param {string} zone @param {Fields} [whole] the person's working day, for a time beside it */
export function typedTime(view, fields, end, typed, zone, whole = fields) {
  const start = shownTime(fields, "start");
  if (end === "end" && start) return following(start, typed, zone);
  const date = String(view.fields.date), today = wall(date, typed, zone);
  return whole === fields ? today : nearer(today, wall(nextDay(date), typed, zone), whole);
}

/** Of two days the one that lies closer to what the person worked: the way home after a night is on the next.
    @param {string} today @param {string} tomorrow @param {Fields} whole */
function nearer(today, tomorrow, whole) {
  const [from, to] = [shownTime(whole, "start"), shownTime(whole, "end")];
  if (!from || !to) return today;
  const away = (/** @type {string} */ time) => Math.max(0, instant(from) - instant(time), instant(time) - instant(to));
  return away(tomorrow) < away(today) ? tomorrow : today;
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

/** A time of day as people type it: "7", "0715", "7:15" and "7.15 Uhr" are all one; null when it is none. @param {string} typed */
export function clockTyped(typed) {
  const bare = typed.trim().replace(/\s*(uhr|h)$/i, "");
  const found = /^(\d{1,2})(?:[:.](\d{2}))?$/.exec(bare) ?? /^(\d{1,2})(\d{2})$/.exec(bare);
  const [hours, count] = found ? [Number(found[1]), Number(found[2] ?? 0)] : [99, 99];
  if (hours === 24 && count === 0) return "00:00";
  return hours < 24 && count < 60 ? `${String(hours).padStart(2, "0")}:${String(count).padStart(2, "0")}` : null;
}

/**
 * Both times the clock shows this, in the night the hour comes twice; nothing on all other days.
 * @param {string} wall_time @param {string} zone @returns {[before: string, after: string] | null}
 */
export function twice(wall_time, zone) {
  const [date, time] = [day(wall_time), clock(wall_time)];
  const [first, second] = [wall(date, time, zone), wall(date, time, zone, true)];
  return first === second ? null : [first, second];
}

/** "07:00–15:45", with a question mark for what is missing. @param {TimeEntry} entry */
export function spanOf({ fields }) {
  return /** @type {const} */ (["start", "end"]).map((end) => clockOf(shownTime(fields, end)) || "?").join("–");
}

/** "07:00" or nothing. @param {string} time */
export function clockOf(time) {
  return time ? clock(time) : "";
}
