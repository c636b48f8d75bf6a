/** The address after # names the screen. The router loads what a screen needs, draws it, and draws again after every change. */

import { html, render } from "../vendor/lit-html.js";
import { takePen } from "./parts/lock.js";
import { unreadable } from "./screens/alarm.js";
import { matching, warmUp } from "./routes.js";

/** @import { Page, Screen } from "./screen.js" */

const HERE = "handzettel.at";
const AN_HOUR = 3_600_000;
const WARM_UP_MS = 400;
const MOST_WORDS = 200;      // of an error in the log
const SETTLED = "settled";   // once drawn as a whole, what is out of sight need not be laid out again with every tap

/** @param {Page} page @param {HTMLElement} root */
export function startRouter(page, root) {
  /** @type {{ path: string, here: Page, screen: Screen, loaded: any } | null} */
  let shown = null;
  /** where the person wants to be: what changes meanwhile is read for there @type {{ path: string, here: Page, screen: Promise<Screen> } | null} */
  let wanted = null;
  /** @type {Map<string, number>} */
  const scrolled = new Map();
  /** what each screen remembers while the app is open @type {Map<string, Record<string, any>>} */
  const uis = new Map();
  let turn = 0;
  let asked = false;
  /** what stands there instead of a screen that could not be read @type {Page["alarm"]} */
  let unread = null;

  page.draw = draw;
  page.reload = reload;
  page.go = (path) => void (location.hash = `#/${path}`);
  addEventListener("hashchange", move);
  page.store.onChange(() => void soon());
  page.sync.onState((state) => ((page.syncing = state), draw()));
  const begun = begin();
  begun.then(() => setTimeout(warmUp, WARM_UP_MS));
  return { busy, begun };

  /** In the middle of something that a new start would cut off. */
  function busy() {
    return Boolean(page.alarm || (shown && !shown.screen.tab) || [...uis.values()].some((ui) => ui.reading));
  }

  async function begin() {
    const path = elsewhere() ? "" : await whereItWas(page);
    if (!elsewhere()) history.replaceState(null, "", `#/${path}`);   // unless somebody has gone somewhere meanwhile
    await move();
  }

  /** Whoever goes away and is back before that is read has never left. */
  async function move() {
    if (shown) scrolled.set(shown.path, scrollY);
    await page.flush();
    const path = location.hash.replace(/^#\/?/, "");
    if (path !== wanted?.path) visit(path);
    await reload();
  }

  /** @param {string} path */
  function visit(path) {
    shown?.screen.leave?.(shown.here, shown.loaded);
    const [screen, params] = matching(path);
    takePen(params.id ?? null, draw);
    remember(path, page.now());
    wanted = { screen, path, here: pageOf(path, params) };
  }

  /** The page of one visit: what is still being read for a screen that has been left never sees the parameters of the next.
      @param {string} path @param {Record<string, string>} params @returns {Page} */
  function pageOf(path, params) {
    const ui = uis.get(path) ?? {};
    uis.set(path, ui);
    return Object.assign(Object.create(page), { params, ui });
  }

  async function reload() {
    if (!wanted) return;
    const mine = ++turn;
    const { path, here } = wanted;
    const found = await read(wanted).catch((error) => notRead(error, here));
    if (!found || mine !== turn) return;
    if (page.alarm === unread) page.alarm = unread = null;
    const arriving = shown?.path !== path;
    shown = { path, here, ...found };
    if (!arriving) return draw();
    root.classList.remove(SETTLED);
    here.arriving = !scrolled.get(path);
    draw();
    here.arriving = false;
    arrive(shown);
  }

  /** @param {NonNullable<typeof wanted>} where */
  async function read(where) {
    const [screen] = await Promise.all([where.screen, page.refresh()]);
    return { screen, loaded: await screen.load(where.here) };
  }

  /** The phone does not give back what it keeps: said at once, and what is typed stays in memory. A screen that has been left
      meanwhile says nothing. @param {unknown} error @param {Page} here */
  async function notRead(error, here) {
    const { code = String(error), message = "", cause = message } = /** @type {any} */ (error) ?? {};
    if (code === "signed_out") return page.startOver();      // in another window
    await page.store.log("not_read", { code: String(code), why: String(cause).slice(0, MOST_WORDS) });
    if (here !== wanted?.here) return;
    page.alarm ??= unread ??= () => unreadable(again);
    draw();
  }

  /** The screen anew, its file too if that has not come. */
  function again() {
    wanted = null;
    return move();
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
    if (page.alarm) return drawAlarm(page.alarm);
    if (!shown || shown.path !== wanted?.path) return;
    const { screen, loaded, here } = shown;
    document.body.className = screen.look ?? "";
    render(html`${screen.view(here, loaded)}`, root);
    screen.drawn?.(here, loaded);
  }

  /** @param {NonNullable<Page["alarm"]>} alarm */
  function drawAlarm(alarm) {
    document.body.className = "alarm";
    render(alarm(), root);
  }

  /** @param {NonNullable<typeof shown>} where */
  function arrive({ path, here }) {
    document.title = root.querySelector("h1")?.textContent?.trim() || document.title;
    scrollTo(0, scrolled.get(path) ?? 0);
    /** @type {HTMLElement | null} */ (root.querySelector("main"))?.focus({ preventScroll: true });
    requestAnimationFrame(() => requestAnimationFrame(() => drawAll(here)));
    page.updates.arrived();
  }

  /** What is below the first sight of a screen comes once that is seen. @param {Page} here */
  function drawAll(here) {
    if (here !== shown?.here) return;
    draw();
    root.classList.add(SETTLED);
  }
}

/** Whether the address names a screen already. */
function elsewhere() {
  return location.hash.startsWith("#/");
}

/** iOS may drop the page while the camera is open: the same slip opens again. @param {string} path @param {number} now */
function remember(path, now) {
  localStorage.setItem(HERE, JSON.stringify({ path: /^slip\/[^/]+$/.test(path) ? path : "", at: now }));
}

/** Only a slip that is still being filled in; one that has been handed in since is not opened again. @param {Page} page */
async function whereItWas({ store, now }) {
  const { path = "", at = 0 } = JSON.parse(localStorage.getItem(HERE) ?? "{}");
  if (!path || now() - at >= AN_HOUR) return "";
  const view = await store.view(path.replace("slip/", "")).catch(() => null);
  return view?.state === "draft" || view?.state === "returned" ? path : "";
}
