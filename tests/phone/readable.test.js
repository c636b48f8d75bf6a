/** A picture this phone cannot read any more: noticed before anybody signs, and never left out in silence. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { allReadable, brokenFindings, brokenOf, takenIn } from "../../app/static/crew/parts/readable.js";
import { attach, aStore, create, OTHER, picture, SLIP, submit } from "./phone.js";

const [ONE, TWO] = [picture(3000, 1), picture(4000, 2)];

async function withPhotos(spoil = (_bytes) => {}) {
  const store = await aStore();
  await store.record(create());
  for (const one of [ONE, TWO]) await store.record(attach(one));
  const blob = store.blob;
  return { ...store, blob: async (digest) => spoiled(await blob(digest), spoil) };
}

function spoiled(blob, spoil) {
  const copy = blob && { ...blob, bytes: blob.bytes.slice(0) };
  return copy && spoil(copy) === null ? undefined : copy;
}

const damage = (blob) => blob.sha256 === TWO.sha256 && (new Uint8Array(blob.bytes)[7] ^= 1);
const lose = (blob) => (blob.sha256 === TWO.sha256 ? null : 0);
const cardsOf = async (store) => new Map((await store.blobCards()).map((card) => [card.sha256, card]));
const brokenIn = async (store) => brokenOf(await store.view(SLIP), await cardsOf(store), takenIn(await store.pending(), SLIP));

test("whole pictures are read, compared, and nothing is said", async () => {
  const store = await withPhotos();
  assert.equal(await allReadable({ store }, await store.view(SLIP)), true);
  assert.deepEqual([...(await brokenIn(store))], []);
});

for (const [name, spoil] of Object.entries({ "one byte differs": damage, "the bytes are gone": lose })) {
  test(`${name}: the picture is marked, and the slip must not be signed`, async () => {
    const store = await withPhotos(spoil);
    assert.equal(await allReadable({ store }, await store.view(SLIP)), false);
    const broken = await brokenIn(store);
    assert.deepEqual([...broken], [[TWO.sha256, "damaged"]]);
    assert.deepEqual(brokenFindings(await store.view(SLIP), broken), [{ level: "must", code: "photo_broken", field: "6", about: "", params: { count: 1 } }]);
  });
}

test("the signature of a checklist is looked at like a photo: nobody signs over one that is gone, and after handing in it can be given up", async () => {
  const row = "0198c0de-0000-7000-8000-00000000ab01";
  const made = await aStore();
  await made.record(create());
  await made.record({ kind: "add_row", slip_id: SLIP, base_rev: 0, blobs: [TWO], manifest: [{ att_id: row, sha256: TWO.sha256, size: TWO.size, role: "signature" }],
    rows: { [row]: { table: "answer", fields: { checklist: [null, SLIP], item: [null, "who"], value: [null, TWO.sha256], sha256: [null, TWO.sha256], size: [null, TWO.size] } } } });
  const { blob } = made, store = { ...made, blob: async (digest) => spoiled(await blob(digest), damage) };
  assert.equal(await allReadable({ store }, await store.view(SLIP)), false);
  assert.deepEqual([...(await brokenIn(store))], [[TWO.sha256, "damaged"]]);
  assert.equal(brokenFindings(await store.view(SLIP), await brokenIn(store))[0].params.count, 1);
});

test("a picture that cannot be read for a moment is well again when it can", async () => {
  let bad = true;
  const store = await withPhotos((blob) => (bad ? damage(blob) : 0));
  const view = await store.view(SLIP);
  assert.deepEqual([await allReadable({ store }, view), (bad = false), await allReadable({ store }, view)], [false, false, true]);
  assert.deepEqual([...(await brokenIn(store))], []);
});

test("a picture whose card is gone as well is known by the entry that took it", async () => {
  const store = await withPhotos();
  const cards = await cardsOf(store);
  cards.delete(ONE.sha256);
  assert.deepEqual([...brokenOf(await store.view(SLIP), cards, takenIn(await store.pending(), SLIP))], [[ONE.sha256, "damaged"]]);
  assert.deepEqual([...brokenOf(await store.view(SLIP), cards, [])], [], "somebody else's picture, at the office");
});

test("given up, it holds up a slip no more that was handed in; with the crew it is asked about again", async () => {
  const store = await withPhotos();
  await store.markBlobBad(TWO.sha256, "damaged");
  await store.declareLost(TWO.sha256);
  assert.deepEqual([...(await brokenIn(store))], [[TWO.sha256, "damaged"]]);
  await store.record(submit([ONE, TWO]));
  assert.equal((await store.view(SLIP)).state, "submitted");
  assert.deepEqual([...(await brokenIn(store))], []);
});

test("the same picture on two slips is one on this phone, and whole on both", async () => {
  const store = await withPhotos();
  await store.record(create(OTHER));
  await store.record(attach(ONE, OTHER));
  const view = await store.view(OTHER);
  assert.equal(await allReadable({ store }, view), true);
  assert.deepEqual([...brokenOf(view, await cardsOf(store), takenIn(await store.pending(), OTHER))], []);
  await store.markBlobBad(TWO.sha256, "damaged");
  assert.deepEqual([...brokenOf(view, await cardsOf(store), takenIn(await store.pending(), OTHER))], [], "not a picture of this slip");
});
