/** A phone that can be killed at any moment: everything the core waits for (each request and each end of a transaction, each request to
    the server and each answer, each digest, each lock) is counted, and at a chosen count nothing of that life ever goes on: what was not
    committed is rolled back, as when the system ends a process. A new life goes on over the same database. */

import "fake-indexeddb/auto";
import { IDBDatabase, IDBOpenDBRequest, IDBRequest, IDBTransaction } from "fake-indexeddb";
import { createApi } from "../../app/static/crew/api.js";
import { openStore } from "../../app/static/crew/store/store.js";
import { createSync } from "../../app/static/crew/sync.js";

globalThis.BroadcastChannel = undefined;   // one opened by a life that ends while it opens would keep the process waiting
const NEVER = new Promise(() => {});
const COUNTED = ["success", "error", "complete", "abort"];
const connections = new WeakMap();
const openings = new WeakMap();
/** @type {Life | null} */
let current = null;

class Life {
  constructor(kill_at) {
    Object.assign(this, { kill_at, count: 0, dead: false, open: [] });
    this.killed = new Promise((resolve) => (this.tell = resolve));
  }

  /** One thing waited for has come. False when this life does not see it any more. */
  step() {
    if (!this.dead && (this.count += 1) === this.kill_at) this.kill();
    return !this.dead;
  }

  kill() {
    this.dead = true;
    for (const connection of this.open) {
      for (const tx of [...connection._rawDatabase.transactions])
        if (tx.db === connection && tx._state !== "finished") tx._abort(null);
      connection.close();
    }
    setImmediate(this.tell);
  }
}

const events = Object.getPrototypeOf(IDBRequest.prototype);
const dispatch = events.dispatchEvent;
events.dispatchEvent = function (event) {
  const life = lifeOf(this);
  if (this instanceof IDBOpenDBRequest && life && event.type === "success") {
    connections.set(this.result, life);
    life.open.push(this.result);
  }
  if (!life || (!life.dead && (!COUNTED.includes(event.type) || life.step()))) return dispatch.call(this, event);
  if (this instanceof IDBTransaction) this.db._rawDatabase.processTransactions();   // the next life's transactions may go
  return true;
};

function lifeOf(target) {
  if (target instanceof IDBOpenDBRequest) return openings.get(target);
  if (target instanceof IDBRequest) return connections.get(target.transaction?.db);
  return connections.get(target instanceof IDBDatabase ? target : target.db);
}

const digest = crypto.subtle.digest.bind(crypto.subtle);
Object.defineProperty(crypto.subtle, "digest", { value: async (...given) => {
  const life = current;
  const found = await digest(...given);
  return !life || life.step() ? found : NEVER;
} });

/**
 * A life of a phone that ends at its n-th await.
 * @param {{ name: string, factory: IDBFactory, fetch: any, kill_at?: number, now?: () => number }} phone
 */
export async function live({ name, factory, fetch, kill_at = Infinity, now = Date.now }) {
  const life = new Life(kill_at);
  current = life;
  const opening = openStore({ name, now, factory: { open: (...given) => opened(life, factory, given) } });
  const lock = async (_, work) => (life.step() ? work() : NEVER);
  const store = await Promise.race([opening, life.killed]);
  if (!store) return { life };
  const sync = createSync({ store, api: createApi({ fetch: watched(life, fetch) }), now, random: () => 1, lock, timers: { set: () => 0, clear: () => {} } });
  return { life, store, sync };
}

function opened(life, factory, given) {
  if (life.dead) return {};
  const request = factory.open(...given);
  openings.set(request, life);
  return request;
}

/** Killed before a request leaves, when its answer comes, or when that is read. */
function watched(life, fetch) {
  return async (url, init) => {
    if (!life.step()) return NEVER;
    const answer = await fetch(url, init);
    if (!life.step()) return NEVER;
    answer.json = async () => {
      const content = JSON.parse(await answer.text());
      return life.step() ? content : NEVER;
    };
    return answer;
  };
}
