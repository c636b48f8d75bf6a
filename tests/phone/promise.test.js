/** The promise: whatever the network, the server, the backup, the storage, the people and the tabs do, in any order, in the end every outbox
    is empty and the server has exactly what was shown as saved. A failure prints the seed and the shortest list of steps;
    SEED=... RUNS=... plays it again. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { close, holds, settles, steps, world } from "./world.js";
import { faults } from "./server.js";

const KINDS = ["create", "create", "edit", "edit", "attach", "attach", "submit", "withdraw", "late"];
const step = (name, more = {}) => fc.record({ do: fc.constant(name), phone: fc.nat(1), ...more });
const made = { what: fc.constantFrom(...KINDS), slip: fc.nat(2), value: fc.nat(99) };
const n = (most) => ({ n: fc.nat(most) });
const fault = fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.constantFrom(...Object.keys(faults)) });

export const anything = fc.oneof(
  { weight: 12, arbitrary: step("record", made) },
  { weight: 10, arbitrary: step("sync", { faults: fc.array(fault, { maxLength: 12 }) }) },
  { weight: 2, arbitrary: step("full", { ...made, ...n(30) }) },
  { weight: 2, arbitrary: step("dead", { ...made, ...n(40), how: fc.constantFrom("throws", "closed", "aborts") }) },
  { weight: 2, arbitrary: step("kill", n(8)) },
  { weight: 2, arbitrary: step("pair", { ...n(60), who: fc.nat(2) }) },
  ...["backup", "replay", "tabs", "declare", "stumble"].map((name) => ({ weight: 1, arbitrary: step(name) })),
  { weight: 2, arbitrary: step("office", { slip: fc.nat(2) }) },
  { weight: 1, arbitrary: step("restore", n(6)) },
  { weight: 1, arbitrary: step("revoke", n(1)) },
  { weight: 1, arbitrary: step("damage", n(2)) },
  { weight: 1, arbitrary: step("clock", n(20)) },
);

test("whatever happens, the outbox empties and the server has exactly what was shown as saved", { timeout: 600_000 }, async () => {
  const played = {};
  await fc.assert(fc.asyncProperty(fc.array(anything, { minLength: 4, maxLength: 32, size: "max" }), async (plan) => {
    const here = await world();
    try {
      for (const one of plan) {
        await steps[one.do](here, one);
        holds(here);
        played[one.do] = (played[one.do] ?? 0) + 1;
      }
      await settles(here);
    } finally {
      close(here);
    }
  }), { numRuns: Number(process.env.RUNS ?? 60), ...(process.env.SEED && { seed: Number(process.env.SEED) }) });
  console.log(`steps played: ${Object.entries(played).sort(([, a], [, b]) => b - a).map(([name, times]) => `${name} ${times}`).join(", ")}`);
  if (!process.env.RUNS) assert.deepEqual(Object.keys(steps).filter((name) => !played[name]), [], "steps that never came up");
});
