/** The one IndexedDB of this phone: numbered additive steps, strict writes, and a new connection whenever the old one died. */

import { wrap } from "../../vendor/idb.js";
/** @import {IDBPDatabase, IDBPTransaction} from "../../vendor/idb.js" */

/** @typedef {IDBPTransaction<any, any, "readwrite">} Tx */
/** @typedef {(db: IDBDatabase, tx: IDBTransaction) => void} Step */
/** @typedef {ReturnType<typeof openDatabase>} Database */

const DEAD = ["InvalidStateError", "UnknownError", "AbortError"];   // what a connection says that iOS has killed
const TRIES = 3;
const BREATH = 200;                // before the last try: a phone just unlocked needs a moment
const FAREWELL = 2_000;            // at most so long a newer version waits for what is to be saved first

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
  (_, tx) => {
    const base = tx.objectStore("base");
    for (const [name, path] of [["state", "change.state"], ["day", "change.fields.date"], ["seq", "change.seq"]]) base.createIndex(name, ["person", path]);
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
 * aborted, never before. `work` may run again on a fresh connection and must then lead to the same. `outdated` may still save: the
 * connection is given up when it is through. `reopened` hears of every connection that had to be replaced, and why.
 * @param {{ name?: string, factory?: IDBFactory, steps?: Step[], outdated?: () => void | Promise<void>, blocked?: () => void,
 *   reopened?: (why: string) => void }} [options]
 */
export function openDatabase({ name = "handzettel", factory = indexedDB, steps = STEPS, outdated, blocked, reopened } = {}) {
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
    letGo(connection);
  }

  /** Others may have opened a fresh one meanwhile: that one stays. @param {Promise<IDBPDatabase<any>> | null} old */
  function letGo(old) {
    old?.then((db) => db.close(), () => {});
    if (connection === old) connection = null;
  }

  /** @template T @param {string} stores @param {IDBTransactionMode} mode @param {(tx: Tx) => Promise<T>} work
      @param {IDBTransactionDurability} durability @returns {Promise<T>} */
  async function within(stores, mode, work, durability) {
    for (let tries = 1, died = ""; ; tries++) {
      if (tries === TRIES) await new Promise((resolve) => setTimeout(resolve, BREATH));
      const used = (connection ??= connect());
      try {
        const result = await once(/** @type {Tx} */ ((await used).transaction(stores.split(" "), mode, { durability })), work);
        if (died) reopened?.(died);
        return result;
      } catch (error) {
        died = nameOf(error);
        if (!DEAD.includes(died) || tries === TRIES) throw known(error);
        letGo(used);
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
    /** @type {Promise<IDBPDatabase<any>>} */
    const opening = new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(/** @type {any} */ (wrap(watched(request.result, () => letGo(opening)))));
      request.onerror = () => reject(request.error);
    });
    opening.catch(() => letGo(opening));
    return opening;
  }

  /** @param {IDBDatabase} db @param {() => void} gone */
  function watched(db, gone) {
    db.onclose = () => {
      gone();
      reopened?.("close");
    };
    db.onversionchange = () => {
      const late = new Promise((resolve) => setTimeout(resolve, FAREWELL));
      Promise.race([Promise.resolve(outdated?.()).catch(() => {}), late]).then(gone);
    };
    return db;
  }
}

/** @template T @param {Tx} tx @param {(tx: Tx) => Promise<T>} work */
async function once(tx, work) {
  const ended = tx.done.then(() => null, (/** @type {unknown} */ error) => error ?? new DOMException("aborted", "AbortError"));
  try {
    const result = await work(tx);
    if (/** @type {IDBTransactionMode} */ (tx.mode) === "readonly") return result;   // what is read is here; what is written is safe when the transaction has ended
    const failure = await ended;
    if (failure) throw failure;
    return result;
  } catch (error) {
    stop(tx);
    const failure = await ended;   // a full phone shows here, as the reason of the abort; what failed after it says less
    throw failure && nameOf(failure) !== "AbortError" ? failure : error;
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
