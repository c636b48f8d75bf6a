/** A released phone app, unpacked beside today's vendor files, and the dump of one of its phones. */

import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const VENDOR = fileURLToPath(new URL("../../app/static/vendor", import.meta.url));

/** Every version that is kept. */
export function versions() {
  return readdirSync(HERE).filter((name) => name.endsWith(".tar.gz")).map((name) => name.replace(".tar.gz", ""));
}

/** The core as it was released; the folder goes when the process ends. @param {string} version */
export async function released(version) {
  const folder = mkdtempSync(join(tmpdir(), `handzettel-${version}-`));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  execFileSync("tar", ["-xzf", join(HERE, `${version}.tar.gz`), "-C", folder]);
  symlinkSync(VENDOR, join(folder, "app/static/vendor"));
  const crew = join(folder, "app/static/crew");
  const [{ openStore }, { createApi }, { createSync }] = await Promise.all(["store/store.js", "api.js", "sync.js"].map((name) => import(join(crew, name))));
  return { openStore, createApi, createSync };
}

/** @param {string} version */
export function dumpOf(version) {
  return JSON.parse(readFileSync(join(HERE, `${version}.phone.json`), "utf8"), (_, value) => (value?.base64 === undefined ? value : bytes(value.base64)));
}

/** Everything in a database: its stores as they were made, and what lies in them. @param {IDBFactory} factory @param {string} name */
export async function dump(factory, name) {
  const db = await done(factory.open(name));
  const stores = {};
  for (const store of db.objectStoreNames) {
    const from = db.transaction(store).objectStore(store);
    const indexes = Object.fromEntries([...from.indexNames].map((index) => [index, from.index(index).keyPath]));
    stores[store] = { keyPath: from.keyPath, autoIncrement: from.autoIncrement, indexes, rows: await done(from.getAll()), keys: await done(from.getAllKeys()) };
  }
  db.close();
  return { version: db.version, stores };
}

/** A database as it was dumped. @param {IDBFactory} factory @param {string} name @param {Awaited<ReturnType<typeof dump>>} dumped */
export async function restore(factory, name, { version, stores }) {
  const request = factory.open(name, version);
  request.onupgradeneeded = () => {
    for (const [store, { keyPath, autoIncrement, indexes, rows, keys }] of Object.entries(stores)) {
      const into = request.result.createObjectStore(store, { keyPath, autoIncrement });
      for (const [index, path] of Object.entries(indexes)) into.createIndex(index, path);
      rows.forEach((row, i) => (keyPath === null ? into.add(row, keys[i]) : into.add(row)));
    }
  };
  (await done(request)).close();
}

/** JSON with bytes in base64. */
export function written(value) {
  return JSON.stringify(value, (_, one) => (one instanceof ArrayBuffer || one instanceof Uint8Array ? { base64: Buffer.from(one).toString("base64") } : one), 1);
}

function bytes(base64) {
  const found = Buffer.from(base64, "base64");
  return found.buffer.slice(found.byteOffset, found.byteOffset + found.length);
}

const done = (request) => new Promise((resolve, reject) => Object.assign(request, { onsuccess: () => resolve(request.result), onerror: () => reject(request.error) }));
