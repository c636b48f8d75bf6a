/** Makes the dump of a phone of a released version, by running that version: an outbox with ops in every state, pictures, drafts, another
    person's work, and the small server it has talked to: node tests/releases/dump.js VERSION FILE */

import "fake-indexeddb/auto";
import { writeFileSync } from "node:fs";
import { IDBFactory } from "fake-indexeddb";
import { ANNA, attach, BEN, create, edit, OTHER, picture, SLIP, submit } from "../phone/phone.js";
import { createServer } from "../phone/server.js";
import { dump, released, written } from "./released.js";

const [APPROVED, CLASHING, GAP, BROKEN, WAITING] = [3, 4, 5, 6, 7].map((i) => `05000000-0000-7000-8000-00000000000${i}`);
const DEVICES = { anna: { id: "de000000-0000-7000-8000-000000000001", label: "Annas Handy" }, ben: { id: "de000000-0000-7000-8000-000000000002", label: "Annas Handy" } };
const factory = new IDBFactory();
const name = "handzettel";
const now = () => Date.parse("2026-11-20T15:00:00Z");
const timers = { set: () => 0, clear: () => {} };

const { openStore, createApi, createSync } = await released(process.argv[2]);
const server = createServer({ id: "5e000000-0000-7000-8000-000000000001", catalog: { person: ANNA, people: [{ id: BEN.id, name: BEN.name }] } });
server.time = () => now() + 4200;
const store = await openStore({ name, factory, now });
const sync = createSync({ store, api: createApi({ fetch: server.fetch }), now, random: () => 1, lock: (_, work) => work(), timers, version: process.argv[2] });

await store.signIn({ person: BEN, device: DEVICES.ben, server: server.id });
await store.recordAll([create(OTHER, { date: "2026-11-19", title: "Bens Zettel" }), attach(picture(120, 9), OTHER)]);

await store.signIn({ person: ANNA, device: DEVICES.anna, server: server.id });
await store.recordAll([create(SLIP, { date: "2026-11-20", title: "Geländer" }), attach(picture(300, 1)), create(APPROVED), submit([], APPROVED), create(CLASHING, { work: "a" }), create(GAP)]);
await sync.run("morning");
server.act("approve", APPROVED);
server.act("edit", CLASHING, { patch: { work: ["a", "vom Büro"] } });
await store.record(edit({ work: "zu spät" }, APPROVED));                                                             // held
await store.record({ kind: "edit", slip_id: CLASHING, patch: { work: ["a", "von Anna"] } });                         // merged
const [stumbling] = await store.recordAll([edit({ work: "Naht" }, GAP), edit({ leftover: "Rest" }, GAP)]);           // error; behind it
server.stumbles.add(stumbling.op_id);
await store.recordAll([attach(picture(400, 2)), submit([picture(300, 1), picture(400, 2)])]);
server.blobs.delete(picture(300, 1).sha256);                                                                         // need_blobs
await sync.run("noon");
const damaged = attach(picture(200, 3), BROKEN);
await store.recordAll([create(BROKEN), { ...damaged, blobs: [{ ...damaged.blobs[0], bytes: picture(200, 4).bytes }] }]);
await store.markBlobBad(picture(200, 3).sha256, "damaged");
const fresh = picture(500, 5);
await store.recordAll([create(WAITING, { date: "2026-11-20" }), attach(fresh, WAITING), submit([fresh], WAITING)]);   // never tried
await store.log("saved_as_file", { size: 1234 });
await store.saveDraft(`slip:${WAITING}`, { work: "halber Satz", rows: [1, 2] });
await store.setMeta({ persisted: false });
store.close();

const { ledger, slips, blobs } = server.backup();
const kept = { id: server.id, ledger, slips, blobs: Object.fromEntries(blobs) };
writeFileSync(process.argv[3], `${written({ ...(await dump(factory, name)), name, server: kept })}\n`);
