/* The shapes that travel between phone and server, and those the rooms of the phone hand each other.
   docs/protocol.md says what each field means; tests/test_promises.py holds the wire shapes against the Python ones. */

export type Value = string | number | null;
export type Pair = [Value, Value];
export type Table = "time" | "break" | "trip" | "away" | "material" | "equipment" | "measurement" | "opening" | "allowance" | "photo"
  | "checklist" | "answer" | "follow_up" | "obstruction" | "concern" | "defect" | "reason" | "signature" | "remark";
export type Kind = "create" | "edit" | "add_row" | "drop_row" | "attach" | "detach" | "submit" | "withdraw" | "remark"
  | "return" | "approve" | "void" | "correct" | "plan" | "resolve";
export type State = "draft" | "submitted" | "returned" | "approved" | "void";

export interface RowPatch { table: string; fields: Record<string, Pair> }
export interface ManifestItem { att_id: string; sha256: string; size: number; role: "photo" | "signature" }

export interface Op {
  op_id: string; slip_id: string; n: number; author: string; device: string; kind: Kind; schema: number; base_rev: number;
  patch: Record<string, Pair>; rows: Record<string, RowPatch>; manifest: ManifestItem[];
  client_time: string; offset_ms: number; hash: string;
}
export interface Receipt { op_id: string; hash: string; seq: number; chain: string }
export interface High { seq: number; chain: string }

export interface PushResult {
  op_id: string; result: "applied" | "duplicate" | "merged" | "held" | "need_blobs" | "later" | "error";
  receipt?: Receipt; reason?: string; missing?: string[]; expected?: number; code?: string; conflicts?: Conflict[];
}
export interface Conflict { id: string; row_id: string | null; field: string; current: Value; proposed: Value; author?: string }
export interface Held { op_id: string; author: string; kind: Kind; reason: string; seq: number }
export interface Correction { version: number; by: string; at: string; reason: string }

export interface Row {
  table: string; fields: Record<string, Value>; extra?: Record<string, Value>; by?: string; seq?: number;
  /** set on rows touched by own ops that have no receipt yet */
  pending?: boolean;
}
/** What the server last said of a slip: kept as it came, never edited in place. */
export interface Change {
  slip_id: string; seq: number; gone?: boolean; rev: number; state: State; version: number; number?: string | null;
  author: string; planned: 0 | 1; fields: Record<string, Value>; extra: Record<string, Value>; rows: Record<string, Row>;
  content_hash: string; submitted_at?: string; approved_at?: string; approved_by?: string;
  held: Held[]; conflicts: Conflict[]; corrections: Correction[];
}
/** What is shown: base + own pending ops. */
export interface View extends Change {
  /** own ops of this slip without a receipt */
  pending: number;
  /** own ops of this slip that the office holds for a decision */
  waiting_held: number;
  place: Place;
  /** the office does not have this slip, everything of it is held: shown, never counted */
  whole_held?: boolean;
  /** why the first own op of this slip could not be taken yet; null when nothing stands in the way */
  obstacle: Obstacle | null;
}
/** The last answer to an op that was no receipt. */
export interface Obstacle {
  result: string;
  /** of `later`: `gap` when this phone does not have the op the server expects; only the office can help then */
  code?: string; missing?: string[]; expected?: number;
}
/** One own op as the store keeps it: without a receipt it waits in the outbox; `held` is the reason the office holds it. */
export interface Entry { op: Op; receipt?: Receipt; found_by?: number; held?: string; conflicts?: Conflict[]; obstacle?: Obstacle }
/** What one user action asks the store to record. */
export interface Action {
  kind: Kind; slip_id: string; patch?: Record<string, Pair>; rows?: Record<string, RowPatch>; manifest?: ManifestItem[];
  blobs?: { sha256: string; bytes: ArrayBuffer; type: string }[]; base_rev?: number;
}
/** Where the work is, from receipts alone: on this phone, at the office, backed up. */
export type Place = "phone" | "office" | "backed";

