/** A small server that keeps docs/protocol.md: ledger, chain, receipts, held, conflicts, pictures. In memory, so that a test can look
    at everything, take it back to a backup, and let it stumble where it likes. */

import { createHash, randomUUID } from "node:crypto";

const HEX0 = "0".repeat(64);
const NEXT = { submit: "submitted", withdraw: "draft", return: "returned", approve: "approved", void: "void" };
const OPEN = ["draft", "returned"];
const STATES = { edit: OPEN, add_row: OPEN, drop_row: OPEN, attach: OPEN, detach: OPEN, submit: OPEN, withdraw: ["submitted"],
  return: ["submitted"], approve: ["submitted"], void: ["draft", "returned", "submitted"], remark: null };

export const digest = (bytes) => createHash("sha256").update(bytes).digest("hex");

export function createServer({ id = randomUUID(), catalog = null } = {}) {
  let kept = { ledger: [], slips: {}, blobs: new Map(), parts: new Map() };
  const server = {
    id, catalog, backed_up_to: 0, page: 100, time: () => Date.now(), session: true, grant: true, requests: [], received: 0,
    stumbles: new Set(), poison: new Set(), most_ops: 50, least_version: "0.0.0",
    /** whose cookies the phone carries, null for whoever asks; whose each device is; what each device last said of itself */
    holder: null, owners: new Map(), stated: new Map(),
    fetch, act, backup: () => structuredClone(kept), restore: (backup) => void (kept = structuredClone(backup)),
    get ledger() { return kept.ledger; }, get slips() { return kept.slips; }, get blobs() { return kept.blobs; },
  };
  return server;

  async function fetch(url, { method = "GET", body, headers = {} } = {}) {
    const { pathname: path, searchParams: query } = new URL(url, "http://handzettel.test");
    const bytes = body instanceof ArrayBuffer ? new Uint8Array(body) : null;
    server.requests.push({ method, path, size: bytes?.length ?? body?.length ?? 0, body, headers });
    server.received += bytes?.length ?? 0;
    if (path.startsWith("/api/blobs/")) return blob(method, path.slice("/api/blobs/".length), bytes, headers);
    if (path === "/api/hello") return json({ server: id, time: new Date(server.time()).toISOString(), version: "1.0.0",
      min_pull_version: server.least_version, backed_up_to: server.backed_up_to });
    if (path === "/api/devices") return devices(JSON.parse(body));
    if (path === "/api/session") return method === "DELETE" ? new Response(null, { status: 204 }) : whose();
    if (path === "/api/sync/push") return server.grant ? push(JSON.parse(body)) : refuse(401, "grant_missing");
    if (!server.session || foreign(query.get("device"))) return refuse(401, "session_missing");
    if (path === "/api/sync/pull") return json(pull(+query.get("cursor"), +query.get("high_seq"), query.get("high_chain")));
    if (path === "/api/sync/catalog") return giveCatalog(headers);
    return refuse(404, "not_found");
  }

  function devices({ pairing_code, label }) {
    if (pairing_code !== "RIGHT") return refuse(401, "pairing_code_wrong");
    return json({ server: id, person: { id: randomUUID(), name: "Anna Richter", role: "lead", language: "de" }, device: { id: randomUUID(), label } }, 201);
  }

  function whose() {
    if (!server.session && !server.grant) return new Response(null, { status: 204 });
    if (!server.session || !server.holder) return refuse(401, "session_missing");
    const { person, device } = server.holder;
    return json({ server: id, person, device, last_contact: "2026-11-25T16:00:00.000Z", waiting: server.stated.get(device.id)?.waiting ?? null });
  }

  /** Whether the cookies belong to another device than the one that speaks. */
  function foreign(device) {
    return Boolean(server.holder && device && device !== server.holder.device.id);
  }

  /** Whether it is known as the phone of somebody else. */
  function others(device) {
    return server.holder && ![undefined, server.holder.person.id].includes(server.owners.get(device));
  }

  function giveCatalog(headers) {
    if (headers["If-None-Match"] === `"${etag()}"`) return new Response(null, { status: 304 });
    return json({ server: id, ...server.catalog }, 200, { ETag: `"${etag()}"` });
  }

  function etag() {
    return server.catalog ? digest(JSON.stringify(server.catalog)).slice(0, 12) : "";
  }

  function push({ ops, device, high = { seq: 0 }, waiting, lost = [], version }) {
    if (others(device)) return refuse(401, "grant_missing");
    if (ops.length > server.most_ops) return refuse(413, "too_large");
    if (ops.some(({ op_id }) => server.poison.has(op_id))) return refuse(500, "failed");
    server.stated.set(device, { waiting, lost, version });
    const ahead = high.seq > 0 && kept.ledger[high.seq - 1]?.receipt.chain !== high.chain;
    return json({ server: id, results: ops.map((op) => take(op, lost, ahead)) });
  }

  function take(op, lost, ahead) {
    const known = kept.ledger.find((entry) => entry.op.op_id === op.op_id);
    if (known) return { op_id: op.op_id, result: "duplicate", receipt: known.receipt, ...(known.reason && { reason: known.reason }) };
    if (ahead && op.n === 1 && op.kind !== "create") return { op_id: op.op_id, result: "error", code: "history_differs" };
    if (server.stumbles.has(op.op_id)) return { op_id: op.op_id, result: "error", code: "failed" };
    const expected = 1 + kept.ledger.filter((entry) => entry.op.slip_id === op.slip_id && entry.op.device === op.device).length;
    if (server.holder && (op.author !== server.holder.person.id || others(op.device))) return enter(op, "wrong_author");
    if (op.n > expected) return { op_id: op.op_id, result: "later", expected };
    const missing = op.kind === "submit" ? needed(op).filter((sha256) => !kept.blobs.has(sha256)) : [];
    const reason = objection(op);
    const coming = missing.filter((sha256) => !lost.includes(sha256));
    if (coming.length && !reason) return { op_id: op.op_id, result: "need_blobs", missing: coming };
    return enter(op, reason ?? (missing.length ? "bytes_missing" : null));
  }

  /** The pictures of the slip and those the op names. */
  function needed({ slip_id, manifest }) {
    const photos = Object.values(kept.slips[slip_id]?.rows ?? {}).filter(({ table }) => table === "photo");
    return [...new Set([...manifest.map((item) => item.sha256), ...photos.map(({ fields }) => fields.sha256)])];
  }

  /** Something the office does, entered like any op. */
  function act(kind, slip_id, { patch = {}, rows = {} } = {}) {
    const op = { op_id: randomUUID(), slip_id, n: 0, author: "office", device: "desk", kind, patch, rows, manifest: [], hash: HEX0 };
    return enter(op, objection(op));
  }

  function objection(op) {
    const slip = kept.slips[op.slip_id];
    if (op.kind === "create") return slip ? "slip_exists" : null;
    if (!slip) return "unknown_slip";
    const states = STATES[op.kind];
    return states && !states.includes(slip.state) ? "wrong_state" : null;
  }

  function enter(op, reason) {
    const seq = kept.ledger.length + 1;
    const chain = digest((kept.ledger.at(-1)?.receipt.chain ?? HEX0) + op.op_id + op.hash);
    const receipt = { op_id: op.op_id, hash: op.hash, seq, chain };
    kept.ledger.push({ op, receipt, reason });
    const conflicts = reason ? hold(op, reason, seq) : apply(op, seq);
    const result = reason ? "held" : conflicts.length ? "merged" : "applied";
    return { op_id: op.op_id, result, receipt, ...(reason && { reason }), ...(conflicts.length && { conflicts }) };
  }

  function hold(op, reason, seq) {
    const slip = kept.slips[op.slip_id];
    slip?.held.push({ op_id: op.op_id, author: op.author, kind: op.kind, reason, seq });
    if (slip) slip.seq = seq;
    return [];
  }

  function apply(op, seq) {
    const slip = (kept.slips[op.slip_id] ??= blank(op));
    const conflicts = merge(slip.fields, Object.entries(op.patch).filter(([name]) => name !== "reason"), null);
    for (const [id, patch] of Object.entries(op.rows)) conflicts.push(...mergeRow(slip, id, patch, op, seq));
    slip.conflicts.push(...conflicts);
    Object.assign(slip, { seq, rev: slip.rev + 1, state: NEXT[op.kind] ?? slip.state });
    return conflicts;
  }

  function pull(cursor, high_seq, high_chain) {
    const high = kept.ledger.at(-1)?.receipt ?? { seq: 0, chain: HEX0 };
    const rest = { server: id, high: { seq: high.seq, chain: high.chain }, catalog: { etag: etag() }, backed_up_to: server.backed_up_to };
    const all = Object.values(kept.slips).sort((a, b) => a.seq - b.seq).map((slip) => (slip.gone ? { slip_id: slip.slip_id, seq: slip.seq, gone: true } : structuredClone(slip)));
    if ((kept.ledger[high_seq - 1]?.receipt.chain ?? HEX0) !== high_chain)
      return { ...rest, reset: true, snapshot: all.filter((slip) => !slip.gone), known_ops: kept.ledger.map(({ op }) => op.op_id), cursor: all.at(-1)?.seq ?? 0 };
    const news = all.filter(({ seq }) => seq > cursor);
    const changes = news.slice(0, server.page);
    return { ...rest, changes, cursor: changes.at(-1)?.seq ?? cursor, more: news.length > changes.length };
  }

  function blob(method, sha256, bytes, headers) {
    if (method !== "HEAD" && !server.grant) return refuse(401, "grant_missing");
    const part = kept.parts.get(sha256) ?? new Uint8Array();
    if (method === "PATCH" && kept.blobs.has(sha256))
      return new Response(null, { status: 204, headers: { "Upload-Offset": headers["Upload-Length"], "Upload-Complete": "?1" } });
    if (method === "HEAD") return head(sha256, part);
    if (method === "PUT") return digest(bytes) === sha256 ? keepBlob(sha256, bytes) : refuse(422, "digest_differs");
    if (+headers["Upload-Offset"] !== part.length) return refuse(409, "wrong_offset", { "Upload-Offset": String(part.length) });
    const joined = new Uint8Array(part.length + bytes.length);
    joined.set(part);
    joined.set(bytes, part.length);
    kept.parts.set(sha256, joined);
    if (joined.length < +headers["Upload-Length"]) return new Response(null, { status: 204, headers: { "Upload-Offset": String(joined.length) } });
    return digest(joined) === sha256 ? keepBlob(sha256, joined) : refuse(422, "digest_differs");
  }

  function head(sha256, part) {
    const whole = kept.blobs.get(sha256);
    if (!whole && !part.length) return new Response(null, { status: 404 });
    return new Response(null, { headers: { "Upload-Offset": String((whole ?? part).length), "Upload-Complete": whole ? "?1" : "?0" } });
  }

  function keepBlob(sha256, bytes) {
    const known = kept.blobs.has(sha256);
    kept.blobs.set(sha256, bytes);
    kept.parts.delete(sha256);
    return json({ server: id, sha256, size: bytes.length }, known ? 200 : 201);
  }
}

