/** What phones do to a database, on demand: a write that finds the phone full, a connection that is dead, a record that is gone. */

import { IDBDatabase, IDBObjectStore } from "fake-indexeddb";

/** @type {Map<string, { puts: number, transactions: number, how: string }>} by the database's name: what is to happen, and after how many */
const plans = new Map();
const { put } = IDBObjectStore.prototype;
const { transaction } = IDBDatabase.prototype;

IDBObjectStore.prototype.put = function (...given) {
  const request = put.apply(this, given);
  const plan = plans.get(this.transaction.db.name);
  if (plan && plan.puts >= 0 && (plan.puts -= 1) < 0) request.addEventListener("success", () => this.transaction._abort("QuotaExceededError"));
  return request;
};

IDBDatabase.prototype.transaction = function (...given) {
  const plan = plans.get(this.name);
  if (!plan || plan.transactions < 0 || (plan.transactions -= 1) >= 0) return transaction.apply(this, given);
  if (plan.how === "throws") throw new DOMException("Connection to Indexed Database server lost", "UnknownError");
  if (plan.how === "closed") this.close();
  const tx = transaction.apply(this, given);
  queueMicrotask(() => tx._state !== "finished" && tx._abort("AbortError"));
  return tx;
};

/** The n-th write from now finds the phone full. @param {string} name @param {number} n */
export function full(name, n) {
  plans.set(name, { puts: n, transactions: -1, how: "" });
}

/** The n-th transaction from now meets a dead connection. @param {string} name @param {number} n @param {"throws" | "closed" | "aborts"} how */
export function dead(name, n, how) {
  plans.set(name, { puts: -1, transactions: n, how });
}

/** @param {string} name */
export function well(name) {
  plans.delete(name);
}

/** Does something to the stores named behind the app's back. @param {{ factory: IDBFactory, name: string }} phone @param {string[]} stores
    @param {(...stores: IDBObjectStore[]) => void} work */
export async function behindItsBack({ factory, name }, stores, work) {
  const request = factory.open(name);
  const db = await new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
  const tx = transaction.call(db, stores, "readwrite");
  work(...stores.map((store) => tx.objectStore(store)));
  await new Promise((resolve) => (tx.oncomplete = resolve));
  db.close();
}