export interface Person { id: string; name: string; role: string; language: string }
export interface Device { id: string; label: string }
export interface Article { id: string; number: string; text: string; unit: string; favourite: 0 | 1 }
/** As the server sends it. The phone keeps the thousands of articles apart: nothing needs them at the start. */
export interface WholeCatalog extends Catalog { materials: Article[] }
export interface Catalog {
  server: string; person: Person; zone: string;
  people: { id: string; name: string; job_title: string; minor: 0 | 1 }[];
  /** who reviews: to name them in remarks and approvals */
  office?: { id: string; name: string }[];
  crews: { id: string; name: string; lead: string | null; people: string[] }[];
  companies: { id: string; name: string; text: string }[];
  sites: { id: string; name: string; text: string; client: string | null; client_text: string; contact: string;
    contact_phone: string; hazard: string; access: string; state: string;
    municipality?: string; quarter?: string;
    /** from the firm's yard, one way */
    km?: string | null; minutes?: number | null;
    /** index into `holidays` */
    holidays?: number;
    /** what the office laid down there */
    documents?: SiteDocument[] }[];
  /** this year and the next: day -> name, one per distinct place */
  holidays?: Record<string, string>[];
  jobs: { id: string; number: string; title: string; kind: string; site: string; client: string | null; company: string;
    task: string; plan_minutes: number; agreed_with?: string; agreed_on?: string; agreed_ref?: string; hot_work?: 0 | 1;
    client_kind?: "business" | "public" | "consumer" | "";
    /** `00.00.0000`; empty: any position will do */
    position_mask?: string;
    /** ids of the checklists to be filled, in this order */
    checklists?: string[];
    /** blocks of the client's copy; nothing: the usual ones */
    client_sees?: string[] | null }[];
  /** of slips on phones: what their clients see, where it was chosen */
  closed_jobs?: { id: string; client_sees: string[] }[];
  equipment: { id: string; text: string }[]; vehicles: { id: string; text: string }[];
  allowances: { id: string; text: string; unit: string }[];
  phrases: { id: string; kinds: string[]; de: string; en: string; pl?: string; cs?: string; ro?: string; uk?: string; tr?: string }[];
  /** the newest version of each, and every version a live slip is pinned to */
  checklists: Checklist[];
  /** the firm's own rows, after the statutory ones of core/limits.js and core/expenses.js */
  limits?: import("./core/limits.js").Limit[]; rates?: import("./core/limits.js").Limit[];
  /** the firm's table of Auslöse */
  expenses?: import("./core/expenses.js").FirmRow[];
  usual: { start: string; end: string; breaks: [string, string][] };
}

/** A drawing, an instruction, a picture of a site: its bytes are under /api/blobs. */
export interface SiteDocument { name: string; sha256: string; size: number; type: string }

/** One version of a checklist; texts by language, German always there. `newest` 0: only for slips that are pinned to it. */
export interface Checklist {
  id: string; version: number; purpose: string; title: Record<string, string>; basis?: string; months?: number; newest?: 0 | 1;
  proof?: string[]; sections?: Record<string, Record<string, string>>;
  items: (import("./core/checklist.js").Item & { hint?: Record<string, string>; section?: string })[];
}

/** One photo or signature picture on this phone. Bytes are an ArrayBuffer: WebKit loses Blobs. `sent` is 0, or when the
    server said it has it whole; `seq` is the first ledger number a backup must reach to hold it; `bad` says why it cannot go:
    `damaged` when the phone cannot read it any more, else the server's code; `lost` that its person has declared it lost; `sure` that the server still had it when later entries were
    in its ledger, `asked` when it last had it before that. */
export interface Blob_ {
  sha256: string; bytes: ArrayBuffer; size: number; type: string; sent: number; at: number; slip_id: string; person: string; seq?: number;
  bad?: string; lost?: 1; sure?: 1; asked?: number;
}
/** The same without its bytes: what lists and counts read. */
export type BlobCard = Omit<Blob_, "bytes">;

/** A finding of the self-check. `field` is the number printed on phone, desk and PDF; `about` the person or row it is about, or
    empty. A `should` is silenced by a row `reason` with its `code` and `about`. */
