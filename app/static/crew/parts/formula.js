import { evaluate, FormulaError } from "../core/calc.js";
import { t } from "../texts.js";

/** The result of what is typed, or what is wrong with it in plain words. @param {string} typed @returns {{ result: string | null, said: string }} */
export function calculated(typed) {
  if (!typed.trim()) return { result: null, said: "" };
  try {
    return { result: evaluate(typed), said: "" };
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error;
    return { result: null, said: t(`formula.${error.code}`, { n: error.at + 1, sign: [...typed][error.at] ?? "" }) };
  }
}
