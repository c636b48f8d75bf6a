import { BREAKS, info, must, should, TIMES } from "./findings.js";
import { inForce } from "./limits.js";
import { clock, day } from "./walltime.js";
import { inOrder, people, span, touched, workingDay } from "./workday.js";
/** @import {Around, Elsewhere, Finding} from "../shapes.d.ts" */
/** @import {Fields, TimeEntry} from "./hours.js" */
/** @import {Limit, Limits} from "./limits.js" */
/** @import {Slip} from "./rules.js" */
/** @import {Own, Span} from "./workday.js" */

const SATURDAY = 6, SUNDAY = 0;
const A_DAY = 86_400_000;

/**
 * Working time and rest: ArbZG WT1-WT7 and, for minors, JArbSchG Y1-Y3; as app/slips/worktime.py. What is not known is not
 * judged: other days come in through `around`, and a rule that needs them is silent without.
 * @param {Slip} slip @param {Around} around @param {Limit[]} table @param {TimeEntry[]} times
 * @returns {Finding[]}
 */
export function checkWorkTime(slip, around, table, times) {
  const owners = people(slip, around, table, times);
  return [...owners.flatMap((own) => overlaps(own, around)), ...owners.flatMap(breaks), ...owners.flatMap(longDay),
    ...owners.flatMap(week), ...owners.flatMap(rest), ...owners.flatMap((own) => hoursOfMinors(own, around)),
    ...daysOfRest(around, inForce(table, workingDay(slip, times), "adult"), times)];
}

/**
 * V2. On a phone that may not have heard of a correction elsewhere it is a question, at the office a mistake.
 * @param {Own} own @param {Around} around
 */
function overlaps({ id, name, spans, elsewhere }, around) {
  if (spans.some(([start], i) => i > 0 && start < spans[i - 1][1])) return [must("times_overlap", TIMES, id, { name })];
  const clash = elsewhere.find((one) => spans.some((mine) => touch(mine, span(one))));
  const level = around.complete ? must : should;
  return clash ? [level("times_overlap_elsewhere", TIMES, id, { name, start: clock(clash.start), end: clock(clash.end) })] : [];
}

/** @param {Span} mine @param {Span | null} other */
function touch(mine, other) {
  return other !== null && mine[0] < other[1] && other[0] < mine[1];
}

/** Breaks of one person over all their rows. A break at the very start or end of the day is none. @param {Own} own */
function breaks(own) {
  const { id, name, spans, limits, times } = own;
  if (!spans.length) return [];
  /** @type {Span} */
  const whole = [spans[0][0], Math.max(...spans.map(([, end]) => end))];
  const pauses = times.flatMap((time) => time.breaks.map(({ fields }) => span(fields))).filter((one) => one !== null);
  const edge = limits.break_edge ?? 0, part = limits.break_part ?? 0;
  const at_edge = pauses.filter((pause) => isAtEdge(pause, whole, edge));
  const counts = (/** @type {Span} */ [from, to]) => !at_edge.some(([start, end]) => start === from && end === to);
  const parts = inOrder([...pauses, ...gaps(spans)]).filter(([start, end]) => end - start >= part);
  const taken = parts.filter(counts).reduce((sum, [start, end]) => sum + end - start, 0);
  const found = at_edge.length ? [should("break_at_edge", BREAKS, id, { name, minutes: edge })] : [];
  return [...tooShort(own, taken, inARow(parts, whole)), ...found];
}

/** @param {Span} pause @param {Span} whole @param {number} edge */
function isAtEdge([start, end], [from, to], edge) {
  return start >= from && end <= to && (start < from + edge || end > to - edge);
}

/** @param {Own} own @param {number} taken @param {number} longest */
function tooShort({ id, name, worked, limits }, taken, longest) {
  const needed = neededBreaks(limits).find(([above]) => worked > above)?.[1] ?? 0;
  if (taken < needed) return [should("break_too_short", BREAKS, id, { name, minutes: worked, taken, needed })];
  const most = limits.in_a_row ?? Infinity;
  return longest > most ? [should("too_long_without_break", BREAKS, id, { name, minutes: longest, most })] : [];
}

/** Above so many minutes of work, so many minutes of break; the longest first. @param {Limits} limits */
function neededBreaks({ long_above, long_break, short_above, short_break }) {
  const both = [[long_above, long_break], [short_above, short_break]];
  return both.filter((pair) => pair.every((one) => one != null)).map(([above, length]) => [Number(above), Number(length)]);
}

/** The longest stretch without a break. @param {Span[]} parts in order @param {Span} whole */
function inARow(parts, [start, end]) {
  const starts = [start, ...parts.map(([, to]) => to)];
  return Math.max(...[...parts.map(([from]) => from), end].map((stop, i) => stop - starts[i]));
}

/** What lies between two rows of one person is a break too. @param {Span[]} spans */
function gaps(spans) {
  const until = (/** @type {number} */ i) => Math.max(...spans.slice(0, i + 1).map(([, end]) => end));
  return spans.slice(1).map(([from], i) => /** @type {Span} */ ([until(i), from]));
}

/** WT1, WT2, Y1: all the person's slips of the day together. @param {Own} own */
function longDay(own) {
  const { id, name, worked, elsewhere, date, limits, minor } = own;
  const total = worked + minutesOn(elsewhere, date);
  const usual = limits.day_usual ?? Infinity, most = limits.day_most ?? Infinity;
  if (!worked) return [];
  if (total > most) return [should("day_too_long", TIMES, id, { name, minutes: total, most })];
  if (total <= usual) return [];
  if (!minor) return [info("day_longer_than_usual", TIMES, id, { name, minutes: total, most: usual })];
  return noShorterDay(own, usual) ? [should("day_too_long", TIMES, id, { name, minutes: total, most: usual })] : [];
}

