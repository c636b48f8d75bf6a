import assert from "node:assert/strict";
import { test } from "node:test";
import { bare, found, hasSentence, inOrder, inWords, toggled, used } from "../../app/static/crew/parts/phrases.js";

test("a tap adds a sentence, a second tap takes it out again", () => {
  const one = toggled("", "Pfosten gesetzt.");
  assert.equal(one, "Pfosten gesetzt.");
  const two = toggled(one, "Baustelle geräumt");
  assert.equal(two, "Pfosten gesetzt. Baustelle geräumt.");
  assert.equal(toggled(two, "Pfosten gesetzt."), "Baustelle geräumt.");
  assert.equal(toggled(toggled(two, "Baustelle geräumt"), "Pfosten gesetzt."), "");
});

test("what was typed by hand stays", () => {
  const text = toggled("14 Stück, Feld 1 bis 5", "Naht verschliffen.");
  assert.equal(text, "14 Stück, Feld 1 bis 5. Naht verschliffen.");
  assert.equal(toggled(text, "Naht verschliffen."), "14 Stück, Feld 1 bis 5.");
});

test("a sentence inside another, or with signs of a search pattern, is not mistaken", () => {
  assert.equal(hasSentence("Handlauf montiert und verschraubt.", "Handlauf montiert"), false);
  assert.equal(hasSentence("Handlauf montiert.\nGeräumt.", "Geräumt."), true);
  assert.equal(toggled("Rohr 42,4 (verzinkt) gesetzt. Ende.", "Rohr 42,4 (verzinkt) gesetzt."), "Ende.");
  assert.equal(bare(" Fertig!. "), "Fertig");
});

test("what stands most on slips of the same job comes first, then what fits the kind", () => {
  const phrases = [{ id: "a", kinds: ["service"], de: "A", en: "" }, { id: "b", kinds: [], de: "B", en: "" }, { id: "c", kinds: ["order"], de: "C", en: "" }, { id: "d", kinds: ["order"], de: "D.", en: "" }];
  assert.deepEqual(inOrder(phrases, "order").map(({ id }) => id), ["c", "d", "b", "a"]);
  const view = (slip_id, job, kind, work) => ({ slip_id, fields: { job, kind, work } });
  const times = used(phrases, [view("1", "j", "order", "A. B."), view("2", "k", "order", "D."), view("3", "k", "service", "B."), view("me", "j", "order", "C.")], view("me", "j", "order", ""));
  assert.deepEqual(times, { a: 5, b: 5, d: 1 });
  assert.deepEqual(inOrder(phrases, "order", times).map(({ id }) => id), ["b", "a", "d", "c"]);
});

test("each person chooses in the own language, and the exact German goes into the slip", () => {
  const phrase = { id: "a", kinds: [], de: "Nähte geschweißt und verschliffen.", en: "Seams welded and ground.", pl: "Spoiny zespawane i zeszlifowane." };
  assert.deepEqual(["de", "en", "pl", "uk"].map((lang) => inWords(phrase, lang)), ["Nähte geschweißt und verschliffen", "Seams welded and ground", "Spoiny zespawane i zeszlifowane", "Nähte geschweißt und verschliffen"]);
  assert.equal(toggled("", phrase.de), "Nähte geschweißt und verschliffen.");
  assert.equal(found(phrase, "pl", " SPOINY"), true);
  assert.equal(found(phrase, "pl", "nähte"), true);
  assert.equal(found(phrase, "pl", "seams"), false);
});
