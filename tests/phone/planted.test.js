/** Mistakes planted into a copy of the phone's core: each must be caught by the test that is there for it. PLANTED=search also plays the
    random search (RUNS, SEED) against each. */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const SEARCHES = process.env.PLANTED === "search";

/** name of the mistake: [file, what stands there, what is planted instead], the test that is there for it */
const BUGS = {
  "lets go of what no backup holds": [["store/answers.js", "seq !== undefined && seq <= backed_up_to && at - since", "at - since"], "store", "purged is only"],
  "lets go of what the server may lack": [["store/answers.js", "sent && sure && safe", "sent && safe"], "store", "purged is only"],
  "lets go of it at once": [["store/answers.js", "&& at - since >= KEEP", ""], "store", "purged is only"],
  "lets go of it when the clock jumps": [["store/answers.js", "const at = now() + offset_ms;", "const at = now();"], "field", "34: a clock that jumps"],
  "mixes the phone's clock with the office's": [["round.js", "high, at: now() + offset_ms }", "high, at: now() }"], "field", "34: a picture sent"],
  "takes a receipt over another content": [["store/answers.js", "if (receipt?.op_id !== op.op_id || receipt.hash !== op.hash)", "if (!receipt)"], "store", "only a receipt over"],
  "takes any answer for a receipt": [["api.js", "receipt.op_id === op.op_id && receipt.hash === op.hash && isPoint(receipt)", "true"], "api", "a receipt with"],
  "takes any page for a stored picture": [["api.js", "  if (answer.sha256 !== sha256 || answer.size !== bytes.byteLength) offline();\n", ""], "api", "a small picture goes"],
  "takes an unchecked part for a picture": [["api.js", "|| setbacks === MOST_SETBACKS) return inOne(sha256, bytes, type);", "|| setbacks === MOST_SETBACKS) return;"], "api", "a part as long"],
  "keeps asking a server that gets nowhere": [["api.js", "if (sent <= before) setbacks += 1;", "if (sent < 0) setbacks += 1; if (before > 1e9 || (globalThis.turns = (globalThis.turns ?? 0) + 1) > 50) offline();"], "api", "a server that never"],
  "marks as in flight what never arrived": [["round.js", "!stopped.has(line(op)) && !stopped.has(op.slip_id);", "!stopped.has(line(op)) && !stopped.has(op.slip_id) && !(globalThis.flying ??= new Set()).has(op.op_id) && flying.add(op.op_id);"], "sync", "push: answer_lost"],
  "throws away on 401": [["round.js", "      if (!(error instanceof ApiError) ||", "      if (error.status === 401) await store.signOut();\n      if (!(error instanceof ApiError) ||"],
    ["store/store.js", "if ((await unsent(tx)).some((item) => item.person === person.id)) throw new StoreError(\"unsent\");", "await unsent(tx); await tx.objectStore(\"ops\").clear();"], "field", "36: the grant"],
  "sends another person's ops": [["store/outbox.js", "tx.objectStore(\"ops\").index(\"person\").getAll(person.id)", "tx.objectStore(\"ops\").getAll()"], "store", "people on one phone"],
  "shows another person's answer": [["store/answers.js", "return asked.person === person && ", "return "], "store", "an answer is not taken"],
  "goes on in another person's name": [["round.js", "?.device.id !== who.device.id)", "=== undefined)"], "field", "37: what is under way"],
  "writes loosely": [["store/database.js", "durability = \"strict\"", "durability = \"relaxed\""], "storage", "5: every write"],
  "says saved too early": [["store/database.js", "    const failure = await ended;\n    if (failure) throw failure;\n", ""], "storage", "3: a full phone"],
  "stays with a dead connection": [["store/database.js", "if (connection === old) connection = null;", ""], "storage", "4: a connection that throws InvalidStateError"],
  "closes before the typed is saved": [["store/database.js", "Promise.race([Promise.resolve(outdated?.()).catch(() => {}), late]).then(gone);", "gone(); void late; Promise.resolve(outdated?.()).catch(() => {});"], "storage", "12: a newer tab"],
  "one row for every tab's self-test": [["store/pictures.js", "testKey(now()) + crypto.randomUUID()", "testKey(now() + 1e12)"], "storage", "7: two tabs"],
  "keeps an own edit over the office's": [["core/slip.js", "!receipt || (!found_by && receipt.seq > (base?.seq ?? seen))", "true"], "store", "nothing flickers back"],
  "two tabs take one number": [["store/outbox.js", "if ((await lastNumber(tx, device, slip_id)) !== n) return false;", "if (n < 0) return false;"], "store", "two tabs writing"],
  "sends a picture unchecked": [["round.js", "!blob || (await sha256(blob.bytes)) !== digest", "!blob"], "sync", "a picture whose bytes"],
  "waits for ever for a lost picture": [["round.js", "open.filter(({ lost }) => !lost).map((card) => card.sha256)", "open.map((card) => card.sha256)"], "field", "17: a picture declared lost"],
  "does not say what is lost": [["round.js", "lost: open.filter(({ lost }) => lost)", "lost: open.filter(() => false)"], "field", "17: a picture declared lost"],
  "gives a picture up for good": [["round.js", "open.filter(({ bad }) => !bad || bad === DAMAGED)", "open.filter(({ bad }) => !bad)"], "field", "17: a lost picture is not tried"],
  "one unreadable picture ends the round": [["round.js", "await store.blob(digest).catch(() => undefined)", "await store.blob(digest)"], "field", "17: one picture"],
  "forgets that a picture is gone": [["store/answers.js", " await noteMissing(tx, row, sha256, now);", " continue;"], "field", "17: a picture that has gone"],
  "gives a restored server nothing back": [["store/answers.js", "if (known.has(entry.op_id)) await tx", "if (known.size >= 0) await tx"], "sync", "a restored server gets back"],
  "does not look for its receipts": [["store/answers.js", "  if (!receipts.length) return checks;", "  if (receipts) return checks;"], "sync", "a server restored between"],
  "leaves a server its gap": [["store/answers.js", "for (const one of again) await reopen(tx, person, one);", ""], "field", "29: a restored server"],
  "hides an op the server cannot place": [["store/answers.js", "? \"gap\" : code", "? code : code"], "field", "25: an op the server"],
  "one bad op holds up all": [["round.js", "[413, 422, 500]", "[413]"], "sync", "an op that brings"],
  "waits for years": [["sync.js", "Math.min(not_before - now(), asked_pause)", "not_before - now()"], "field", "34: a clock set back"],
  "hangs with a hung round": [["sync.js", "if (running && Math.abs(now() - alive) < STALE)", "if (running)"], "field", "21: a round that hangs"],
  "keeps what waits to itself": [["round.js", "    await tell(who);\n", ""], "field", "21: every push says"],
};

