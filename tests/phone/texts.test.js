import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { together } from "../../app/static/crew/parts/findings.js";
import { amount, clock, dateIn, day, knows, listed, speak, t, when } from "../../app/static/crew/texts.js";

const words = (lang) => Object.assign({}, ...["common", "crew"].map((area) => JSON.parse(readFileSync(new URL(`../../app/texts/${lang}/${area}.json`, import.meta.url)))));
const german = () => speak("de", words("de"));

test("texts are filled, counted, and an unknown key shows itself", () => {
  german();
  assert.deepEqual([t("slip.job", { number: "26-118" }), t("count.photos", { n: 1 }), t("count.photos", { n: 0 }), t("no.key"), t("times.plan")],
    ["Auftrag 26-118", "1 Foto", "0 Fotos", "no.key", "Plan {time}"]);
  assert.deepEqual([knows("back"), knows("no.key")], [true, false]);
});

test("days and times are said as people say them, in their language and the firm's zone", () => {
  german();
  const at = Date.parse("2026-11-25T23:30:00Z");
  assert.deepEqual([day("2026-11-25"), day("2026-11-25", "dated"), day("2026-11-25", "long"), day("2026-11-25", "full"), day("2026-11-25", "week"), day("")],
    ["Mi 25.11.", "Mi 25.11.2026", "Mi 25. November", "Mittwoch, 25. November 2026", "Mi", ""]);
  assert.deepEqual([clock(at, "Europe/Berlin"), dateIn("Europe/Berlin", at), dateIn("UTC", at)], ["00:30", "2026-11-26", "2026-11-25"]);
  assert.deepEqual([when(at, "Europe/Berlin", at + 60_000), when(at, "Europe/Berlin", at + 86_400_000)], ["heute 00:30", "Do 26.11. 00:30"]);
  speak("en", words("en"));
  assert.deepEqual([day("2026-11-25"), day("2026-11-25", "long"), when(at, "UTC", at)], ["Wed 25/11", "Wed 25 November", "today 23:30"]);
});

test("lists and quantities follow the language", () => {
  german();
  assert.deepEqual([listed(["Ben", "Karol", "Anna"]), amount("2.5"), amount(null)], ["Ben, Karol und Anna", "2,5", ""]);
  speak("en", words("en"));
  assert.deepEqual([listed(["Ben", "Karol"]), amount("2.5")], ["Ben and Karol", "2.5"]);
});

test("the same finding for several people is one line with their names", () => {
  german();
  const missing = (name) => ({ level: "must", code: "time_missing", field: "1", params: { name } });
  const short = (name, taken) => ({ level: "should", code: "break_too_short", field: "2", params: { name, taken, needed: 30 } });
  const lines = together([missing("Anna Richter"), missing("Ben Nowak"), short("Anna Richter", 15), short("Ben Nowak", 20), { level: "must", code: "work_missing", field: "4", params: {} }]);
  assert.deepEqual(lines.map(({ code, params }) => [code, params.name]), [["time_missing", "Anna und Ben"], ["break_too_short", "Anna Richter"], ["break_too_short", "Ben Nowak"], ["work_missing", undefined]]);
});

test("every finding, place, reason and state has its words", () => {
  german();
  const rules = ["rules", "worktime", "records"].map((name) => readFileSync(new URL(`../../app/static/crew/core/${name}.js`, import.meta.url), "utf8"));
  const codes = [...rules.join("").matchAll(/(?:must|should|info|level)\("(\w+)"/g)].map(([, code]) => code);
  assert.ok(codes.length > 35);
  const keys = [...codes.map((code) => `check.${code}`), ...["phone", "office", "backed"].flatMap((place) => [`place.${place}`, `ladder.${place}`, `ladder.${place}_done`]),
    ...["offline", "signed_out", "revoked", "server", "foreign_server", "too_old", "phone"].flatMap((one) => [`sync.problem.${one}`, `waiting.${one}.title`, `waiting.${one}.why`]),
    ...["draft", "submitted", "returned", "approved", "void"].map((state) => `state.${state}`), ...["order", "hourly", "service", "maintenance", "survey", "warranty", "internal"].map((kind) => `kind.${kind}`)];
  assert.deepEqual(keys.filter((key) => !knows(key) && !knows(`${key}.one`)), []);
});
