/** The history for questions is said in words; what has none shows its name, and repetitions are one line. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { inWords, together } from "../../app/static/crew/parts/events.js";
import { knows, speak } from "../../app/static/crew/texts.js";

const crew = new URL("../../app/static/crew/", import.meta.url);
const german = Object.assign({}, ...["common", "crew", "errors"].map((area) => JSON.parse(readFileSync(new URL(`../../texts/de/${area}.json`, crew)))));

test("events are said with what they were about and why", () => {
  speak("de", german);
  assert.deepEqual([
    inWords({ at: 0, event: "held", detail: { kind: "submit", reason: "bytes_missing" } }),
    inWords({ at: 0, event: "sync_failed", detail: { why: "timer", code: "offline" } }),
    inWords({ at: 0, event: "sent", detail: { ops: 1, up_to: 7 } }),
    inWords({ at: 0, event: "sent", detail: { ops: 4, up_to: 7 } }),
    inWords({ at: 0, event: "unheard_of" }),
  ], [`Liegt im Büro zur Klärung: Abgabe. ${german["held.bytes_missing"]}`, "Senden ging nicht: kein Netz", "1 Eintrag vom Büro bestätigt",
    "4 Einträge vom Büro bestätigt", "unheard_of"]);
});

test("the same in a row is one line with the time of the last", () => {
  speak("de", german);
  const failed = (at) => ({ at, event: "sync_failed", detail: { code: "offline" } });
  const lines = together([failed(9), failed(8), { at: 7, event: "signed_in" }, failed(6)]);
  assert.deepEqual(lines.map(({ at, times }) => [at, times]), [[9, 2], [7, 1], [6, 1]]);
});

test("every event that is written down has its words", () => {
  speak("de", german);
  const sources = readdirSync(crew, { recursive: true }).filter((name) => String(name).endsWith(".js")).map((name) => readFileSync(new URL(String(name), crew), "utf8")).join("\n");
  const literal = [...sources.matchAll(/\blog\("(\w+)"/g), ...sources.matchAll(/\blog\([^"()]*\? "(\w+)" : "(\w+)"/g)].flatMap(([, ...names]) => names.filter(Boolean));
  const events = [...new Set([...literal, "held", "merged", "later", "error", "need_blobs", "duplicate"])];
  assert.ok(events.length > 15);
  assert.deepEqual(events.filter((event) => !knows(`log.${event}`) && !knows(`log.${event}.other`)), []);
});