/**
 * A minor may work half an hour longer when another day of that week is shorter; unknown days say nothing.
 * @param {Own} own @param {number} usual
 */
function noShorterDay(own, usual) {
  const others = new Set(thisWeek(own).map(({ date }) => date).filter((date) => date !== own.date));
  return others.size > 0 && [...others].every((date) => minutesOn(own.elsewhere, date) >= usual);
}

/** At least so much: days this phone has not heard of can only add to it. @param {Own} own */
function week(own) {
  const { id, name, worked, limits, date } = own, known = thisWeek(own);
  const most = limits.week_most ?? Infinity, most_days = limits.week_days ?? Infinity;
  const total = worked + known.reduce((sum, one) => sum + one.minutes, 0);
  const count = new Set([date, ...known.filter(({ minutes }) => minutes).map((one) => one.date)]).size;
  return [...(worked && total > most ? [should("week_too_long", TIMES, id, { name, minutes: total, most })] : []),
    ...(worked && count > most_days ? [should("week_too_many_days", TIMES, id, { name, count, most: most_days })] : [])];
}

/** @param {Own} own */
function thisWeek({ elsewhere, date }) {
  return elsewhere.filter((one) => date && mondayOf(one.date) === mondayOf(date));
}

/** @param {Elsewhere[]} spans @param {string} date */
function minutesOn(spans, date) {
  return spans.filter((one) => one.date === date).reduce((sum, { minutes }) => sum + minutes, 0);
}

/** WT6: hours of rest between the days. Work that goes on without a gap is one day, however it was put down. @param {Own} own */
function rest(own) {
  const { id, name, spans, date, limits } = own, needed = limits.rest;
  if (needed == null || !spans.length) return [];
  const today = [...spans, ...spansOf(own, (other) => other === date)];
  const before = spansOf(own, (other) => other < date).map(([, end]) => end);
  const after = spansOf(own, (other) => other > date).map(([start]) => start);
  const slept = [Math.min(...today.map(([start]) => start)) - Math.max(...before), Math.min(...after) - Math.max(...today.map(([, end]) => end))];
  const short = slept.filter((gap) => gap > 0 && gap < needed);
  return short.length ? [should("rest_too_short", TIMES, id, { name, minutes: Math.min(...short), most: needed })] : [];
}

/** @param {Own} own @param {(date: string) => boolean} on */
function spansOf({ elsewhere }, on) {
  return inOrder(elsewhere.filter(({ date }) => on(date)).map(span));
}

/** Y3: the hours of the day, and the days off. @param {Own} own @param {Around} around */
function hoursOfMinors({ id, name, times, limits }, around) {
  const { earliest, latest } = limits;
  const rows = times.map(({ fields }) => fields).filter((fields) => span(fields));
  const outside = earliest != null && latest != null && rows.some((fields) => isOutside(fields, earliest, latest));
  const free = touched(times).find((date) => isFree(date, limits, around));
  return [...(outside ? [should("minor_hours", TIMES, id, { name, start: hm(earliest), end: hm(latest) })] : []),
    ...(free ? [should("minor_free_day", TIMES, id, { name, day: free })] : [])];
}

/** @param {Fields} fields @param {number} earliest @param {number} latest */
function isOutside({ start, end }, earliest, latest) {
  const [from, to] = [String(start), String(end)];
  return clockMinutes(from) < earliest || day(to) !== day(from) || clockMinutes(to) > latest;
}

/** @param {string} date @param {Limits} limits @param {Around} around */
function isFree(date, { free_saturday, free_sunday, free_holiday }, around) {
  const weekly = { [SATURDAY]: free_saturday, [SUNDAY]: free_sunday }[weekday(date)];
  return Boolean(weekly) || (date in (around.holidays ?? {}) && Boolean(free_holiday));
}

/** V14, WT7: work on a Sunday or a holiday of the place earns another day off, and a supplement.
    @param {Around} around @param {Limits} limits @param {TimeEntry[]} times @returns {Finding[]} */
function daysOfRest(around, { sunday_rest_days, holiday_rest_days }, times) {
  return touched(times).flatMap((date) => {
    const holiday = around.holidays?.[date], sunday = weekday(date) === SUNDAY;
    const days = sunday ? sunday_rest_days : holiday_rest_days;
    if (days == null || !(sunday || holiday)) return [];
    const until = isoDay(midnight(date) + (days - 1) * A_DAY);
    return [holiday ? info("holiday_work", TIMES, "", { day: date, until, holiday }) : info("sunday_work", TIMES, "", { day: date, until })];
  });
}

/** @param {string} date */
function mondayOf(date) {
  return isoDay(midnight(date) - ((weekday(date) + 6) % 7) * A_DAY);
}

/** @param {string} date */
function weekday(date) {
  return new Date(midnight(date)).getUTCDay();
}

/** @param {string} date */
function midnight(date) {
  return Date.parse(`${date}T00:00Z`);
}

/** @param {number} at */
function isoDay(at) {
  return new Date(at).toISOString().slice(0, 10);
}

/** @param {string} wall_time */
function clockMinutes(wall_time) {
  return Number(clock(wall_time).slice(0, 2)) * 60 + Number(clock(wall_time).slice(3));
}

/** @param {number} count */
function hm(count) {
  return [Math.floor(count / 60), count % 60].map((part) => String(part).padStart(2, "0")).join(":");
}
