/** The wire. Every answer is either exactly what docs/protocol.md promises or an ApiError: a login page with status 200, an empty
    body or a gateway's error page all mean that we are offline. */

/** @import {Api, High, Op, PushResult} from "./shapes.d.ts" */

const PATIENCE = 60_000;
const SLOWEST = 4;                 // bytes a millisecond we still wait for
const RESUMABLE = 1024 * 1024;
const CHUNK = 256 * 1024;
const HEX = /^[0-9a-f]{64}$/;

export class ApiError extends Error {
  /** @param {string} code @param {number} [status] @param {number} [retry_after] seconds */
  constructor(code, status = 0, retry_after = 0) {
    super(code);
    this.code = code;
    this.status = status;
    this.retry_after = retry_after;
  }
}

/**
 * @param {{ fetch: typeof globalThis.fetch, base?: string }} needs
 * @returns {Api}
 */
export function createApi({ fetch, base = "" }) {
  let expected = "";
  const broken = new Set();   // pictures a plain PUT did not bring through: from now on in pieces
  return { expect, hello, pair, signOut, push, pull, catalog, putBlob };

  /** @param {string} server */
  function expect(server) {
    expected = server;
  }

  function hello() {
    return json("GET", "/api/hello");
  }

  /** @param {string} code @param {string} label */
  async function pair(code, label) {
    const answer = await json("POST", "/api/devices", { pairing_code: code, label }, "");
    return answer.person?.id && answer.device?.id ? answer : offline();
  }

  async function signOut() {
    await send("DELETE", "/api/session");
  }

  /** @param {{ device: string, high: High, ops: Op[] }} body */
  async function push(body) {
    const { server, results } = await json("POST", "/api/sync/push", body);
    const fits = Array.isArray(results) && results.length === body.ops.length
      && results.every((result, i) => result?.op_id === body.ops[i].op_id);
    return fits ? { server, results: results.map((result, i) => believed(result, body.ops[i])) } : offline();
  }

  /** @param {number} cursor @param {High} high */
  async function pull(cursor, high) {
    const answer = await json("GET", `/api/sync/pull?cursor=${cursor}&high_seq=${high.seq}&high_chain=${high.chain}`);
    const content = answer.reset === true ? [answer.snapshot, answer.known_ops] : [answer.changes];
    const forward = Number.isSafeInteger(answer.cursor) && (answer.reset || answer.cursor > cursor || !answer.more);
    const known = (answer.high?.seq === 0 || isPoint(answer.high)) && Number.isSafeInteger(answer.backed_up_to);
    if (!content.every(Array.isArray) || !forward || !known) offline();
    return { ...answer, catalog: { etag: bare(answer.catalog?.etag) } };
  }

  /** @param {string} etag */
  async function catalog(etag) {
    const answer = await send("GET", "/api/sync/catalog", { headers: etag ? { "If-None-Match": `"${etag}"` } : {} });
    if (answer.status === 304) return null;
    return { catalog: await ours(answer, expected), etag: bare(answer.headers.get("ETag")) };
  }

  /** @param {string} sha256 @param {ArrayBuffer} bytes @param {string} type @param {(sent: number) => void} [progress] */
  async function putBlob(sha256, bytes, type, progress = () => {}) {
    if (bytes.byteLength >= RESUMABLE || broken.has(sha256)) return inPieces(sha256, bytes, type, progress);
    broken.add(sha256);
    const answer = await send("PUT", `/api/blobs/${sha256}`, blobRequest(bytes, type));
    whole(await ours(answer, expected), sha256, bytes);
    broken.delete(sha256);
    progress(bytes.byteLength);
  }

  /** @param {string} sha256 @param {ArrayBuffer} bytes @param {string} type @param {(sent: number) => void} progress */
  async function inPieces(sha256, bytes, type, progress) {
    let sent = await stored(sha256);
    while (sent < bytes.byteLength) {
      progress(sent);
      sent = await piece(sha256, bytes, type, sent);
    }
    progress(bytes.byteLength);
  }

  /** How much of a picture the server has. @param {string} sha256 */
  async function stored(sha256) {
    const answer = await raw("HEAD", `/api/blobs/${sha256}`);
    if (answer.status === 404) return 0;
    if (answer.status !== 200) throw await refusal(answer);
    return offsetOf(answer);
  }

  /** @param {string} sha256 @param {ArrayBuffer} bytes @param {string} type @param {number} from */
  async function piece(sha256, bytes, type, from) {
    const request = blobRequest(bytes.slice(from, from + CHUNK), type);
    Object.assign(request.headers, { "Upload-Offset": String(from), "Upload-Length": String(bytes.byteLength) });
    const answer = await raw("PATCH", `/api/blobs/${sha256}`, request);
    if (answer.status === 204 || (answer.status === 409 && answer.headers.has("Upload-Offset"))) return offsetOf(answer);
    if (!answer.ok) throw await refusal(answer);
    whole(await ours(answer, expected), sha256, bytes);
    return bytes.byteLength;
  }

  /** @param {string} method @param {string} path @param {unknown} [body] @param {string} [server] @returns {Promise<any>} */
  async function json(method, path, body, server = expected) {
    const request = body === undefined ? {} : { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } };
    return ours(await send(method, path, request), server);
  }

  /** @param {string} method @param {string} path @param {RequestInit} [request] */
  async function send(method, path, request) {
    const answer = await raw(method, path, request);
    if (!answer.ok && answer.status !== 304) throw await refusal(answer);
    return answer;
  }

  /** @param {string} method @param {string} path @param {RequestInit & { patience?: number }} [request] */
  async function raw(method, path, { patience = PATIENCE, ...request } = {}) {
    const how = { method, cache: /** @type {const} */ ("no-store"), redirect: /** @type {const} */ ("error"),
      credentials: /** @type {const} */ ("same-origin"), signal: AbortSignal.timeout(patience) };
    return fetch(base + path, { ...how, ...request }).catch(offline);
  }
}