const folders = [];
after(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** The core and its tests with one mistake in it. */
function planted(changes) {
  const folder = mkdtempSync(join(tmpdir(), "handzettel-planted-"));
  folders.push(folder);
  cpSync(join(ROOT, "app/static/crew"), join(folder, "app/static/crew"), { recursive: true });
  cpSync(join(ROOT, "tests/phone"), join(folder, "tests/phone"), { recursive: true });
  for (const path of ["app/static/vendor", "node_modules", "package.json"]) symlinkSync(join(ROOT, path), join(folder, path));
  for (const [file, from, to] of changes) {
    const path = join(folder, "app/static/crew", file);
    const source = readFileSync(path, "utf8");
    assert.equal(source.split(from).length, 2, `${file} has changed: plant the mistake anew`);
    writeFileSync(path, source.replace(from, () => to));
  }
  return folder;
}

/** @returns {Promise<string[]>} the names of the tests that failed */
function failed(folder, name, pattern) {
  // one process each, small and short-lived: a mistake may well eat up the machine
  const given = ["--max-old-space-size=400", "--test-isolation=none", "--test-reporter=tap", "--test", ...(pattern ? [`--test-name-pattern=${pattern}`] : []), "--test-timeout=20000", `tests/phone/${name}.test.js`];
  const env = { ...process.env, NODE_TEST_CONTEXT: undefined };
  return new Promise((resolve) => execFile(process.execPath, given, { cwd: folder, env, timeout: 60_000, killSignal: "SIGKILL" }, (error, said) => {
    const names = [...said.matchAll(/^not ok \d+ - (.*)$/gm)].map(([, found]) => found);
    if (/ERR_MODULE_NOT_FOUND|SyntaxError/.test(said)) throw new Error(said);
    resolve(error ? names : []);
  }));
}

const table = [];
test("planted mistakes are caught", { concurrency: 2 }, async (t) => {
  await Promise.all(Object.entries(BUGS).map(([name, bug]) => t.test(name, async () => {
    const [where, pattern] = bug.slice(-2);
    const folder = planted(bug.slice(0, -2));
    const caught = await failed(folder, where, pattern);
    const found = SEARCHES ? await failed(folder, "promise") : [];
    table.push([name, `${where}: ${caught[0] ?? "-"}`, ...(SEARCHES ? [found.length ? "and by the search" : ""] : [])]);
    assert.ok(caught.some((test) => test.startsWith(pattern)), `not caught by "${pattern}": ${caught}`);
  })));
  for (const row of table) console.log(row.join(" -> "));
});
