import assert from "node:assert/strict";
import { test } from "node:test";
import { canonical, hashOp, sha256 } from "../../app/static/crew/core/canon.js";
import * as hours from "../../app/static/crew/core/hours.js";
import { derivedId, uuid7 } from "../../app/static/crew/core/ids.js";
import { inForce, STATUTORY } from "../../app/static/crew/core/limits.js";
import { check } from "../../app/static/crew/core/rules.js";
import { contentHash } from "../../app/static/crew/core/slip.js";
import * as walltime from "../../app/static/crew/core/walltime.js";
import { cases } from "./cases.js";

const all = { ...hours, ...walltime };

for (const { do: name, args, gives, fails } of cases("hours").cases) {
  const call = () => all[name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase())](...args);
  test(`${name}(${JSON.stringify(args).slice(1, 80)})`, () => (fails ? assert.throws(call, RangeError) : assert.deepEqual(call(), gives)));
}

test("every public function of hours and walltime has a case, or is shown by totals", () => {
  const shown = new Set(cases("hours").cases.map(({ do: name }) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase())));
  assert.deepEqual(Object.keys(all).filter((name) => !shown.has(name)), ["entries"]);
});

for (const { name, slip, around, findings } of ["rules", "rules-time", "rules-records"].flatMap((file) => cases(file).cases)) {
  test(`self-check: ${name}`, () => {
    const before = structuredClone([slip, around]);
    assert.deepEqual(check(slip, around), findings);
    assert.deepEqual([slip, around], before);
  });
}

test("the statutory limits are those of the office", () => assert.deepEqual(STATUTORY, cases("limits").statutory));

for (const [day, who, expected] of cases("limits").in_force.cases) {
  test(`limits in force for ${who} on ${day}`, () => assert.deepEqual(inForce(cases("limits").in_force.of, day, who), expected));
}

const canon = cases("canon");
for (const { value, text, sha256: digest } of canon.cases) {
  test(`canonical: ${text.slice(0, 40)}`, async () => {
    assert.equal(canonical(value), text);
    assert.equal(await sha256(text), digest);
  });
}
for (const text of [...canon.fails, ...canon.not_in_an_op]) {
  test(`no canonical form: ${text}`, () => assert.throws(() => canonical(JSON.parse(text)), TypeError));
}

for (const { name, slip, content_hash } of cases("content").cases) {
  test(`content hash: ${name}`, async () => assert.equal(await contentHash(slip), content_hash));
}

test("the hash of an op leaves its hash out", async () => {
  const op = { op_id: "a", n: 1, patch: { work: [null, "Naht"] } };
  const expected = await sha256('{"n":1,"op_id":"a","patch":{"work":[null,"Naht"]}}');
  assert.equal(await hashOp(op), expected);
  assert.equal(await hashOp({ ...op, hash: "f".repeat(64) }), expected);
});

test("the hash of bytes is the hash of those bytes", async () => {
  assert.equal(await sha256(new Uint8Array([97, 98, 99]).buffer), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});

for (const { parts, id } of cases("ids").cases) {
  test(`derived id: ${parts.join(" ")}`, async () => assert.equal(await derivedId(...parts), id));
}

test("ids are version 7 and sort in the order they are made, whatever the clock does", () => {
  const times = [5000, ...Array(5000).fill(6000), 3000, 6001, 2 ** 40];
  const ids = times.map((time) => uuid7(time));
  for (const id of ids) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.deepEqual([...ids].sort(), ids);
  assert.equal(new Set(ids).size, ids.length);
  assert.equal(parseInt(ids.at(-1).replaceAll("-", "").slice(0, 12), 16), 2 ** 40);
});
