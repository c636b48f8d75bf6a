import { decimal, rounded, thousandths } from "./decimals.js";

/** @typedef {{ accepted: 0 | 1 | null, failed: string[], count: number, below: number, mean: string | null, least: string | null,
 *   greatest: string | null }} Acceptance */

const MOST_OF_NOMINAL = 3;

/**
 * Acceptance of a coating by its dry film thickness (DFT), as app/slips/coating.py: unless agreed otherwise the mean reaches the
 * nominal, no reading is below 80 % of it, at most 20 % are below it, and none is above the greatest, 3 times the nominal.
 * @param {string[]} readings micrometres @param {string} nominal @param {string | null} [most] the greatest thickness allowed
 * @param {number} [wanted] how many readings the plan asks for
 * @returns {Acceptance}
 */
export function accept(readings, nominal, most = null, wanted = 1) {
  const values = readings.map(thousandths), target = thousandths(nominal);
  if (target <= 0) throw new RangeError(`not a nominal thickness: ${nominal}`);
  if (!values.length) return { accepted: null, failed: [], count: 0, below: 0, mean: null, least: null, greatest: null };
  const limit = most === null ? target * MOST_OF_NOMINAL : thousandths(most);
  const broken = failed(values, target, limit, wanted);
  return { accepted: broken.length ? 0 : 1, failed: broken, count: values.length, below: below(values, target),
    mean: decimal(rounded(sum(values), values.length)), least: decimal(Math.min(...values)), greatest: decimal(Math.max(...values)) };
}

/** Which rules are broken. @param {number[]} values @param {number} target @param {number} most @param {number} wanted */
function failed(values, target, most, wanted) {
  const broken = {
    too_few_readings: values.length < wanted,
    mean_below_nominal: sum(values) < target * values.length,
    single_below_80: Math.min(...values) * 10 < target * 8,
    too_many_below_nominal: below(values, target) * 5 > values.length,
    above_greatest: Math.max(...values) > most,
  };
  return Object.entries(broken).filter(([, is_broken]) => is_broken).map(([rule]) => rule);
}

/** @param {number[]} values @param {number} target */
function below(values, target) {
  return values.filter((one) => one < target).length;
}

/** @param {number[]} values */
function sum(values) {
  return values.reduce((total, one) => total + one, 0);
}