function blank(op) {
  return { slip_id: op.slip_id, seq: 0, rev: 0, state: "draft", version: 1, author: op.author, planned: op.author === "office" ? 1 : 0, fields: {},
    extra: {}, rows: {}, content_hash: "", held: [], conflicts: [], corrections: [] };
}

function merge(fields, changes, row_id) {
  const conflicts = [];
  for (const [field, [old, value]] of changes) {
    const current = fields[field] ?? null;
    if (current !== old && current !== value) conflicts.push({ id: randomUUID(), row_id, field, current, proposed: value });
    else if (value === null) delete fields[field];
    else fields[field] = value;
  }
  return conflicts;
}

function mergeRow(slip, id, { table, fields }, op, seq) {
  if (!["drop_row", "detach"].includes(op.kind)) {
    const row = (slip.rows[id] ??= { table, fields: {}, extra: {} });
    Object.assign(row, { by: op.author, seq });
    return merge(row.fields, Object.entries(fields), id);
  }
  const seen = Object.fromEntries(Object.entries(fields).map(([name, [old]]) => [name, old]));
  if (slip.rows[id] && JSON.stringify(sorted(slip.rows[id].fields)) !== JSON.stringify(sorted(seen)))
    return [{ id: randomUUID(), row_id: id, field: "dropped", current: 0, proposed: 1 }];
  delete slip.rows[id];
  return [];
}

