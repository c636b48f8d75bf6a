import assert from "node:assert/strict";
import { test } from "node:test";
import { fitted } from "../../app/static/crew/core/fitted.js";
import { fittedStrokes, inkOf, isBlank, keepSigning, keptSigning, openSigning, signers, thisMinute } from "../../app/static/crew/parts/signing.js";
import { aStore, SLIP } from "./phone.js";

const stroke = (points) => ({ points: points.map(([x, y]) => ({ x, y, pressure: 0.5, time: 0 })) });
const name = [stroke([[10, 50], [20, 80], [30, 50], [40, 80], [50, 50]]), stroke([[60, 50], [70, 90], [80, 50], [90, 90]])];
const slip = (more = {}) => ({ slip_id: SLIP, fields: { contact: "Jörg Lindner, Bauleiter\nStadt Königsbrück", site: "s1", work: "alt", ...more }, extra: {}, rows: {} });

test("a tap, a dot and nothing are no signature", () => {
  assert.deepEqual([isBlank([]), isBlank([stroke([[5, 5]])]), isBlank([stroke(Array(20).fill([5, 5]))]), isBlank(name)], [true, true, true, false]);
  assert.deepEqual(inkOf(name), { points: 9, reach: 80 });
});

test("turning the phone keeps the strokes in proportion and on the line", () => {
  const turned = fittedStrokes({ strokes: name, width: 800, height: 100 }, { width: 400, height: 600 });
  assert.deepEqual(turned[0].points.slice(0, 2).map(({ x, y }) => [x, y]), [[5, 575], [10, 590]]);
  assert.equal(turned[0].points[0].pressure, 0.5);
  const low = fittedStrokes({ strokes: [stroke([[10, 10], [10, 590]])], width: 400, height: 600 }, { width: 400, height: 200 });
  assert.deepEqual(low[0].points.map(({ y }) => y), [0, 580]);   // never above the edge
});

test("the contact may sign, and who signed at this site before, each once", () => {
  const before = (site, outcome, who) => ({ fields: { site }, rows: { s: { table: "signature", fields: { outcome, name: who, role: "Leitung" } } } });
  assert.deepEqual(signers(slip(), [before("s1", "signed", "Sabine Kunath"), before("s1", "signed", "Jörg Lindner"), before("s1", "absent", "Niemand"), before("s2", "signed", "Fremd")]),
    [{ name: "Jörg Lindner", role: "Bauleiter" }, { name: "Sabine Kunath", role: "Leitung" }]);
  assert.deepEqual(signers(slip({ contact: null }), []), []);
});

test("what was frozen stays frozen until the content changes; then it is to be read again", async () => {
  const page = { store: await aStore(), now: () => 1000, zone: "Europe/Berlin" };
  const first = await openSigning(page, slip());
  assert.deepEqual([first.name, first.role, first.other, first.frozen], ["Jörg Lindner", "Bauleiter", false, 1000]);
  await keepSigning(page, SLIP, { ...first, strokes: name, width: 100, height: 50, reservation: "Nur Treppe B" });
  const again = await openSigning({ ...page, now: () => 2000 }, slip());
  assert.deepEqual([again.frozen, again.strokes.length, again.hash], [1000, 2, first.hash]);
  const changed = await openSigning({ ...page, now: () => 3000 }, slip({ work: "neu" }));
  assert.deepEqual([changed.frozen, changed.strokes, changed.reservation, changed.hash === first.hash], [3000, [], "Nur Treppe B", false]);
  assert.equal((await keptSigning({ ...page }, SLIP))?.hash, changed.hash);
});

test("what is typed while the changed slip is frozen anew is not lost; what was drawn is to be drawn again", async () => {
  let now = 1000;
  const page = { store: await aStore(), now: () => now, zone: "Europe/Berlin" };
  const shown = await openSigning(page, slip());
  now = 2000;
  const typed = { reservation: "Kratzer am Sockel", company: "Lindner KG", authority: "yes", other: true, name: "Ina Lindner", role: "Inhaberin" };
  const freezing = openSigning(page, slip({ early_start: 1 })), { hash } = shown;
  Object.assign(shown, typed, { strokes: name });
  const made = await freezing;
  assert.equal(made, shown);        // one for each visit of the screen: whoever types into it types into this
  assert.deepEqual([made.frozen, made.strokes, made.hash === hash], [2000, [], false]);
  for (const [field, value] of Object.entries(typed)) assert.equal(made[field], value);
});

test("two readings of a new slip at once are one signing", async () => {
  const page = { store: await aStore(), now: () => 1000, zone: "Europe/Berlin" };
  const [one, other] = await Promise.all([openSigning(page, slip()), openSigning(page, slip())]);
  assert.equal(one, other);
});

test("the moment of signing is a wall time of the firm's zone", () => {
  assert.equal(thisMinute({ now: () => Date.parse("2026-11-25T15:26:40Z"), zone: "Europe/Berlin" }), "2026-11-25T16:26+01:00");
});

test("photos are scaled to 2048 on the longest side and never up", () => {
  assert.deepEqual([fitted(4000, 3000, 2048), fitted(3000, 4000, 2048), fitted(800, 600, 2048), fitted(9000, 2, 2048)], [{ width: 2048, height: 1536 }, { width: 1536, height: 2048 }, { width: 800, height: 600 }, { width: 2048, height: 1 }]);
});