export interface Finding { level: "must" | "should" | "info"; code: string; field: string; about: string; params: Record<string, Value> }
/** A time row of another slip. */
export interface Elsewhere { slip: string; person: string; date: string; start: string; end: string; minutes: number }
/** What the self-check may know besides the slip. What is not known is not judged. */
/** An allowance with its amount, on another slip. */
export interface Paid {
  slip: string;
  person: string;
  date: string;
  kind: Value;
  allowance: Value;
  text: Value;
}

export interface Around {
  /** a firm's own limits, after the statutory ones of core/limits.js */
  limits?: import("./core/limits.js").Limit[];
  people?: Record<string, { minor?: 0 | 1 }>;
  days?: Elsewhere[];
  /** `days` are all there are: a phone cannot say so */
  complete?: 0 | 1;
  paid?: Paid[];
  now?: string;
  /** holidays of the place: day -> name */
  holidays?: Record<string, string>;
  content_hash?: string;
  /** "id@version" -> checklist */
  templates?: Record<string, import("./core/checklist.js").Template>;
  /** shape of the positions of the job, `00.00.0000` */
  position_mask?: string | null;
}

/* ---- what the rooms offer each other (implemented in the file named) ---- */

/** store/store.js: `openStore({name?, factory?, now?, outdated?, blocked?}) -> Promise<Store>`; everything of one person on this
    phone. `outdated()`: another tab brings a newer database, save and reload; `blocked()`: an older tab keeps ours from opening. */
