/** A phone for tests: the real store, api and sync over a fake IndexedDB, with a clock and timers the test turns by hand. */

import "fake-indexeddb/auto";
import { after } from "node:test";
import { IDBFactory } from "fake-indexeddb";
import { createApi } from "../../app/static/crew/api.js";
import { openStore } from "../../app/static/crew/store/store.js";
import { createSync } from "../../app/static/crew/sync.js";
import { digest } from "./server.js";

export const ANNA = { id: "0a000000-0000-7000-8000-000000000001", name: "Anna Richter", role: "lead", language: "de" };
export const BEN = { id: "0b000000-0000-7000-8000-000000000002", name: "Ben Nowak", role: "worker", language: "de" };
export const SLIP = "05000000-0000-7000-8000-000000000001";
export const OTHER = "05000000-0000-7000-8000-000000000002";

const DEVICE = { id: "de000000-0000-7000-8000-000000000001", label: "Annas Handy" };

const opened = [];
after(() => opened.forEach((store) => store.close()));

/** A store of its own, with somebody signed in; closed when the file is through. @param {any} [options] */
export async function aStore({ person = ANNA, device = DEVICE, server = "server-1", now, factory = new IDBFactory(), ...rest } = {}) {
  const store = await openStore({ name: `phone-${Math.random()}`, factory, now, ...rest });
  if (person) await store.signIn({ person, device, server });
  opened.push(store);
  return store;
}

/** A phone that talks to a server. `clock.now` is its time; `timers` run only when the test says so. @param {any} options */
export async function aPhone({ server, fetch = server.fetch, person = ANNA, device = DEVICE, lock = (_, work) => work(), version, random = () => 1 }) {
  const clock = { now: Date.parse("2026-11-25T16:00:00Z") };
  const waiting = [];
  const timers = { set: (work, ms) => waiting.push({ work, at: clock.now + ms }) && waiting.at(-1), clear: (one) => waiting.splice(0, waiting.length, ...waiting.filter((other) => other !== one)) };
  const now = () => clock.now;
  const [factory, name] = [new IDBFactory(), `phone-${Math.random()}`];
  const store = await aStore({ server: server.id, person, device, now, factory, name });
  const sync = createSync({ store, api: createApi({ fetch }), now, random, lock, timers, version });
  return { store, sync, clock, waiting, server, factory, name };
}

/** Waits for a condition, not for a time; gives up after ten seconds. @param {() => Promise<boolean>} holds */
export async function until(holds) {
  for (const end = Date.now() + 10_000; Date.now() < end;) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  throw new Error(`never came true: ${holds}`);
}

/** Runs `work` while a method of the fake IndexedDB is replaced. */
export async function instead(prototype, name, replacement, work) {
  const original = prototype[name];
  prototype[name] = function (...args) { return replacement.call(this, original, args); };
  try {
    return await work();
  } finally {
    prototype[name] = original;
  }
}

export const create = (slip_id = SLIP, fields = { date: "2026-11-25" }) => ({ kind: "create", slip_id, patch: news(fields) });
export const edit = (fields, slip_id = SLIP) => ({ kind: "edit", slip_id, patch: news(fields) });
export const news = (fields) => Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, [null, value]]));

/** A picture of so many bytes, the same for the same seed. */
export function picture(size, seed = 1) {
  const bytes = Uint8Array.from({ length: size }, (_, i) => (i * 31 + seed * 7 + (i >> 8)) % 256);
  return { sha256: digest(bytes), bytes: bytes.buffer, type: "image/jpeg", size };
}

export function attach({ sha256, bytes, type, size }, slip_id = SLIP, id = crypto.randomUUID()) {
  return { kind: "attach", slip_id, rows: { [id]: { table: "photo", fields: news({ sha256, size, type, tag: "before" }) } },
    manifest: [{ att_id: id, sha256, size, role: "photo" }], blobs: [{ sha256, bytes, type }] };
}

export function submit(pictures = [], slip_id = SLIP) {
  return { kind: "submit", slip_id, rows: { [crypto.randomUUID()]: { table: "signature", fields: news({ outcome: "absent", reason: "niemand da" }) } },
    manifest: pictures.map(({ sha256, size }) => ({ att_id: crypto.randomUUID(), sha256, size, role: "photo" })) };
}
