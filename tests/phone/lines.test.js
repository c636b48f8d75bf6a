/** Lines with fields of their own, drawing on photos, checklists in a slip. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { answerId, offered, pinned, signAnswer, startChecklist } from "../../app/static/crew/core/answers.js";
import { answersOf, openItems } from "../../app/static/crew/core/checklist.js";
import { attachPhoto, putRows } from "../../app/static/crew/core/actions.js";
import { project, rowsOf } from "../../app/static/crew/core/slip.js";
import { drawMarks, isMark } from "../../app/static/crew/parts/annotate.js";
import { lastUsed } from "../../app/static/crew/parts/last-used.js";
import { calculated } from "../../app/static/crew/parts/formula.js";
import { FORMS, isEmpty } from "../../app/static/crew/parts/forms.js";
import { speak } from "../../app/static/crew/texts.js";
import { ANNA, picture } from "./phone.js";

const texts = (lang) => JSON.parse(readFileSync(new URL(`../../app/texts/${lang}/crew.json`, import.meta.url)));
const template = (name) => JSON.parse(readFileSync(new URL(`../../app/sites/checklists/${name}.json`, import.meta.url)));
speak("de", texts("de"));

const SLIP = "019a0000-0000-7000-8000-000000000001";
const create = { kind: "create", slip_id: SLIP, base_rev: 0, patch: { date: [null, "2026-11-25"] }, rows: {} };
function after(...done) {
  const ops = [create, ...done].map((action, i) => ({ op: { op_id: `op${i}`, n: i + 1, author: ANNA.id, patch: {}, rows: {}, manifest: [], ...action } }));
  return project(null, ops, { me: ANNA.id });
}

test("every field and every choice of a form has its words in both languages", () => {
  for (const lang of ["de", "en"]) {
    const known = texts(lang);
    const keys = Object.entries(FORMS).flatMap(([table, asks]) => [`row.add.${table}`, `row.about.${table}`, ...asks.filter(({ name }) => name !== "sheet").flatMap(({ name, of = [] }) => [
      name === "cause" ? `row.cause_${table}` : `row.${name}`, ...of.map((one) => `row.${name}.${one}`)])]);
    assert.deepEqual(keys.filter((key) => !(key in known)), []);
  }
});

test("a formula gives its result, or says at which sign it goes wrong", () => {
  assert.deepEqual(calculated("2,50 x 3,2 + 4 * (1,1 - 0,35)"), { result: "11", said: "" });
  assert.deepEqual(calculated("2,50 x "), { result: null, said: "An Stelle 7 fehlt eine Zahl" });
  assert.deepEqual(calculated("2 ? 3"), { result: null, said: "„?“ an Stelle 3 gehört nicht in eine Rechnung" });
  assert.deepEqual(calculated("  "), { result: null, said: "" });
});

test("what the site used last: the latest slip first, each article once, never of this slip or another site", () => {
  const slip = (slip_id, date, site, articles) => ({ slip_id, state: "draft", fields: { date, site }, rows: Object.fromEntries(articles.map((article, i) => [`${slip_id}${i}`, { table: "material", fields: { article } }])) });
  const me = slip("me", "2026-11-25", "s1", ["a9"]);
  const views = [me, slip("x", "2026-11-23", "s1", ["a1", "a2"]), slip("y", "2026-11-24", "s1", ["a2", "a3"]), slip("z", "2026-11-24", "s2", ["a7"])];
  assert.deepEqual(lastUsed(me, views), ["a2", "a3", "a1"]);
});

test("a checklist is pinned to its version and brings an empty answer for each item, under an id both phones give", async () => {
  const hot = template("hot-work"), list = "019a0000-0000-7000-8000-0000000000aa";
  const made = await startChecklist(after(), hot, list);
  const view = after(made);
  assert.deepEqual(view.rows[list].fields, { template: "hot-work", version: hot.version, purpose: "hot_work", title: hot.title.de });
  assert.equal(rowsOf(view, "answer").length, hot.items.length);
  const id = await answerId(SLIP, list, hot.items[0].key);
  assert.deepEqual(view.rows[id].fields, { checklist: list, item: hot.items[0].key });
  assert.equal(pinned([{ ...hot, version: hot.version + 1 }, hot], view.rows[list].fields), hot);
  assert.equal(pinned([{ ...hot, version: hot.version + 1 }], view.rows[list].fields), undefined);
});

test("an answer given twice is one row, and a photo of it counts for it", async () => {
  const gate = template("powered-gate"), list = "019a0000-0000-7000-8000-0000000000ab";
  const start = await startChecklist(after(), gate, list), item = gate.items.find(({ kind }) => kind === "yes_no");
  const id = await answerId(SLIP, list, item.key);
  const answer = (view, value) => putRows(view, "answer", { [id]: { checklist: list, item: item.key, value } });
  const first = answer(after(start), "no");
  assert.deepEqual(first.map(({ kind }) => kind), ["edit"]);
  const photo = attachPhoto(after(start, ...first), picture(90), { tag: "defect", taken_at: "2026-11-25T09:00+01:00", of: id, original: undefined });
  const view = after(start, ...first, photo);
  const answers = answersOf(view.rows, list);
  assert.deepEqual([answers[item.key].value, answers[item.key].photos], ["no", 1]);
  const fault = openItems(gate, answers).faults.find((one) => one.item === item.key);
  assert.deepEqual(fault.lacks, (item.proof ?? gate.proof ?? ["text", "photo"]).filter((one) => one !== "photo"));
});

test("a signature at an item travels with the answer", async () => {
  const hot = template("hot-work"), list = "019a0000-0000-7000-8000-0000000000ac", item = hot.items.find(({ kind }) => kind === "signature");
  const start = await startChecklist(after(), hot, list), id = await answerId(SLIP, list, item.key);
  const drawn = { ...picture(80, 2), points: 40 };
  const op = signAnswer(after(start), id, drawn, "Anna Richter");
  assert.deepEqual(op.manifest, [{ att_id: id, sha256: drawn.sha256, size: drawn.size, role: "signature" }]);
  assert.deepEqual(op.rows[id].fields.value, [null, drawn.sha256]);
  assert.equal(answersOf(after(start, op).rows, list)[item.key].name, "Anna Richter");
});

test("offered: what the job asks for first and in its order, the newest version of each, nothing of an old catalog's shape", () => {
  const one = (id, version, more = {}) => ({ id, version, title: { de: id }, items: [], ...more });
  const all = [one("a", 1), one("a", 2), one("b", 1), one("c", 1, { newest: 0 }), { id: "old", version: 1, title: "alt", items: [] }];
  const { job, other } = offered(all, ["b", "gone"]);
  assert.deepEqual([job.map(({ id }) => id), other.map(({ id, version }) => [id, version])], [["b"], [["a", 2]]]);
});

test("a touch is no mark; each mark is drawn white below red", () => {
  const at = (x, y) => ({ x, y }), calls = [];
  assert.deepEqual([isMark({ tool: "arrow", from: at(0.1, 0.1), to: at(0.105, 0.1) }), isMark({ tool: "circle", from: at(0, 0), to: at(0.1, 0) }), isMark({ tool: "word", from: at(0, 0), to: at(0, 0), text: " " })], [false, true, false]);
  const paper = { beginPath() {}, moveTo() {}, lineTo: (x, y) => calls.push(["line", Math.round(x), Math.round(y)]), ellipse: (...all) => calls.push(["ellipse", ...all.slice(0, 4).map(Math.round)]),
    stroke() { calls.push(["stroke", this.strokeStyle]); }, fillText: (text) => calls.push(["fill", text]), strokeText: (text) => calls.push(["outline", text]) };
  drawMarks(paper, [{ tool: "circle", from: at(0.1, 0.2), to: at(0.3, 0.6) }, { tool: "word", from: at(0.5, 0.5), to: at(0.5, 0.5), text: "Riss" }], 1000);
  assert.deepEqual(calls, [["ellipse", 200, 400, 100, 200], ["stroke", "#ffffff"], ["ellipse", 200, 400, 100, 200], ["stroke", "#e30613"], ["outline", "Riss"], ["fill", "Riss"]]);
});

test("a line is empty while it only has what it was opened with", () => {
  const cases = [["concern", {}, true], ["obstruction", { since: "2026-11-25T09:00+01:00" }, true], ["obstruction", { since: "x", cause: "access" }, false], ["measurement", { person: ANNA.id, text: null }, true],
    ["equipment", { minutes: 60 }, true], ["equipment", { minutes: 60, text: "Leiter" }, false], ["material", {}, false], ["opening", { kind: "door", width_top: "1010" }, false]];
  assert.deepEqual(cases.map(([table, fields]) => isEmpty({ table, fields })), cases.map(([, , empty]) => empty));
});