export interface Store {
  /** meta of the phone: who is signed in, device, cursor, high, clock offset, last contact */
  who(): Promise<{ person: Person; device: Device } | null>;
  signIn(who: { person: Person; device: Device; server: string }): Promise<void>;
  /** Refuses with code `unsent` while own ops or blobs are unsent. */
  signOut(): Promise<void>;
  /** One user action: makes the op (id, n, hash) and writes it with its bytes in one strict transaction; resolves on `complete`,
      rejects with code `full` on a quota abort. */
  record(action: Action): Promise<Op>;
  /** Several ops of one user action, in one transaction: all or none. */
  recordAll(actions: Action[]): Promise<Op[]>;
  view(slip_id: string): Promise<View | null>;
  /** every slip this person has on the phone, newest day first */
  views(): Promise<View[]>;
  /** of these, quickly, at least what is unfinished, of the days `since` one, or still on its way */
  near(since: string): Promise<View[]>;
  pending(): Promise<Op[]>;
  /** slips this person has sent something about before the phone was paired anew */
  sentBefore(): Promise<Set<string>>;
  blob(sha256: string): Promise<Blob_ | undefined>;
  unsentBlobs(slip_id?: string): Promise<Blob_[]>;
  /** Its person gives a picture up that this phone cannot read any more: its slip may go without it, and the office is told. Taken
      back by itself when the bytes turn up readable, or when the same picture is attached again. */
  declareLost(sha256: string, slip_id?: string): Promise<void>;
  /** every picture of this person on the phone, without loading the bytes */
  blobCards(slip_id?: string): Promise<BlobCard[]>;
  catalog(): Promise<Catalog | null>;
  articles(): Promise<Article[]>;
  draft(key: string): Promise<unknown>;
  saveDraft(key: string, value: unknown): Promise<void>;
  dropDraft(key: string): Promise<void>;
  status(): Promise<Status>;
  /** ops, blobs (base64) and identity of everything unsent, as one JSON file; needs neither network nor session */
  exportUnsent(): Promise<Blob>;
  /** 64 KiB written, read back, compared */
  selfTest(): Promise<boolean>;
  log(event: string, detail?: Detail): Promise<void>;
  events(): Promise<{ at: number; event: string; detail?: Detail }[]>;
  /** calls back after every committed change of this store, from this or another tab */
  onChange(listener: () => void): () => void;
  /* for sync only */
  takePush(results: PushResult[], ops: Op[], server: string): Promise<void>;
  /** `asked`: for whom, from where and when; false, and nothing taken, when another tab or person has gone on since */
  takePull(answer: any, asked?: { person: string; cursor: number; high: High; at: number }): Promise<boolean>;
  takeCatalog(catalog: WholeCatalog, etag: string): Promise<void>;
  markBlobSent(sha256: string): Promise<void>;
  /** null: it is readable again */
  markBlobBad(sha256: string, reason: string | null): Promise<void>;
  forgetBlobReceipts(sha256s: string[]): Promise<void>;
  /** Sent pictures the server is to be asked for once more: a picture leaves no mark in the ledger, so a restored server may lack one and
      nothing shows. Once a day, and once when entries have come after it: only what was there then is ever let go of. */
  unconfirmed(): Promise<string[]>;
  confirmBlob(sha256: string): Promise<void>;
  /** `high` is the point of the server's history to find there next, `unchecked` how many more wait after it, `newest` the
      farthest of them */
  meta(): Promise<{ cursor: number; high: High; unchecked: number; newest: High; offset_ms: number; etag: string; backed_up_to: number;
    server: string; last_contact: number }>;
  setMeta(part: Record<string, any>): Promise<void>;
  purge(): Promise<void>;
  close(): void;
}
export interface Status {
  /** without those declared lost: nothing more is to come of them */
  unsent_ops: number; unsent_slips: number; unsent_photos: number; oldest_unsent: number | null; last_contact: number | null;
  others: { name: string; items: number }[]; persisted: boolean | null;
  /** pictures that cannot go and wait for their person's decision; pictures declared lost */
  bad: number; lost: number;
}
/** No contents and no secrets: ids, counts, codes. */
export type Detail = Record<string, Value>;
/** What a push says about the phone itself. */
export interface Statements {
  waiting: { ops: number; photos: number; since: string }; lost: string[]; version: string;
}
/** api.js: `createApi({fetch, base?})`; every answer is either the JSON we know, or an ApiError {code, status, retry_after}. */
export interface Api {
  /** the server every answer must come from; "" accepts any (before pairing) */
  expect(server: string): void;
  hello(): Promise<{ server: string; time: string; version: string; min_pull_version?: string; backed_up_to: number }>;
  pair(code: string, label: string): Promise<{ server: string; person: Person; device: Device }>;
  signOut(): Promise<void>;
  /** whose phone this is and what it last said was waiting: for a browser that has lost its store but not its cookies */
  session(): Promise<Session | null>;   // null: nobody's phone yet
  push(body: { device: string; high: High; ops: Op[] } & Partial<Statements>): Promise<{ server: string; results: PushResult[] }>;
  /** `device`: whose answer it is to be; the server refuses when the session has become somebody else's */
  pull(cursor: number, high: High, device: string): Promise<any>;
  catalog(etag: string): Promise<{ catalog: WholeCatalog; etag: string } | null>;
  putBlob(sha256: string, bytes: ArrayBuffer, type: string, progress?: (sent: number) => void): Promise<void>;
  /** whether the server has the picture whole */
  hasBlob(sha256: string): Promise<boolean>;
  /** a new link to the client's copy of what was handed in last */
  copy(slip_id: string): Promise<ClientCopy>;
}
/** A link to the client's copy, and the same as a QR code: `size` squares wide, `path` the dark ones. */
export interface ClientCopy { url: string; version: number; until: string; qr: { size: number; path: string } }
export interface Session {
  server: string; person: Person; device: Device; last_contact: string | null; waiting: Statements["waiting"] | null;
}
/** sync.js: `createSync({store, api, now, random, lock, timers, version?})`; no DOM. Call `stop()` and wait for it before pairing
    another person: ops are never sent under somebody else's grant. */
export interface Sync {
  start(): void;
  /** no further rounds; resolves when the running one has ended */
  stop(): Promise<void>;
  /** one round now; joins a running one */
  run(why: string): Promise<void>;
  /** 2 s after an op */
  soon(): void;
  state(): SyncState;
  onState(listener: (state: SyncState) => void): () => void;
}
export interface SyncState {
  running: boolean; problem: null | "offline" | "signed_out" | "revoked" | "server" | "foreign_server" | "too_old" | "phone";
  sending: { sha256: string; sent: number; size: number } | null; next_at: number | null;
}
