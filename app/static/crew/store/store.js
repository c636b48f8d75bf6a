/** Everything of one person on this phone. All work is written strictly; what belongs to others is neither shown nor touched. */

import { answers, startOver } from "./answers.js";
import { openDatabase, StoreError } from "./database.js";
import { outbox } from "./outbox.js";
import { articlesOf, BEGINNING, metaOf, ofPerson, saveMeta, whoIn, whoOrNobody } from "./person.js";
import { pictures } from "./pictures.js";
import { unsentFile } from "./unsent.js";
import { unsent, views } from "./views.js";
/** @import {Detail, Device, Person, Store} from "../shapes.d.ts" */
/** @import {Database, Step, Tx} from "./database.js" */

/** @typedef {{ db: Database, now: () => number, changed: () => void, log: Store["log"] }} Phone  what the rooms of the store share */

const MOST_EVENTS = 500;

/**
 * @param {{ name?: string, factory?: IDBFactory, steps?: Step[], now?: () => number, outdated?: () => void | Promise<void>,
 *   blocked?: () => void }} [options]
 * @returns {Promise<Store>}
 */
export async function openStore({ name = "handzettel", now = Date.now, ...options } = {}) {
  const db = openDatabase({ name, ...options, reopened: (why) => void written.log("reopened", { why }) });
  const { changed, onChange, quiet } = announcer(name);
  const written = diary(db, now);
  const phone = { db, now, changed, log: written.log };
  await db.read("meta", whoOrNobody);   // opens it now, so that a blocked or refused database shows at the start
  return { ...outbox(phone), ...answers(phone), ...views(phone), ...pictures(phone), ...unsentFile(phone), ...identity(phone),
    ...desk(phone), ...written, onChange, close };

  function close() {
    db.close();
    quiet();
  }
}

/** Who is signed in. @param {Phone} phone */
function identity({ db, changed, log }) {
  return { who, signIn, signOut, meta, setMeta };

  function who() {
    return db.read("meta", whoOrNobody);
  }

  /** @param {{ person: Person, device: Device, server: string }} signed_in */
  async function signIn({ person, device, server }) {
    await db.write("meta ops done blobs base", async (tx) => {
      await tx.objectStore("meta").put({ key: "who", who: { person, device } });
      const known = await metaOf(tx, person.id);
      const fresh = known.server === server ? {} : { server, cursor: 0, seen: 0, checks: [BEGINNING], etag: "", backed_up_to: 0 };
      if (known.server && known.server !== server) await startOver(tx, person.id, [], []);
      await saveMeta(tx, person.id, { ...fresh, name: person.name, paired: known.paired + 1 });
    });
    changed();
    void log("signed_in", { person: person.id, device: device.id });
  }

  /** Takes along what can be fetched again; what no backup holds yet stays. */
  async function signOut() {
    await db.write("meta ops blobs base catalog", async (tx) => {
      const { person } = await whoIn(tx);
      if ((await unsent(tx)).some((item) => item.person === person.id)) throw new StoreError("unsent");
      await tx.objectStore("base").delete(ofPerson(person.id));
      for (const key of [person.id, articlesOf(person.id)]) await tx.objectStore("catalog").delete(key);
      await saveMeta(tx, person.id, { cursor: 0, etag: "", restarts: (await metaOf(tx, person.id)).restarts + 1 });
      await tx.objectStore("meta").delete("who");
    });
    changed();
    void log("signed_out");
  }

  function meta() {
    return db.read("meta", async (tx) => {
      const { checks, ...known } = await metaOf(tx, (await whoIn(tx)).person.id);
      return { ...known, high: checks[0], unchecked: checks.length - 1, newest: checks.reduce((far, one) => (one.seq > far.seq ? one : far)) };
    });
  }

  /** @param {Record<string, any>} part */
  async function setMeta(part) {
    await db.write("meta", async (tx) => saveMeta(tx, (await whoIn(tx)).person.id, part));
    changed();
  }
}

/** What lies around: catalog, unfinished input. @param {Phone} phone */
function desk({ db }) {
  const catalog = unlessKept(async (store, person) => (await store.get(person))?.catalog ?? null);
  const articles = unlessKept(async (store, person) =>                                   // older apps kept them in the catalog
    (await store.get(articlesOf(person)))?.materials ?? (await store.get(person))?.catalog.materials ?? []);
  return { catalog, articles, draft, saveDraft, dropDraft };

  /** The lists are long and seldom change: they are read again when the etag is another.
      @template T @param {(store: ReturnType<Tx["objectStore"]>, person: string) => Promise<T>} read @returns {() => Promise<T>} */
  function unlessKept(read) {
    let kept = { as: "", lists: /** @type {T | undefined} */ (undefined) };
    return () => db.read("meta catalog", async (tx) => {
      const { person } = await whoIn(tx), { etag } = await metaOf(tx, person.id);
      if (!etag || kept.as !== `${person.id}/${etag}`) kept = { as: `${person.id}/${etag}`, lists: await read(tx.objectStore("catalog"), person.id) };
      return /** @type {T} */ (kept.lists);
    });
  }

  /** @param {string} key @returns {Promise<unknown>} */
  function draft(key) {
    return db.read("meta drafts", async (tx) => (await tx.objectStore("drafts").get([(await whoIn(tx)).person.id, key]))?.value);
  }

  /** @param {string} key @param {unknown} value @returns {Promise<void>} */
  function saveDraft(key, value) {
    return db.write("meta drafts", async (tx) => {
      const { person } = await whoIn(tx);
      await tx.objectStore("drafts").put({ person: person.id, key, value });
    });
  }

  /** @param {string} key @returns {Promise<void>} */
  function dropDraft(key) {
    return db.write("meta drafts", async (tx) => tx.objectStore("drafts").delete([(await whoIn(tx)).person.id, key]));
  }
}

/** The last events, for support. @param {Database} db @param {() => number} now */
function diary(db, now) {
  return { log, events };

  /** Never in the way of the work it tells about: a diary that cannot be written is left out.
      @param {string} event @param {Detail} [detail] */
  async function log(event, detail) {
    const write = db.write("log", async (tx) => {
      const store = tx.objectStore("log");
      const key = /** @type {number} */ (await store.add({ at: now(), event, ...(detail && { detail }) }));
      if (key > MOST_EVENTS) await store.delete(IDBKeyRange.upperBound(key - MOST_EVENTS));
    }, "relaxed");
    await write.catch(() => {});
  }

  function events() {
    return db.read("log", (tx) => tx.objectStore("log").getAll());
  }
}

/** Tells this tab and the others that something was written. @param {string} name */
function announcer(name) {
  /** @type {Set<() => void>} */
  const listeners = new Set();
  const others = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(name);
  const tell = () => listeners.forEach((listener) => listener());
  others?.addEventListener("message", tell);
  return { changed, onChange, quiet: () => others?.close() };

  function changed() {
    tell();
    others?.postMessage("changed");
  }

  /** @param {() => void} listener */
  function onChange(listener) {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }
}
