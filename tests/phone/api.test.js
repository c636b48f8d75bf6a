import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiError, createApi } from "../../app/static/crew/api.js";
import { picture } from "./phone.js";
import { behind, createServer, digest, faults } from "./server.js";

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

/** The server has exactly this picture. */
function whole({ blobs }, { sha256 }) {
  assert.equal(digest(blobs.get(sha256) ?? ""), sha256);
}

const calls = {
  hello: (api) => api.hello(), push: (api) => api.push({ device: "d", high: HIGH, ops: [op(1)] }), pull: (api) => api.pull(0, HIGH, "d"),
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
  test(`a pull with ${what} is not answered`, () => assert.rejects(answering({ ...pulled, ...wrong }).pull(5, HIGH, "d"), apiError("offline", 0)));
}

test("a pull as it should be", async () => assert.deepEqual(await answering(pulled).pull(5, HIGH, "d"), pulled));

test("the catalog comes once, then 304; a tag in quotes, or marked weak by a proxy, is the same tag", async () => {
  const server = createServer({ catalog: { people: [{ id: "1" }] } });
  const api = against(server);
  const { catalog, etag } = await api.catalog("");
  assert.deepEqual([catalog.people, etag.length], [[{ id: "1" }], 12]);
  assert.equal((await api.pull(0, HIGH, "d")).catalog.etag, etag);
  assert.equal(await api.catalog(etag), null);
  const weak = createApi({ fetch: async () => new Response(JSON.stringify({ server: "s" }), { headers: { "Content-Type": "application/json", ETag: 'W/"abc"' } }) });
  assert.equal((await weak.catalog("")).etag, "abc");
});

test("a small picture goes in one piece, as it is, and is told to be there only for its own digest and size", async () => {
  const server = createServer();
  const photo = picture(1000);
  await against(server).putBlob(photo.sha256, photo.bytes, photo.type);
  assert.deepEqual(server.requests.map(({ method, headers }) => [method, headers["Content-Type"]]), [["PUT", "image/jpeg"]]);
  whole(server, photo);
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
  assert.deepEqual(told.map((sent) => sent / 256 / 1024), [0, 1, 2, 3, 3.5, 4, photo.size / 256 / 1024], "smaller pieces after the cut");
  assert.equal(server.received, photo.size, "not a byte twice");
  whole(server, photo);
});

test("a small picture the network cut goes in pieces the next time; one that is there already costs no bytes", async () => {
  const server = createServer();
  const photo = picture(100 * 1024);
  let first = true;
  const api = against(server, (method) => (method === "PUT" && first && !(first = false) ? "answer_lost" : null));
  await assert.rejects(api.putBlob(photo.sha256, photo.bytes, photo.type), apiError("offline", 0));
  await api.putBlob(photo.sha256, photo.bytes, photo.type);
  assert.deepEqual(server.requests.map(({ method }) => method), ["PUT", "HEAD"]);
  assert.equal(server.received, photo.size);
});

/** A server of pieces gone wrong: `answer(request, i)` stands in for the i-th one; null lets the real one answer. */
function stumbling(server, answer) {
  let i = 0;
  return createApi({ fetch: async (url, init) => {
    const own = init.method === "PATCH" ? answer(init, (i += 1)) : null;
    return own ?? server.fetch(url, init);
  } });
}
const offset = (status, at) => new Response(null, { status, headers: { "Upload-Offset": String(at) } });

test("a server that never gets on with a picture does not keep the phone busy: it is sent whole", async () => {
  for (const answer of [() => offset(409, 0), () => offset(204, 0), (_, i) => (i % 2 ? null : offset(409, 0))]) {
    const server = createServer();
    const photo = picture(512 * 1024);
    await stumbling(server, answer).putBlob(photo.sha256, photo.bytes, photo.type);
    assert.ok(server.requests.length < 12, String(server.requests.length));
    assert.equal(server.requests.at(-1).method, "PUT");
    whole(server, photo);
  }
});

test("a part the server forgot is begun again from where it says", async () => {
  const server = createServer();
  const photo = picture(512 * 1024);
  const empty = server.backup();
  const api = stumbling(server, (_, i) => (i === 3 ? (server.restore(empty), null) : null));
  await api.putBlob(photo.sha256, photo.bytes, photo.type);
  whole(server, photo);
});

