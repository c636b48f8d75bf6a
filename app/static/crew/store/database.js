/** The one IndexedDB of this phone: numbered additive steps, strict writes, and a new connection whenever the old one died. */

import { wrap } from "../../vendor/idb.js";
/** @import {IDBPDatabase, IDBPTransaction} from "../../vendor/idb.js" */

/** @typedef {IDBPTransaction<any, any, "readwrite">} Tx */
/** @typedef {(db: IDBDatabase, tx: IDBTransaction) => void} Step */
/** @typedef {ReturnType<typeof openDatabase>} Database */

const DEAD = ["InvalidStateError", "UnknownError", "AbortError"];   // what a connection says that iOS has killed
const TRIES = 3;

/** A step is never changed once it was released, and only ever adds. @type {Step[]} */
export const STEPS = [
  (db) => {
    for (const store of ["ops", "done"]) db.createObjectStore(store, { keyPath: "op_id" }).createIndex("person", "person");
    for (const store of ["blobs", "bytes"]) db.createObjectStore(store, { keyPath: ["person", "sha256"] });
    db.createObjectStore("base", { keyPath: ["person", "slip_id"] });
    db.createObjectStore("drafts", { keyPath: ["person", "key"] });
    db.createObjectStore("counters", { keyPath: ["device", "slip_id"] });
    db.createObjectStore("catalog", { keyPath: "person" });
    db.createObjectStore("meta", { keyPath: "key" });
    db.createObjectStore("log", { autoIncrement: true });
  },
];

export class StoreError extends Error {
  /** @param {string} code @param {unknown} [cause] */
  constructor(code, cause) {
    super(code, { cause });
    this.code = code;
  }
}

/**
 * `read` and `write` run `work` in one transaction over the stores named (space-separated) and settle when it has completed or
 * aborted, never before. `work` may run again on a fresh connection and must then lead to the same.
 * @param {{ name?: string, factory?: IDBFactory, steps?: Step[], outdated?: () => void, blocked?: () => void }} [options]
 */
export function openDatabase({ name = "handzettel", factory = indexedDB, steps = STEPS, outdated, blocked } = {}) {
  /** @type {Promise<IDBPDatabase<any>> | null} */
  let connection = null;
  return { read, write, close };

  /** @template T @param {string} stores @param {(tx: Tx) => Promise<T>} work */
  function read(stores, work) {
    return within(stores, "readonly", work, "relaxed");
  }

  /** @template T @param {string} stores @param {(tx: Tx) => Promise<T>} work @param {IDBTransactionDurability} [durability] */
  function write(stores, work, durability = "strict") {
    return within(stores, "readwrite", work, durability);
  }

  function close() {
    connection?.then((db) => db.close(), () => {});
    connection = null;
  }

  /** @template T @param {string} stores @param {IDBTransactionMode} mode @param {(tx: Tx) => Promise<T>} work
      @param {IDBTransactionDurability} durability @returns {Promise<T>} */
  async function within(stores, mode, work, durability) {
    for (let tries = 1; ; tries++) {
      try {
        const db = await (connection ??= connect());
        return await once(/** @type {Tx} */ (db.transaction(stores.split(" "), mode, { durability })), work);
      } catch (error) {
        if (!DEAD.includes(nameOf(error)) || tries === TRIES) throw known(error);
        close();
      }
    }
  }

  /** @returns {Promise<IDBPDatabase<any>>} */
  function connect() {
    const request = factory.open(name, steps.length);
    request.onupgradeneeded = ({ oldVersion }) => {
      for (const step of steps.slice(oldVersion)) step(request.result, /** @type {IDBTransaction} */ (request.transaction));
    };
    request.onblocked = () => blocked?.();
    return new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(/** @type {any} */ (wrap(watched(request.result))));
      request.onerror = () => reject(request.error);
    }).catch((error) => {
      connection = null;
      throw error;
    });
  }

  /** @param {IDBDatabase} db */
  function watched(db) {
    db.onclose = () => (connection = null);
    db.onversionchange = () => {
      db.close();
      connection = null;
      outdated?.();
    };
    return db;
  }
}

/** @template T @param {Tx} tx @param {(tx: Tx) => Promise<T>} work */
async function once(tx, work) {
  const ended = tx.done.then(() => null, (/** @type {unknown} */ error) => error ?? new DOMException("aborted", "AbortError"));
  try {
    const result = await work(tx);
    const failure = await ended;
    if (failure) throw failure;
    return result;
  } catch (error) {
    stop(tx);
    const failure = await ended;   // a full phone shows here, as the reason of the abort
    throw nameOf(error) === "AbortError" && failure ? failure : error;
  }
}

/** @param {Tx} tx */
function stop(tx) {
  try {
    tx.abort();
  } catch {
    // it has ended by itself
  }
}

/** @param {unknown} error */
function known(error) {
  if (error instanceof StoreError) return error;
  const codes = { QuotaExceededError: "full", VersionError: "outdated" };
  return new StoreError(codes[/** @type {keyof typeof codes} */ (nameOf(error))] ?? "broken", error);
}

/** @param {unknown} error */
function nameOf(error) {
  return error instanceof Error || error instanceof DOMException ? error.name : "";
}
