/** The chooser finds an article among thousands while you type, and the best comes first. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { prepared, search } from "../../app/static/crew/core/search.js";

const LIST = [
  ["a1", "4711", "Sechskantschraube M12x40 verzinkt"], ["a2", "4712", "Sechskantschraube M12x60 verzinkt"], ["a3", "100-20", "Flachstahl 40x8"],
  ["a4", "100-21", "Stütze HEA 120"], ["a5", "100-22", "Geländerpfosten mit Fußplatte"], ["a6", "200", "Pfostenträger verstellbar"],
  ["a7", "201", "Holzschraube 5×80"], ["a8", "47", "Dichtungsband Łódź"], ["a9", "", "Kantteil nach Zeichnung"], ["b1", "300", "Großer Winkel, groß"],
].map(([id, number, text]) => ({ id, number, text }));
const entries = prepared(LIST);
const ids = (typed, known) => search(entries, typed, known).map(({ id }) => id);

const FINDS = [
  ["the number", "4711", ["a1"]],
  ["an exact number before those that begin so", "47", ["a8", "a1", "a2"]],
  ["a number without its dash", "10020", ["a3"]],
  ["the beginning of a number, as the list has them", "100-2", ["a3", "a4", "a5"]],
  ["a beginning before the middle of a word", "pfosten", ["a6", "a5"]],
  ["the middle of a word alone", "platte", ["a5"]],
  ["every word must be there", "sechskant 60", ["a2"]],
  ["in any order", "60 sechs", ["a2"]],
  ["one word missing", "sechskant 80", []],
  ["a size in one piece", "M12x40", ["a1"]],
  ["a size with the other sign", "m12×40", ["a1"]],
  ["a length alone begins before it stands inside", "40", ["a1", "a3"]],
  ["a whole word before one cut short", "groß", ["b1"]], ["a size before a number that begins so", "20", ["a6", "a7", "a3", "a4"]],
  ["an umlaut", "stütze", ["a4"]], ["without its dots", "stutze", ["a4"]], ["written out", "stuetze", ["a4"]],
  ["capital letters", "STÜTZE", ["a4"]], ["sharp s", "fußplatte", ["a5"]], ["sharp s written out", "fussplatte", ["a5"]],
  ["sharp s in capitals", "GROSS", ["b1"]],
  ["letters of the neighbours", "lodz", ["a8"]], ["and as they write it", "Łódź", ["a8"]],
  ["blanks around", "  stütze  ", ["a4"]], ["nothing that is there", "xyz", []],
  ["signs that mean nothing", "???", []],
];
for (const [name, typed, expected] of FINDS) test(`finds: ${name}`, () => assert.deepEqual(ids(typed), expected));

test("nothing typed: what was used last, then favourites", () => {
  assert.deepEqual(ids(""), []);
  assert.deepEqual(ids(" ", { favourites: new Set(["a2", "a9"]), last_used: ["a5", "a9"] }), ["a5", "a9", "a2"]);
});

test("of equals what was used last comes first, then favourites, then the order of the list", () => {
  assert.deepEqual(ids("verzinkt"), ["a1", "a2"]);
  assert.deepEqual(ids("verzinkt", { favourites: new Set(["a2"]) }), ["a2", "a1"]);
  assert.deepEqual(ids("verzinkt", { favourites: new Set(["a2"]), last_used: ["a1"] }), ["a1", "a2"]);
});

test("a better match comes before a favourite and before what was used last", () => {
  assert.deepEqual(ids("pfosten", { favourites: new Set(["a5"]), last_used: ["a5"] }), ["a6", "a5"]);
});

test("no more than asked for", () => assert.deepEqual(ids("1", { most: 2 }), ["a3", "a4"]));

test("five thousand articles: the best of many, in the list's order", () => {
  const many = Array.from({ length: 5000 }, (_, i) => ({ id: `m${i}`, number: String(10000 + i), text: `Sechskantschraube ISO 4017 M${8 + (i % 5) * 2}x${20 + (i % 50)} verzinkt Güte ${i % 3}` }));
  const big = prepared(many);
  assert.deepEqual(search(big, "sechs m8 40", { most: 4, last_used: ["m4220"] }).map(({ id }) => id), ["m4220", "m20", "m70", "m120"]);
  assert.deepEqual(search(big, "14999").map(({ id }) => id), ["m4999"]);
});
