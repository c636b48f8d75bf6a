import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { report } from "../../app/static/crew/parts/report.js";
import { speak } from "../../app/static/crew/texts.js";
import { cases } from "./cases.js";

const TEXTS = new URL("../../app/texts/de/", import.meta.url);
const german = Object.assign({}, ...readdirSync(TEXTS).map((name) => JSON.parse(readFileSync(new URL(name, TEXTS), "utf8"))));
const { contents, templates, names, texts, cases: all } = cases("paper");
/** What a phone has of them, and what of that was asked for. */
const phone = Object.fromEntries(texts.map((key) => [key, german[key]])), asked = new Set();
const listening = new Proxy(phone, {
  get: (words, key) => (key in words && asked.add(key), words[key]),
  has: (words, key) => key in words,
});

/** As tests/reports/reading.py tells the paper. */
function reads(told) {
  const { heading, boxes, has_hours, times, total, total_planned, late_reason, trips, work, finished, leftover, state, material, equipment, measurements } = told;
  const record = ({ title, lines }) => [title, lines];
  const answer = ({ section, question, text, remark, photos }) => [section, question, text, remark, photos];
  return {
    heading, boxes: boxes.map(([, label, text]) => [label, text]),
    ...(has_hours && { times: times.map(({ name, role, start, end, breaks, hours }) => [name, role, start, end, breaks, hours]), sum: [total, total_planned, late_reason] }),
    trips, work, after: [finished, leftover, ...state], material, equipment, measurements, openings: told.openings.map(record),
    checks: told.checks.map((one) => [one.title, one.asset, one.version, one.result, one.answers.map(answer)]),
    extras: told.extras, records: told.records.map(record), notes: told.notes,
    photos: told.photos.map(({ number, tag, about, caption }) => [number, tag, about, caption]),
  };
}

for (const { name, content, blocks, reads: wanted } of all) {
  test(`the phone reads: ${name}`, () => {
    speak("de", listening);
    const before = structuredClone(contents[content]);
    assert.deepEqual(reads(report(contents[content], { templates, names }, blocks)), wanted);
    assert.deepEqual(contents[content], before);
  });
}

test("of the paper's words a phone has each it asks for, and no other", () => {
  const drawn = readFileSync(new URL("../../app/static/crew/parts/paper.js", import.meta.url), "utf8");
  const named = [...drawn.matchAll(/"(pdf\.[\w.]+)"/g)].map(([, key]) => key);
  assert.deepEqual(named.filter((key) => !(key in phone)), []);
  assert.deepEqual(texts.filter((key) => !asked.has(key) && !named.includes(key)), []);
});
