/** The search for articles: what is typed for the next one is never taken away by the one before. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { add } from "../../app/static/crew/parts/adding.js";

/** A slip on a slow phone; `end` says whether the line was kept. */
function slowly() {
  let end = (/** @type {boolean} */ _) => {};
  const page = { ui: { material_search: "fla 40" }, draw: () => {} };
  const act = () => new Promise((resolve) => (end = resolve));
  return { page, adding: add(/** @type {any} */ ({ page, act }), () => null), end: (kept) => end(kept) };
}

test("the field is free at once, and what is typed meanwhile stays", async () => {
  const { page, adding, end } = slowly();
  assert.equal(page.ui.material_search, "");
  page.ui.material_search = "Unterlegkeile";
  end(true);
  await adding;
  assert.equal(page.ui.material_search, "Unterlegkeile");
});

test("what could not be kept stands in the field again, unless something else does", async () => {
  const one = slowly(), other = slowly();
  other.page.ui.material_search = "Anker";
  for (const each of [one, other]) each.end(false);
  await Promise.all([one.adding, other.adding]);
  assert.deepEqual([one.page.ui.material_search, other.page.ui.material_search], ["fla 40", "Anker"]);
});
