/* What a screen is given and what it offers. */

import type { TemplateResult } from "../vendor/lit-html.js";
import type { Action, Api, Catalog, Device, Person, Status, Store, Sync, SyncState } from "./shapes.js";
import type { Editor } from "./parts/editor.js";
import type { Updates } from "./updates.js";

/** The page: what every screen may use. */
export interface Page {
  store: Store; api: Api; sync: Sync;
  who: { person: Person; device: Device };
  /** the catalog as last pulled; empty lists before the first pull */
  catalog: Catalog; zone: string; status: Status; syncing: SyncState;
  updates: Updates;
  persisted: boolean | null;
  /** what this screen remembers while it is open: unfolded parts, an open sheet */
  ui: Record<string, any>;
  params: Record<string, string>;
  /** the first drawing of a screen: what is below the first sight need not be in it */
  arriving?: boolean;
  now(): number;
  /** One user action into the outbox, all its ops or none. False if the phone could not keep it and the person gave it up. */
  record(...actions: Action[]): Promise<boolean>;
  go(path: string): void;
  /** draws again what is known */
  draw(): void;
  /** reads catalog and status again */
  refresh(): Promise<void>;
  /** reads again, then draws */
  reload(): Promise<void>;
  /** the unfinished input of a slip */
  editor(slip_id: string): Promise<Editor>;
  /** everything typed is written down when this resolves */
  flush(): Promise<void>;
  language(code: string): Promise<void>;
  theme(name: string): void;
  /** after signing out: the app starts again from nothing */
  startOver(): void;
  /** instead of the screen: something could not be saved */
  alarm: (() => TemplateResult) | null;
}

/** One screen: reads what it needs, then draws it. */
export interface Screen<Loaded = any> {
  /** the tab it belongs to, if it shows the tabs */
  tab?: "today" | "slips" | "hours" | "more";
  /** class of the page while it is shown */
  look?: string;
  load(page: Page): Promise<Loaded>;
  view(page: Page, loaded: Loaded): TemplateResult;
  leave?(page: Page, loaded: Loaded): void;
  /** after each drawing */
  drawn?(page: Page, loaded: Loaded): void;
}

/** A field of the slip (row_id null) or of one of its rows. */
export interface Where { row_id: string | null; field: string }