/** @param {ArrayBuffer} body @param {string} type */
function blobRequest(body, type) {
  return { body, headers: { "Content-Type": type }, patience: PATIENCE + Math.ceil(body.byteLength / SLOWEST) };
}

/** @param {Response} answer @param {string} server */
async function ours(answer, server) {
  const content = await jsonOf(answer);
  if (typeof content?.server !== "string" || !content.server) return offline();
  if (server && content.server !== server) throw new ApiError("foreign_server", answer.status);
  return content;
}

/** Our own refusal in the one error shape, or what stands between us and the server. @param {Response} answer */
async function refusal(answer) {
  const content = await jsonOf(answer);
  const wait = Number(answer.headers.get("Retry-After")) || 0;
  if (typeof content?.error?.code === "string") return new ApiError(content.error.code, answer.status, wait);
  return new ApiError("offline", answer.status === 413 ? 413 : 0, wait);
}

/** @param {Response} answer @returns {Promise<any>} */
async function jsonOf(answer) {
  if (!/^application\/json\b/.test(answer.headers.get("Content-Type") ?? "")) return null;
  return answer.json().catch(() => null);
}

/** A result whose receipt is not over exactly this op is no receipt. @param {PushResult} result @param {Op} op @returns {PushResult} */
function believed(result, op) {
  const { receipt } = result;
  if (!receipt) return ["applied", "duplicate", "merged", "held"].includes(result.result) ? wrong(op) : result;
  return receipt.op_id === op.op_id && receipt.hash === op.hash && isPoint(receipt) ? result : wrong(op);
}

/** A point of the server's history: its number and its chain. @param {Partial<High> | null | undefined} one */
function isPoint(one) {
  return Number.isSafeInteger(one?.seq) && HEX.test(one?.chain ?? "");
}

/** @param {Op} op @returns {PushResult} */
function wrong({ op_id }) {
  return { op_id, result: "error", code: "receipt_differs" };
}

/** @param {any} answer @param {string} sha256 @param {ArrayBuffer} bytes */
function whole(answer, sha256, bytes) {
  if (answer.sha256 !== sha256 || answer.size !== bytes.byteLength) offline();
}

/** An ETag without quotes and without the mark a compressing proxy puts on it. @param {string | null | undefined} etag */
function bare(etag) {
  return (etag ?? "").replace(/^W\//, "").replaceAll('"', "");
}

/** @param {Response} answer */
function offsetOf(answer) {
  const offset = Number(answer.headers.get("Upload-Offset") ?? NaN);
  return Number.isSafeInteger(offset) && offset >= 0 ? offset : offline();
}

/** @returns {never} */
function offline() {
  throw new ApiError("offline");
}
