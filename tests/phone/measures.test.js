/** Formulas, thickness of a coating, openings, checklists: the cases Python runs too. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { evaluate, FormulaError } from "../../app/static/crew/core/calc.js";
import { answersOf, openItems, visible } from "../../app/static/crew/core/checklist.js";
import { accept } from "../../app/static/crew/core/coating.js";
import * as decimals from "../../app/static/crew/core/decimals.js";
import { derived } from "../../app/static/crew/core/opening.js";
import { cases } from "./cases.js";

for (const { formula, gives, fails, at } of cases("calc").cases) {
  test(`formula: ${formula}`, () => {
    if (gives !== undefined) assert.equal(evaluate(formula), gives);
    else assert.throws(() => evaluate(formula), (error) => error instanceof FormulaError && error.code === fails && error.at === at);
  });
}

const named = [["coating", () => accept], ["opening", () => derived], ["decimals", ({ do: name }) => decimals[name]]];
for (const [file, of] of named) {
  for (const one of cases(file).cases) {
    test(`${file}: ${one.name ?? one.do + JSON.stringify(one.args)}`, () => {
      const call = () => of(one)(...one.args);
      if (one.fails) assert.throws(call, RangeError);
      else assert.deepEqual(call(), one.gives);
    });
  }
}

for (const { name, template, answers, gives } of cases("checklist").cases) {
  test(`checklist: ${name}`, () => assert.deepEqual(openItems(template, answers), gives));
}

test("answers are read out of the rows of their checklist", () => {
  const row = (table, fields) => ({ table, fields });
  const own = { checklist: "c1", item: "ce", value: "no", text: "fehlt" };
  const rows = { a1: row("answer", own), a2: row("answer", { checklist: "c2", item: "ce", value: "yes" }),
    p1: row("photo", { of: "a1" }), p2: row("photo", { of: "a1" }), p3: row("photo", { of: "a2" }), p4: row("photo", {}) };
  assert.deepEqual(answersOf(rows, "c1"), { ce: { ...own, photos: 2 } });
});

test("only what is asked is shown", () => {
  const items = [{ key: "door", kind: "yes_no" }, { key: "lock", kind: "text", when: { item: "door", is: ["yes"] } }];
  const shown = (value) => visible({ items }, { door: { value } }).map(({ key }) => key);
  assert.deepEqual([shown("yes"), shown("no")], [["door", "lock"], ["door"]]);
});
