/** What the phone wrote down of itself, in plain words. */

import { knows, t } from "../texts.js";

/** @import { Store } from "../shapes.js" */
/** @typedef {Awaited<ReturnType<Store["events"]>>[number]} Happened */
/** @typedef {{ at: number, said: string, times: number }} Line */

/** The same several times in a row is one line, with the time of the last. @param {Happened[]} newest_first @returns {Line[]} */
export function together(newest_first) {
  /** @type {Line[]} */
  const lines = [];
  for (const event of newest_first) {
    const said = inWords(event);
    const last = lines.at(-1);
    if (last?.said === said) last.times += 1;
    else lines.push({ at: event.at, said, times: 1 });
  }
  return lines;
}

/** @param {Happened} event */
export function inWords({ event, detail = {} }) {
  const what = knows(`op.${detail.kind}`) ? t(`op.${detail.kind}`) : t("log.entry");
  const key = `log.${event}`;
  return knows(key) || knows(`${key}.other`) ? t(key, { what, why: reasonOf(detail), n: Number(detail.ops ?? detail.n ?? 0) }) : event;
}

/** @param {NonNullable<Happened["detail"]>} detail */
function reasonOf({ reason, code }) {
  const known = [`held.${reason}`, `sync.problem.${code}`, `error.${code}`].find(knows);
  return known ? t(known) : String(reason ?? code ?? "");
}
