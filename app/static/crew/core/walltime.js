/** Wall times: `2026-11-25T07:00+01:00`, what the clock on the wall said, with its offset. Instants are whole minutes since 1970. */

const SHAPE = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)([+-])(\d\d):(\d\d)$/;
const A_DAY = 24 * 60;
const MOST_KNOWN = 5_000;
/** @type {Map<string, Intl.DateTimeFormat>} */
const clocks = new Map();
const instants = known(read), offsets = known(offsetAt);

/** @param {string} wall */
export function instant(wall) {
  return instants(wall);
}

/** @param {string} wall */
function read(wall) {
  const [, date, time, sign, hours, minutes] = SHAPE.exec(wall) ?? bad("wall time", wall);
  if (+hours > 14 || +minutes > 59) bad("wall time", wall);
  const ahead = +hours * 60 + +minutes;
  return written(date, time) - (sign === "-" ? -ahead : ahead);
}

/**
 * What the clock in a zone says at an instant.
 * @param {number} minute @param {string} zone
 */
export function at(minute, zone) {
  const ahead = offset(minute, zone);
  const local = new Date((minute + ahead) * 60_000).toISOString().slice(0, 16);
  const size = Math.abs(ahead);
  return `${local}${ahead < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/**
 * The wall time of a date and a clock time. A time skipped by the clock change moves on by the gap (02:30 is 03:30); of a
 * time that comes twice the first is meant, or the second with `later`.
 * @param {string} date @param {string} time @param {string} zone @param {boolean} [later]
 */
export function wall(date, time, zone, later = false) {
  const local = written(date, time);
  const around = [offset(local - A_DAY, zone), offset(local + A_DAY, zone)];
  const true_here = around.filter((ahead) => offset(local - ahead, zone) === ahead);
  const ahead = (later ? true_here.at(-1) : true_here[0]) ?? around[0];
  return at(local - ahead, zone);
}

/**
 * The first time after `start` the clock shows `time`: the end of a shift, past midnight if need be.
 * @param {string} start @param {string} time @param {string} zone
 */
export function following(start, time, zone) {
  const date = day(start);
  const same_day = [wall(date, time, zone), wall(date, time, zone, true)].find((end) => instant(end) > instant(start));
  return same_day ?? wall(nextDay(date), time, zone);
}

/** @param {string} start @param {number} minutes @param {string} zone */
export function addMinutes(start, minutes, zone) {
  return at(instant(start) + minutes, zone);
}

/** "07:00" @param {string} wall_time */
export function clock(wall_time) {
  return SHAPE.exec(wall_time)?.[2] ?? bad("wall time", wall_time);
}

/** "2026-11-25" @param {string} wall_time */
export function day(wall_time) {
  return SHAPE.exec(wall_time)?.[1] ?? bad("wall time", wall_time);
}

/** @param {string} date */
export function nextDay(date) {
  return new Date((written(date, "00:00") + A_DAY) * 60_000).toISOString().slice(0, 10);
}

/** Minutes as if the zone were UTC. @param {string} date @param {string} time */
function written(date, time) {
  const text = `${date}T${time}`;
  const read = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text) ? new Date(`${text}Z`) : new Date(NaN);
  if (isNaN(read.getTime()) || read.toISOString().slice(0, 16) !== text) bad("time", text);
  return read.getTime() / 60_000;
}

/** Minutes the zone is ahead of UTC. @param {number} minute @param {string} zone */
function offset(minute, zone) {
  return offsets(`${minute} ${zone}`);
}

/** @param {string} key */
function offsetAt(key) {
  const [minute, zone] = [parseInt(key), key.slice(key.indexOf(" ") + 1)];
  const parts = clockIn(zone).formatToParts(minute * 60_000);
  const part = Object.fromEntries(parts.map(({ type, value }) => [type, +value]));
  return Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute) / 60_000 - minute;
}

/** @param {string} zone */
function clockIn(zone) {
  const known = clocks.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en", { timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric",
    day: "numeric", hour: "numeric", minute: "numeric" });
  clocks.set(zone, made);
  return made;
}

/** The same few times are asked for again and again while a screen is drawn, and reading one costs a phone much.
    @param {(text: string) => number} work @returns {(text: string) => number} */
function known(work) {
  /** @type {Map<string, number>} */
  const found = new Map();
  return (text) => {
    const before = found.get(text);
    if (before !== undefined) return before;
    const made = work(text);
    if (found.size >= MOST_KNOWN) found.clear();
    found.set(text, made);
    return made;
  };
}

/** @param {number} number */
function two(number) {
  return String(number).padStart(2, "0");
}

/** @param {string} what @param {unknown} value @returns {never} */
function bad(what, value) {
  throw new RangeError(`not a ${what}: ${value}`);
}
