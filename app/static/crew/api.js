/** The wire. Every answer is either exactly what docs/protocol.md promises or an ApiError: a login page with status 200, an empty
    body or a gateway's error page all mean that we are offline. */

/** @import {Api, High, Op, PushResult, Statements} from "./shapes.d.ts" */

const PATIENCE = 60_000;
const SLOWEST = 4;                 // bytes a millisecond we still wait for
const RESUMABLE = 128 * 1024;      // below it, starting over costs less than asking how far we were
const LEAST_PIECE = 64 * 1024;
const MOST_PIECE = 256 * 1024;
const MOST_SETBACKS = 3;           // a server that forgets more often than this within one picture is not well
const WHOLE = Infinity;
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
  /** @type {Map<string, number>} */
  const pieces = new Map();   // the size of a piece for each picture that did not come through whole
  return { expect, hello, pair, signOut, session, push, pull, catalog, putBlob, hasBlob, copy };

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

  async function session() {
    const answered = await send("GET", "/api/session");
    if (answered.status === 204) return null;
    const answer = await ours(answered, expected);
    return answer.person?.id && answer.device?.id ? answer : offline();
  }

  /** @param {{ device: string, high: High, ops: Op[] } & Partial<Statements>} body */
  async function push(body) {
    const { server, results } = await json("POST", "/api/sync/push", body);
    const fits = Array.isArray(results) && results.length === body.ops.length
      && results.every((result, i) => result?.op_id === body.ops[i].op_id);
    return fits ? { server, results: results.map((result, i) => believed(result, body.ops[i])) } : offline();
  }

  /** @param {number} cursor @param {High} high @param {string} device whose answer this is to be */
  async function pull(cursor, high, device) {
    const asked = `cursor=${cursor}&high_seq=${high.seq}&high_chain=${high.chain}&device=${device}`;
    const answer = await json("GET", `/api/sync/pull?${asked}`);
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
    const again = pieces.get(sha256);
    const first = Math.ceil(bytes.byteLength / 4 / LEAST_PIECE) * LEAST_PIECE;
    pieces.set(sha256, again ? Math.max(LEAST_PIECE, again / 2) : Math.min(MOST_PIECE, first));   // half of it should this try break off
    if (again || bytes.byteLength >= RESUMABLE) await inPieces(sha256, bytes, type, progress);
    else await inOne(sha256, bytes, type);
    pieces.delete(sha256);
    progress(bytes.byteLength);
  }

  /** @param {string} sha256 @param {ArrayBuffer} bytes @param {string} type */
  async function inOne(sha256, bytes, type) {
    const answer = await send("PUT", `/api/blobs/${sha256}`, blobRequest(bytes, type));
    whole(await ours(answer, expected), sha256, bytes);
  }

  /** From where the server says it is. Only its word that the picture is whole ends this: a part as long as the picture, but never
      checked, is brought anew, and so is one the server keeps losing. @type {(...args: Required<Parameters<Api["putBlob"]>>) => Promise<void>} */
  async function inPieces(sha256, bytes, type, progress) {
    let sent = await stored(sha256);
    for (let setbacks = 0; sent !== WHOLE;) {
      if (sent >= bytes.byteLength || setbacks === MOST_SETBACKS) return inOne(sha256, bytes, type);
      progress(sent);
      const before = sent;
      sent = await piece(sha256, bytes, type, sent);
      if (sent <= before) setbacks += 1;
    }
  }

  /** @param {string} sha256 */
  async function hasBlob(sha256) {
    return (await stored(sha256)) === WHOLE;
  }

  /** @param {string} slip_id */
  async function copy(slip_id) {
    const { url, version, until, qr } = await json("POST", `/api/slips/${slip_id}/copy`);
    return url && until && Number.isSafeInteger(qr?.size) && qr.path ? { url, version, until, qr } : offline();
  }

  /** How much of a picture the server has. @param {string} sha256 */
  async function stored(sha256) {
    const answer = await raw("HEAD", `/api/blobs/${sha256}`);
    if (answer.status === 404) return 0;
    if (answer.status !== 200) throw await refusal(answer);
    return reached(answer);
  }

  /** @param {string} sha256 @param {ArrayBuffer} bytes @param {string} type @param {number} from */
  async function piece(sha256, bytes, type, from) {
    const size = pieces.get(sha256) ?? MOST_PIECE;
    const request = blobRequest(bytes.slice(from, from + size), type);
    Object.assign(request.headers, { "Upload-Offset": String(from), "Upload-Length": String(bytes.byteLength) });
    const answer = await raw("PATCH", `/api/blobs/${sha256}`, request);
    if (answer.status === 204 || (answer.status === 409 && answer.headers.has("Upload-Offset"))) return reached(answer);
    if (!answer.ok) throw await refusal(answer);
    whole(await ours(answer, expected), sha256, bytes);
    return WHOLE;
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

/** How far the server is with a picture. @param {Response} answer */
function reached(answer) {
  if (answer.headers.get("Upload-Complete") === "?1") return WHOLE;
  const offset = Number(answer.headers.get("Upload-Offset") ?? NaN);
  return Number.isSafeInteger(offset) && offset >= 0 ? offset : offline();
}

/** @returns {never} */
function offline() {
  throw new ApiError("offline");
}
