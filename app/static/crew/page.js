/** What every screen is given: the store, the words, and the few verbs that belong to no screen. */

import { render } from "../vendor/lit-html.js";
import { openEditor } from "./parts/editor.js";
import { phoneFull } from "./screens/alarm.js";

/** @import { Action, Api, Catalog, Store, Sync } from "./shapes.js" */
/** @import { Page } from "./page.js" */
/** @import { Editor } from "./parts/editor.js" */

/** @type {Omit<Catalog, "person" | "server" | "zone">} */
const NOTHING_YET = {
  people: [], crews: [], companies: [], sites: [], jobs: [], materials: [], equipment: [], vehicles: [], allowances: [],
  phrases: [], checklists: [], usual: { start: "07:00", end: "15:45", breaks: [["09:00", "09:15"], ["12:00", "12:30"]] },
};

/**
 * @param {{ store: Store, api: Api, sync: Sync, root: HTMLElement, useLanguage: (code: string) => Promise<void>,
 *   showTheme: (name: string) => void }} needs
 */
export async function makePage({ store, api, sync, root, useLanguage, showTheme }) {
  const who = /** @type {Page["who"]} */ (await store.who());
  /** @type {Map<string, Editor>} */
  const editors = new Map();
  const page = {
    store, api, sync, who, root,
    zone: "Europe/Berlin", catalog: /** @type {any} */ (null), status: /** @type {any} */ (null), syncing: sync.state(),
    updates: { waiting: false, ready: false, take: () => {} }, persisted: /** @type {boolean | null} */ (null),
    ui: {}, params: {}, alarm: /** @type {any} */ (null),
    now: () => Date.now(), go: (/** @type {string} */ _path) => {}, draw: () => {}, reload: async () => {},
    record, refresh, editor, flush, language, theme: showTheme, signedOut,
  };
  await refresh();
  flushWhenHidden(writeDown);
  return page;

  async function refresh() {
    const [catalog, status] = await Promise.all([store.catalog(), store.status()]);
    page.catalog = catalog ?? { ...NOTHING_YET, server: "", person: who.person, zone: page.zone };
    page.zone = page.catalog.zone;
    page.status = status;
  }

  /** @param {Action[]} actions */
  async function record(...actions) {
    try {
      await (actions.length === 1 ? store.record(actions[0]) : store.recordAll(actions));
      sync.soon();
      return true;
    } catch (error) {
      await store.log("not_saved", { code: codeOf(error) }).catch(() => {});
      return new Promise((resolve) => raise(actions, resolve));
    }
  }

  /** The phone is full: the action waits here until it is kept or given up.
      @param {Action[]} actions @param {(kept: boolean) => void} resolve */
  function raise(actions, resolve) {
    page.alarm = () => phoneFull(page, actions, { again, giveUp });
    page.draw();
    async function again() {
      page.alarm = null;
      resolve(await record(...actions));
      page.draw();
    }
    function giveUp() {
      page.alarm = null;
      resolve(false);
      page.draw();
    }
  }

  /** @param {string} slip_id */
  async function editor(slip_id) {
    const open = editors.get(slip_id);
    if (open) return open;
    const made = await openEditor({ store, slip_id, record, changed: () => page.draw(), view: await store.view(slip_id) });
    editors.set(slip_id, made);
    return made;
  }

  async function flush() {
    await Promise.all([...editors.values()].map((one) => one.size() && one.commit()));
  }

  async function writeDown() {
    await Promise.all([...editors.values()].map((one) => one.size() && one.writeDown()));
  }

  /** @param {string} code */
  async function language(code) {
    await useLanguage(code);
    page.draw();
  }

  async function signedOut() {
    render(null, root);
    location.hash = "";
    location.reload();
  }
}

/** @param {unknown} error */
function codeOf(error) {
  return String(/** @type {any} */ (error)?.code ?? /** @type {any} */ (error)?.name ?? "unknown");
}

/** @param {() => Promise<void>} writeDown */
function flushWhenHidden(writeDown) {
  document.addEventListener("visibilitychange", () => document.hidden && writeDown());
  addEventListener("pagehide", () => writeDown());
}
