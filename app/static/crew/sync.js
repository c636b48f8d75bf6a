/** When to talk to the server, and what to say about it. What is said in a round is in round.js. No screen in either. */

import { createRound } from "./round.js";
/** @import {Api, Store, Sync, SyncState} from "./shapes.d.ts" */

/** @typedef {{ set: (work: () => void, ms: number) => any, clear: (id: any) => void }} Timers */
/** @typedef {<T>(name: string, work: () => Promise<T>) => Promise<T | undefined>} Lock  undefined: another tab is at it */

const SOON = 2_000;
const REGULAR = 60_000;
const LONGEST_PAUSE = 300_000;
const STALE = 600_000;             // a lock nobody lets go, a round that hangs somewhere: phones do both

/**
 * @param {{ store: Store, api: Api, now: () => number, random: () => number, lock: Lock, timers: Timers, version?: string }} needs
 * @returns {Sync}
 */
export function createSync({ store, api, now, random, lock, timers, version = "" }) {
  const round = createRound({ store, api, now, version, sending: (sending) => set({ sending }),
    alive: () => (alive = now()) });
  /** @type {Set<(state: SyncState) => void>} */
  const listeners = new Set();
  /** @type {SyncState} */
  let state = { running: false, problem: null, sending: null, next_at: null };
  /** @type {Promise<void> | null} */
  let running = null;
  /** @type {any} */
  let timer = null;
  let started = false;
  let again = false;
  let failures = 0;
  let not_before = 0;
  let asked_pause = 0;
  let locked_out = 0;
  let alive = 0;
  return { start, stop, run, soon, state: () => state, onState };

  function start() {
    started = true;
    run("start");
  }

  async function stop() {
    started = false;
    timers.clear(timer);
    await running;
  }

  /** @param {string} why */
  function run(why) {
    if (running && Math.abs(now() - alive) < STALE) return running;
    const mine = go(why).finally(() => {
      if (running === mine) running = null;
    });
    running = mine;
    return mine;
  }

  function soon() {
    again = true;
    if (started && !running) wait(SOON);
  }

  /** @param {(state: SyncState) => void} listener */
  function onState(listener) {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }

  /** @param {Partial<SyncState>} part */
  function set(part) {
    state = { ...state, ...part };
    listeners.forEach((listener) => listener(state));
  }

  /** @param {number} wanted ms; never earlier than the server asked for, whatever the clock has done since */
  function wait(wanted) {
    const ms = Math.max(wanted, Math.min(not_before - now(), asked_pause));
    wake(ms);
    set({ next_at: now() + ms });
  }

  /** @param {number} ms */
  function wake(ms) {
    timers.clear(timer);
    timer = timers.set(() => run("timer"), ms);
  }

  /** @param {string} why */
  async function go(why) {
    again = false;
    alive = now();
    if (started) wake(STALE);
    set({ running: true });
    const [waiting, error] = await alone(round).then((left) => [left, null], (thrown) => [true, thrown]);
    failures = waiting ? failures + 1 : 0;
    asked_pause = (error?.retry_after ?? 0) * 1000;
    not_before = asked_pause ? now() + asked_pause : 0;
    if (error) await store.log("sync_failed", { why, code: String(error.code ?? error.name) });
    set({ running: false, sending: null, problem: error ? problemOf(error) : null });
    if (started) wait(again ? SOON : failures ? pause(failures) : REGULAR);
  }

  /** 2 s, doubled with each failure up to 5 minutes; spread, so that a crew's phones do not all come back at once. @param {number} count */
  function pause(count) {
    return Math.min(LONGEST_PAUSE, SOON * 2 ** (count - 1)) * (0.5 + random() / 2);
  }

  /** One tab sends at a time, to save work; a lock somebody forgot does not keep us for ever, doubles are harmless.
      @param {() => Promise<boolean>} work */
  async function alone(work) {
    const left = await lock("handzettel-sync", work);
    if (left === undefined) locked_out ||= now();
    const forgotten = left === undefined && Math.abs(now() - locked_out) >= STALE;
    if (left !== undefined || forgotten) locked_out = 0;
    return forgotten ? work() : left ?? false;
  }
}

/** @param {any} error @returns {SyncState["problem"]} */
function problemOf({ code = "", status }) {
  if (code === "person_changed") return null;
  if (code === "foreign_server" || code === "offline" || code === "too_old") return code;
  if (status === undefined) return "phone";
  if (status !== 401) return "server";
  return code.endsWith("revoked") ? "revoked" : "signed_out";
}
