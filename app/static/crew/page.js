/** What every screen is given: the store, the words, and the few verbs that belong to no screen. */

import { buzz } from "./parts/buzz.js";
import { openEditor } from "./parts/editor.js";
import { notSaved } from "./screens/alarm.js";
import { NO_UPDATES } from "./updates.js";

/** @import { Action, Api, Catalog, Store, Sync } from "./shapes.js" */
/** @import { Page } from "./screen.js" */
/** @import { Editor } from "./parts/editor.js" */

/** @type {Omit<Catalog, "person" | "server" | "zone">} */
const NOTHING_YET = {
  people: [], crews: [], companies: [], sites: [], jobs: [], equipment: [], vehicles: [], allowances: [],
  phrases: [], checklists: [], usual: { start: "07:00", end: "15:45", breaks: [["09:00", "09:15"], ["12:00", "12:30"]] },
};

/** Until the first reading, which comes before the first drawing. @type {Page["status"]} */
const NO_STATUS = { unsent_ops: 0, unsent_slips: 0, unsent_photos: 0, oldest_unsent: null, last_contact: null, others: [], persisted: null, bad: 0, lost: 0 };

/**
 * @param {{ store: Store, api: Api, sync: Sync, useLanguage: (code: string) => Promise<void>, showTheme: (name: string) => void }} needs
 * @returns {Promise<Page>}
 */
export async function makePage({ store, api, sync, useLanguage, showTheme }) {
  const who = /** @type {Page["who"]} */ (await store.who());
  const editors = openEditors(store);
  /** @type {Page} */
  const page = {
    store, api, sync, who, zone: "Europe/Berlin", catalog: withoutPull(who, "Europe/Berlin"), status: NO_STATUS,
    syncing: sync.state(), updates: NO_UPDATES, persisted: null, ui: {}, params: {},
    alarm: null, now: Date.now, draw: () => {}, reload: async () => {}, go: () => {}, refresh, record, language,
    editor: (slip_id) => editors.open(slip_id, page), flush: editors.commit, theme: showTheme, startOver,
  };
  let written = 0, read = -1;
  store.onChange(() => void (written += 1));
  writeDownWhenHidden(editors.writeDown);
  return page;

  /** Lists and status only after something was written, here or in another window. */
  async function refresh() {
    const since = written;
    const [mine] = await Promise.all([stillMine(), since === read ? null : readAround()]);
    if (!mine) return startOver();
    read = since;
  }

  async function readAround() {
    const [catalog, status] = await Promise.all([store.catalog(), store.status()]);
    page.catalog = catalog ?? withoutPull(who, page.zone);
    page.zone = page.catalog.zone;
    page.status = status;
  }

  /** @param {Action[]} actions */
  async function record(...actions) {
    try {
      if (!(await stillMine())) return startOver(), false;
      await (actions.length === 1 ? store.record(actions[0]) : store.recordAll(actions));
      sync.soon();
      return true;
    } catch (error) {
      const code = String(/** @type {any} */ (error)?.code ?? error);
      await store.log("not_saved", { code });
      return raise(actions, code);
    }
  }

  /** Nothing is ever written or shown as somebody who has come to this phone in another window. */
  async function stillMine() {
    const now = await store.who();
    return now?.person.id === who.person.id && now.device.id === who.device.id;
  }

  /** The phone cannot keep it: the action waits in memory until it is kept or given up.
      @param {Action[]} actions @param {string} code @returns {Promise<boolean>} */
  function raise(actions, code) {
    buzz("wrong");
    return new Promise((resolve) => {
      const answer = (/** @type {() => boolean | Promise<boolean>} */ act) => async () => {
        page.alarm = null;
        page.draw();
        resolve(await act());
      };
      page.alarm = () => notSaved(page, code, actions, { again: answer(() => record(...actions)), giveUp: answer(() => false) });
      page.draw();
    });
  }

  /** @param {string} code */
  async function language(code) {
    await useLanguage(code);
    page.draw();
  }
}

/** The unfinished input of every slip opened so far: one editor each, also when two drawings ask at once. @param {Store} store */
function openEditors(store) {
  /** @type {Map<string, Promise<Editor>>} */
  const editors = new Map();
  return { open, commit, writeDown };

  /** @param {string} slip_id @param {Page} page */
  function open(slip_id, page) {
    const known = editors.get(slip_id) ?? make(slip_id, page);
    editors.set(slip_id, known);
    known.catch(() => editors.get(slip_id) === known && editors.delete(slip_id));    // read anew when it is asked for again
    return known;
  }

  /** @param {string} slip_id @param {Page} page */
  async function make(slip_id, page) {
    return openEditor({ store, slip_id, me: page.who.person.id, record: page.record, changed: () => page.draw(), view: store.view(slip_id) });
  }

  async function commit() {
    await Promise.all((await opened()).map((one) => one.commit()));
  }

  async function writeDown() {
    await Promise.all((await opened()).map((one) => one.size() && one.writeDown()));
  }

  /** One that could not be opened holds nothing, and keeps nothing else from being written down. */
  async function opened() {
    const all = await Promise.allSettled(editors.values());
    return all.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  }
}

/** @param {Page["who"]} who @param {string} zone @returns {Catalog} */
function withoutPull(who, zone) {
  return { ...NOTHING_YET, server: "", person: who.person, zone };
}

function startOver() {
  history.replaceState(null, "", location.pathname);
  location.reload();
}

/** A hidden page may never come back. @param {() => Promise<void>} writeDown */
function writeDownWhenHidden(writeDown) {
  document.addEventListener("visibilitychange", () => document.hidden && writeDown());
  addEventListener("pagehide", () => writeDown());
}
