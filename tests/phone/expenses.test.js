/** Meal allowance and Auslöse: the cases Python runs too. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { propose } from "../../app/static/crew/core/expenses.js";
import { cases } from "./cases.js";

for (const { name, slip, around, gives } of cases("expenses").cases) {
  test(`proposed: ${name}`, () => {
    const before = structuredClone([slip, around]);
    assert.deepEqual(propose(slip, around), gives);
    assert.deepEqual([slip, around], before);
  });
}