test("a server that keeps less of a piece than it was given gets the rest, not a gap", async () => {
  const server = createServer();
  const photo = picture(300 * 1024);
  let cut = true;
  const api = createApi({ fetch: async (url, init) => {
    const shorter = init.method === "PATCH" && cut && !(cut = false) ? { ...init, body: init.body.slice(0, 10_000) } : init;
    return server.fetch(url, shorter);
  } });
  await api.putBlob(photo.sha256, photo.bytes, photo.type);
  whole(server, photo);
  assert.equal(server.received, photo.size);
});

test("a part as long as the picture that nobody has checked is not the picture", async () => {
  const server = createServer();
  const photo = picture(512 * 1024);
  const found = (complete, size = photo.size) => createApi({ fetch: async (url, init) => (init.method === "HEAD"
    ? new Response(null, { headers: { "Upload-Offset": String(size), "Upload-Complete": complete } }) : server.fetch(url, init)) });
  await found("?1").putBlob(photo.sha256, photo.bytes, photo.type);
  assert.deepEqual(server.requests, [], "whole, says the server");
  await found("?0").putBlob(photo.sha256, photo.bytes, photo.type);
  assert.equal(server.requests.length, 1);
  whole(server, photo);
  await found("?0", photo.size + 9).putBlob(photo.sha256, photo.bytes, photo.type);
  assert.equal(server.requests.at(-1).method, "PUT");
});

for (const size of [100, 130, 200, 700, 1024, 3000].map((kib) => kib * 1024)) {
  test(`${size / 1024} KiB with the line cut again and again cost at most half as much again, and 64 KiB for each cut`, async () => {
    const server = createServer();
    const photo = picture(size);
    let cuts = 0;
    let line = 0;
    let wasted = 0;
    const api = createApi({ fetch: async (url, init) => {
      const bytes = init.body?.byteLength ?? 0;
      if ((line += bytes) < 150 * 1024) return server.fetch(url, init);
      cuts += 1;
      wasted += bytes - (line - 150 * 1024);
      line = 0;
      throw new TypeError("cut");
    } });
    for (let tries = 0; tries < 99 && !server.blobs.has(photo.sha256); tries++)
      await api.putBlob(photo.sha256, photo.bytes, photo.type).catch((error) => assert.equal(error.code, "offline"));
    whole(server, photo);
    assert.ok(server.received + wasted <= 1.5 * size + cuts * 64 * 1024, `${server.received} + ${wasted} for ${size} and ${cuts} cuts`);
  });
}

test("whose phone this is, for a browser that lost everything but its cookies", async () => {
  const server = createServer();
  const api = createApi({ fetch: server.fetch });
  await assert.rejects(api.session(), apiError("session_missing", 401));
  Object.assign(server, { session: false, grant: false });
  assert.equal(await api.session(), null);
  Object.assign(server, { session: true, grant: true });
  server.holder = { person: { id: "p", name: "Anna Richter", role: "lead", language: "de" }, device: { id: "d", label: "Annas Handy" } };
  await api.push({ device: "d", high: HIGH, ops: [], waiting: { ops: 2, photos: 1, since: "2026-11-25T16:24:05+01:00" }, lost: [], version: "1.0.0" });
  assert.deepEqual(await api.session(), { server: server.id, ...server.holder, last_contact: "2026-11-25T16:00:00.000Z",
    waiting: { ops: 2, photos: 1, since: "2026-11-25T16:24:05+01:00" } });
  await assert.rejects(answering({ server: "s", person: null, device: null }).session(), apiError("offline", 0));
  await assert.rejects(against(server, () => "portal").session(), apiError("offline", 0));
});

test("the server names the right offset, and the phone goes on from there", async () => {
  const server = createServer();
  const photo = picture(1024 * 1024);
  const half = new Uint8Array(photo.bytes.slice(0, 300_000));
  await server.fetch(`/api/blobs/${photo.sha256}`, { method: "PATCH", body: half.buffer, headers: { "Upload-Offset": "0", "Upload-Length": String(photo.size) } });
  const hidden = behind(server, () => null);
  const api = createApi({ fetch: async (url, init) => (init.method === "HEAD" ? new Response(null, { status: 404 }) : hidden(url, init)) });
  await api.putBlob(photo.sha256, photo.bytes, photo.type);
  whole(server, photo);
});
