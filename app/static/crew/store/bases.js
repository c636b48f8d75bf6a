/** The server's copies of one person's slips. They are many and change seldom: once read they stay in memory, and only what has come since
    is read again, whichever window wrote it. */

import { ofPerson } from "./person.js";
/** @import {Change} from "../shapes.d.ts" */
/** @import {Tx} from "./database.js" */
/** @import {Meta} from "./person.js" */

/** @typedef {Map<string, Change>} Bases  by slip */
/** @typedef {{ me: string, meta: Meta }} Whose */
/** @typedef {ReturnType<typeof createBases>} BasesRead */

const AT_ONCE = 40;                     // between two portions a tap gets its turn
const OPEN = ["draft", "returned"];

export function createBases() {
  let kept = { age: "", mark: "", slips: /** @type {Bases} */ (new Map()) };
  return { all, some, near };

  /** @param {Tx} tx @param {Whose} whose @returns {Promise<Bases>} */
  async function all(tx, whose) {
    const age = ageOf(whose), mark = markOf(whose);
    if (kept.mark !== mark) kept = { age, mark, slips: await (kept.age === age ? brought(tx, whose, kept.slips) : everything(tx, whose)) };
    return kept.slips;
  }

  /** Those of these slips that there are. @param {Tx} tx @param {Whose} whose @param {Iterable<string>} ids @returns {Promise<Bases>} */
  async function some(tx, whose, ids) {
    if (kept.age === ageOf(whose)) return all(tx, whose);
    const store = tx.objectStore("base");
    return bySlip(await Promise.all([...ids].map((id) => store.get([whose.me, id]))));
  }

  /** At least what is unfinished, what is of these days, and these slips: quickly, before the first drawing.
      @param {Tx} tx @param {Whose} whose @param {string} since @param {Iterable<string>} ids @returns {Promise<Bases>} */
  async function near(tx, whose, since, ids) {
    if (kept.age === ageOf(whose)) return all(tx, whose);
    const { me } = whose, store = tx.objectStore("base");
    const open = OPEN.map((state) => store.index("state").getAll(IDBKeyRange.only([me, state])));
    const recent = store.index("day").getAll(IDBKeyRange.bound([me, since], [me, []]));
    const [named, ...found] = await Promise.all([some(tx, whose, ids), recent, ...open]);
    return new Map([...named, ...bySlip(found.flat())]);
  }
}

/** Bases of another age have nothing to do with these: the history may have been restored, or it is another's phone. @param {Whose} whose */
function ageOf({ me, meta: { server, paired, restarts } }) {
  return [me, server, paired, restarts].join();
}

/** None is written without one of these moving. @param {Whose} whose */
function markOf(whose) {
  const { cursor, checks: [high] } = whose.meta;
  return [ageOf(whose), cursor, high.seq, high.chain].join();
}

/** @param {Tx} tx @param {Whose} whose @param {Bases} known @returns {Promise<Bases>} */
async function brought(tx, { me }, known) {
  const store = tx.objectStore("base");
  const newest = Math.max(0, ...[...known.values()].map(({ seq }) => seq));
  const [keys, news] = await Promise.all([store.getAllKeys(ofPerson(me)), store.index("seq").getAll(IDBKeyRange.bound([me, newest], [me, []]))]);
  const all = new Map([...known, ...bySlip(news)]);
  const there = new Set(keys.map(([, id]) => id));
  return new Map([...all].filter(([id]) => there.has(id)));
}

/** @param {Tx} tx @param {Whose} whose @returns {Promise<Bases>} */
async function everything(tx, { me }) {
  const store = tx.objectStore("base");
  const found = [];
  for (let rest = ofPerson(me), part; !part || part.length === AT_ONCE; ) {
    part = await store.getAll(rest, AT_ONCE);
    found.push(...part);
    if (part.length) rest = IDBKeyRange.bound([me, part.at(-1).slip_id], [me, []], true);
  }
  return bySlip(found);
}

/** @param {({ slip_id: string, change: Change } | undefined)[]} rows @returns {Bases} */
function bySlip(rows) {
  return new Map(rows.filter((row) => row !== undefined).map(({ slip_id, change }) => [slip_id, change]));
}
