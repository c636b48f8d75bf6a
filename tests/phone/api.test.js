import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiError, createApi } from "../../app/static/crew/api.js";
import { picture } from "./phone.js";
import { behind, createServer, faults } from "./server.js";

const HIGH = { seq: 0, chain: "0".repeat(64) };
const op = (n) => ({ op_id: `op${n}`, slip_id: "s", n, device: "d", author: "a", kind: n === 1 ? "create" : "edit", patch: {}, rows: {}, manifest: [], hash: "a".repeat(64) });
const apiError = (code, status, retry_after = 0) => (error) => {
  assert.ok(error instanceof ApiError, String(error));
  assert.deepEqual([error.code, error.status, error.retry_after], [code, status, retry_after]);
  return true;
};

function against(server, next = () => null) {
  const api = createApi({ fetch: behind(server, next) });
  api.expect(server.id);
  return api;
}

const calls = {
  hello: (api) => api.hello(), push: (api) => api.push({ device: "d", high: HIGH, ops: [op(1)] }), pull: (api) => api.pull(0, HIGH),
  catalog: (api) => api.catalog(""), putBlob: (api) => api.putBlob(picture(10).sha256, picture(10).bytes, "image/jpeg"),
  resumable: (api) => api.putBlob(picture(1 << 20).sha256, picture(1 << 20).bytes, "image/jpeg"),
};

for (const [name, call] of Object.entries(calls)) {
  for (const fault of ["request_lost", "answer_lost", "portal", "portal_json", "no_content", "gateway", "truncated"]) {
    test(`${name}: ${fault} means offline`, async () => {
      const api = against(createServer({ catalog: { people: [] } }), () => fault);
      await assert.rejects(call(api), apiError("offline", 0));
    });
  }
  test(`${name}: our own refusals are told apart, with the time to wait`, async () => {
    await assert.rejects(call(against(createServer(), () => "slow_down")), apiError("too_many", 429, 7));
    await assert.rejects(call(against(createServer(), () => "failed")), apiError("failed", 500));
    await assert.rejects(call(against(createServer(), () => "proxy_limit")), apiError("offline", 413));
  });
}

for (const name of ["hello", "push", "pull", "catalog", "putBlob", "resumable"]) {
  test(`${name}: another server is not ours`, async () => {
    const api = against(createServer({ catalog: { people: [] } }));
    api.expect("another");
    await assert.rejects(calls[name](api), apiError("foreign_server", { catalog: 200, putBlob: 201, resumable: 201 }[name] ?? 200));
  });
}

test("before pairing any server is accepted; a wrong code is told", async () => {
  const server = createServer();
  const api = createApi({ fetch: server.fetch });
  const answer = await api.pair("RIGHT", "Annas Handy");
  assert.deepEqual([answer.server, answer.person.name, answer.device.label], [server.id, "Anna Richter", "Annas Handy"]);
  await assert.rejects(api.pair("WRONG", ""), apiError("pairing_code_wrong", 401));
  await api.signOut();
});

test("nothing is followed, cached or waited for without end", async () => {
  const seen = [];
  const api = createApi({ fetch: async (url, init) => (seen.push([url, init]), faults.portal()) });
  await assert.rejects(api.hello(), apiError("offline", 0));
  const [[url, init]] = seen;
  assert.deepEqual([url, init.redirect, init.cache, init.credentials], ["/api/hello", "error", "no-store", "same-origin"]);
  assert.ok(init.signal instanceof AbortSignal);
});

/** An api whose one answer is this. */
const answering = (content) => createApi({ fetch: async () => new Response(JSON.stringify(content), { headers: { "Content-Type": "application/json; charset=utf-8" } }) });

for (const [what, wrong] of Object.entries({
  "the hash of another op": { hash: "b".repeat(64) }, "the id of another op": { op_id: "op2" }, "no number": { seq: 1.5 }, "no chain": { chain: "?" } })) {
  test(`a receipt with ${what} is no receipt`, async () => {
    const receipt = { op_id: "op1", hash: "a".repeat(64), seq: 1, chain: "c".repeat(64), ...wrong };
    const api = answering({ server: "s", results: [{ op_id: "op1", result: "applied", receipt }] });
    const { results } = await api.push({ device: "d", high: HIGH, ops: [op(1)] });
    assert.deepEqual(results, [{ op_id: "op1", result: "error", code: "receipt_differs" }]);
  });
}

test("applied without a receipt is no receipt either; need_blobs and later need none", async () => {
  const api = answering({ server: "s", results: [{ op_id: "op1", result: "applied" }, { op_id: "op2", result: "later", expected: 1 }] });
  const { results } = await api.push({ device: "d", high: HIGH, ops: [op(1), op(2)] });
  assert.deepEqual(results, [{ op_id: "op1", result: "error", code: "receipt_differs" }, { op_id: "op2", result: "later", expected: 1 }]);
});