const sorted = (fields) => Object.entries(fields).sort();

function json(content, status = 200, headers = {}) {
  return new Response(JSON.stringify(content), { status, headers: { "Content-Type": "application/json", ...headers } });
}

function refuse(status, code, headers = {}) {
  return json({ error: { code, message: code, details: {} } }, status, headers);
}

const HTML = { "Content-Type": "text/html" };
/** What a bad day does to one request: `fault(handle)` answers in place of the server. */
export const faults = {
  request_lost: () => lost(),
  answer_lost: async (handle) => { await handle(); return lost(); },
  twice: async (handle) => { await handle(); return handle(); },
  portal: () => new Response("<html>Please accept our terms</html>", { headers: HTML }),
  portal_json: () => json({}),
  no_content: () => new Response(null, { status: 204 }),
  gateway: () => new Response("<h1>Bad Gateway</h1>", { status: 502, headers: HTML }),
  truncated: async (handle) => {
    const answer = await handle();
    const text = await answer.text();
    return text ? new Response(text.slice(0, text.length / 2), { status: answer.status, headers: answer.headers }) : lost();
  },
  slow_down: () => refuse(429, "too_many", { "Retry-After": "7" }),
  proxy_limit: () => new Response("<h1>Request Entity Too Large</h1>", { status: 413, headers: HTML }),
  failed: () => refuse(500, "failed"),
};

function lost() {
  throw new TypeError("fetch failed");
}

/** The server behind a network that asks `next(method, path)` for the fault of each request. */
export function behind(server, next) {
  return async (url, init = {}) => {
    const handle = () => server.fetch(url, init);
    const fault = next(init.method ?? "GET", new URL(url, "http://handzettel.test").pathname);
    return fault ? faults[fault](handle) : handle();
  };
}
