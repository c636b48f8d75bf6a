/** The address after # names the screen. The router loads what a screen needs, draws it, and draws again after every change. */

import { html, render } from "../vendor/lit-html.js";
import { takePen } from "./parts/lock.js";
import { matching, warmUp } from "./routes.js";

/** @import { Page, Screen } from "./screen.js" */

const HERE = "handzettel.at";
const AN_HOUR = 3_600_000;
const WARM_UP_MS = 400;

/** @param {Page} page @param {HTMLElement} root */
export function startRouter(page, root) {
  /** @type {{ path: string, screen: Screen, loaded: any } | null} */
  let shown = null;
  /** where the person wants to be: what changes meanwhile is read for there @type {{ path: string, screen: Promise<Screen> } | null} */
  let wanted = null;
  /** @type {Map<string, number>} */
  const scrolled = new Map();
  /** what each screen remembers while the app is open @type {Map<string, Record<string, any>>} */
  const uis = new Map();
  let turn = 0;
  let asked = false;

  page.draw = draw;
  page.reload = reload;
  page.go = (path) => void (location.hash = `#/${path}`);
  if (!location.hash.startsWith("#/")) history.replaceState(null, "", `#/${whereItWas(page.now())}`);
  addEventListener("hashchange", move);
  page.store.onChange(() => void soon());
  page.sync.onState((state) => ((page.syncing = state), draw()));
  move().then(() => setTimeout(warmUp, WARM_UP_MS));
  return { busy: () => Boolean(shown && !shown.screen.tab) };

  async function move() {
    if (shown) scrolled.set(shown.path, scrollY);
    await page.flush();
    shown?.screen.leave?.(page, shown.loaded);
    const path = location.hash.replace(/^#\/?/, "");
    const [screen, params] = matching(path);
    page.params = params;
    page.ui = uis.get(path) ?? {};
    uis.set(path, page.ui);
    takePen(params.id ?? null, draw);
    remember(path, page.now());
    wanted = { screen, path };
    await reload();
  }

  async function reload() {
    if (!wanted) return;
    const mine = ++turn;
    const { path } = wanted;
    const [screen] = await Promise.all([wanted.screen, page.refresh()]);
    const loaded = await screen.load(page);
    if (mine !== turn) return;
    const arriving = shown?.path !== path;
    shown = { path, screen, loaded };
    draw();
    if (arriving) arrive(path);
  }

  // several changes in one moment are one drawing
  async function soon() {
    if (asked) return;
    asked = true;
    await Promise.resolve();
    asked = false;
    await reload();
  }

  function draw() {
    if (!shown || (shown.path !== wanted?.path && !page.alarm)) return;
    const { screen, loaded } = shown;
    document.body.className = page.alarm ? "alarm" : (screen.look ?? "");
    render(page.alarm ? page.alarm() : html`${screen.view(page, loaded)}`, root);
    if (!page.alarm) screen.drawn?.(page, loaded);
  }

  /** @param {string} path */
  function arrive(path) {
    document.title = root.querySelector("h1")?.textContent?.trim() || document.title;
    scrollTo(0, scrolled.get(path) ?? 0);
    /** @type {HTMLElement | null} */ (root.querySelector("main"))?.focus({ preventScroll: true });
  }
}

/** iOS may drop the page while the camera is open: the same slip opens again. @param {string} path @param {number} now */
function remember(path, now) {
  localStorage.setItem(HERE, JSON.stringify({ path: /^slip\/[^/]+$/.test(path) ? path : "", at: now }));
}

/** @param {number} now */
function whereItWas(now) {
  const { path = "", at = 0 } = JSON.parse(localStorage.getItem(HERE) ?? "{}");
  return now - at < AN_HOUR ? path : "";
}