for (const results of [[], [{ op_id: "op2" }], "yes", [null], undefined]) {
  test(`a push answered with ${JSON.stringify(results)} is not answered`, () =>
    assert.rejects(answering({ server: "s", results }).push({ device: "d", high: HIGH, ops: [op(1)] }), apiError("offline", 0)));
}

const pulled = { server: "s", changes: [], cursor: 5, high: { seq: 5, chain: "c".repeat(64) }, more: false, backed_up_to: 0, catalog: { etag: "x" } };
for (const [what, wrong] of Object.entries({ "no changes": { changes: undefined }, "no cursor": { cursor: undefined }, "no high": { high: null }, "no chain": { high: { seq: 1 } },
  "more without a step forward": { more: true }, "a reset without a snapshot": { reset: true, known_ops: [] }, "a reset without what it knows": { reset: true, snapshot: [] }, "no word on backups": { backed_up_to: null } })) {
  test(`a pull with ${what} is not answered`, () => assert.rejects(answering({ ...pulled, ...wrong }).pull(5, HIGH), apiError("offline", 0)));
}

test("a pull as it should be", async () => assert.deepEqual(await answering(pulled).pull(5, HIGH), pulled));

test("the catalog comes once, then 304; a tag in quotes, or marked weak by a proxy, is the same tag", async () => {
  const server = createServer({ catalog: { people: [{ id: "1" }] } });
  const api = against(server);
  const { catalog, etag } = await api.catalog("");
  assert.deepEqual([catalog.people, etag.length], [[{ id: "1" }], 12]);
  assert.equal((await api.pull(0, HIGH)).catalog.etag, etag);
  assert.equal(await api.catalog(etag), null);
  const weak = createApi({ fetch: async () => new Response(JSON.stringify({ server: "s" }), { headers: { "Content-Type": "application/json", ETag: 'W/"abc"' } }) });
  assert.equal((await weak.catalog("")).etag, "abc");
});

test("a small picture goes in one piece, as it is, and is told to be there only for its own digest and size", async () => {
  const server = createServer();
  const photo = picture(1000);
  await against(server).putBlob(photo.sha256, photo.bytes, photo.type);
  assert.deepEqual(server.requests.map(({ method, headers }) => [method, headers["Content-Type"]]), [["PUT", "image/jpeg"]]);
  assert.deepEqual(server.blobs.get(photo.sha256), new Uint8Array(photo.bytes));
  for (const wrong of [{ sha256: "0".repeat(64) }, { size: 999 }])
    await assert.rejects(answering({ server: "s", sha256: photo.sha256, size: 1000, ...wrong }).putBlob(photo.sha256, photo.bytes, photo.type), apiError("offline", 0));
});

test("from 1 MiB in pieces: after a cut only what is missing is sent, and progress is told", async () => {
  const server = createServer();
  const photo = picture(1024 * 1024 + 7);
  let cut = 0;
  const api = against(server, (method) => (method === "PATCH" && (cut += 1) === 3 ? "answer_lost" : null));
  const told = [];
  await assert.rejects(api.putBlob(photo.sha256, photo.bytes, photo.type, (sent) => told.push(sent)), apiError("offline", 0));
  await api.putBlob(photo.sha256, photo.bytes, photo.type, (sent) => told.push(sent));
  assert.deepEqual(told.map((sent) => sent / 256 / 1024), [0, 1, 2, 3, 4, photo.size / 256 / 1024]);
  assert.equal(server.received, photo.size, "not a byte twice");
  assert.deepEqual(server.blobs.get(photo.sha256), new Uint8Array(photo.bytes));
});

test("a small picture the network cut goes in pieces the next time; one that is there already costs no bytes", async () => {
  const server = createServer();
  const photo = picture(600 * 1024);
  let first = true;
  const api = against(server, (method) => (method === "PUT" && first && !(first = false) ? "answer_lost" : null));
  await assert.rejects(api.putBlob(photo.sha256, photo.bytes, photo.type), apiError("offline", 0));
  await api.putBlob(photo.sha256, photo.bytes, photo.type);
  assert.deepEqual(server.requests.map(({ method }) => method), ["PUT", "HEAD"]);
  assert.equal(server.received, photo.size);
});

test("the server names the right offset, and the phone goes on from there", async () => {
  const server = createServer();
  const photo = picture(1024 * 1024);
  const half = new Uint8Array(photo.bytes.slice(0, 300_000));
  await server.fetch(`/api/blobs/${photo.sha256}`, { method: "PATCH", body: half.buffer, headers: { "Upload-Offset": "0", "Upload-Length": String(photo.size) } });
  const hidden = behind(server, () => null);
  const api = createApi({ fetch: async (url, init) => (init.method === "HEAD" ? new Response(null, { status: 404 }) : hidden(url, init)) });
  await api.putBlob(photo.sha256, photo.bytes, photo.type);
  assert.deepEqual(server.blobs.get(photo.sha256), new Uint8Array(photo.bytes));
});
