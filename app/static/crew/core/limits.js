/** Limits of the self-check as data: what holds from which day, for whom. `null` switches a rule off; a firm's own rows come
    after these. app/slips/limits.py is the same, tests/cases/limits.json holds both to one table. */

/** @typedef {{ who: string, name: string, from: string, value: number | null, basis: string }} Limit */
/** @typedef {Record<string, number | null | undefined>} Limits */

const [LAW, YOUTH, RECORDS, HOUSE] = ["1994-07-01", "1976-05-01", "2015-01-01", "2020-01-01"];

/** Times of day and durations are minutes. @type {Limit[]} */
export const STATUTORY = [
  ...rows("adult", LAW, "§ 3 ArbZG", { day_usual: 480, day_most: 600, week_most: null }),
  ...rows("adult", LAW, "§ 4 ArbZG", { in_a_row: 360, short_above: 360, short_break: 30, long_above: 540, long_break: 45, break_edge: 1 }),
  ...rows("adult", LAW, "§ 5 ArbZG", { rest: 660 }),
  ...rows("all", LAW, "§ 4 ArbZG, § 11 JArbSchG", { break_part: 15 }),
  ...rows("all", LAW, "§ 11 ArbZG", { sunday_rest_days: 14, holiday_rest_days: 56 }),
  ...rows("minor", YOUTH, "§ 8 JArbSchG", { day_usual: 480, day_most: 510, week_most: 2400 }),
  ...rows("minor", YOUTH, "§ 15 JArbSchG", { week_days: 5 }),
  ...rows("minor", YOUTH, "§ 11 JArbSchG",
    { in_a_row: 270, short_above: 270, short_break: 30, long_above: 360, long_break: 60, break_edge: 60 }),
  ...rows("minor", YOUTH, "§ 13 JArbSchG", { rest: 720 }),
  ...rows("minor", YOUTH, "§ 14 JArbSchG", { earliest: 360, latest: 1200 }),
  ...rows("minor", YOUTH, "§ 16 JArbSchG", { free_saturday: 1 }),
  ...rows("minor", YOUTH, "§ 17 JArbSchG", { free_sunday: 1 }),
  ...rows("minor", YOUTH, "§ 18 JArbSchG", { free_holiday: 1 }),
  ...rows("all", RECORDS, "§ 17 MiLoG", { record_days: 7 }),
  ...rows("all", HOUSE, "", { longest: 960, ahead: 30, enough_text: 15, worth_a_reason: 15, fastest: 200 }),
];

/**
 * What holds for somebody on a day: of several rows the latest that has begun, of one day the last named.
 * @param {Limit[]} table @param {string} day @param {string} who
 * @returns {Limits}
 */
export function inForce(table, day, who) {
  const begun = table.filter((row) => ["all", who].includes(row.who) && row.from <= day);
  const sorted = begun.sort((a, b) => (a.from < b.from ? -1 : Number(a.from > b.from)));
  return Object.fromEntries(sorted.map(({ name, value }) => [name, value]));
}

/** @param {string} who @param {string} from @param {string} basis @param {Record<string, number | null>} values @returns {Limit[]} */
function rows(who, from, basis, values) {
  return Object.entries(values).map(([name, value]) => ({ who, name, from, value, basis }));
}
