/** Mehr: whose phone this is, how it looks, what it holds, and the ways out. */

import { html, nothing } from "../../vendor/lit-html.js";
import { chip, linkRow } from "../parts/controls.js";
import { tabs, wideClip } from "../parts/frame.js";
import { documentsHere } from "../parts/documents.js";
import { icon } from "../parts/icon.js";
import { megabytes, saveUnsent } from "../parts/rescue.js";
import { LANGUAGES, language, t } from "../texts.js";
import { pairAnew } from "./pair.js";

/** @import { Page, Screen } from "../screen.js" */
/** @typedef {{ used: number, free: number, version: string, theme: string }} Loaded */

/** @type {Screen<Loaded>} */
export const more = {
  tab: "more",
  async load() {
    const space = (await navigator.storage?.estimate?.()) ?? {};
    const { version = "", theme = "" } = document.documentElement.dataset;
    return { used: space.usage ?? 0, free: (space.quota ?? 0) - (space.usage ?? 0), theme,
      version: `${version} · ${new URL(import.meta.url).pathname.split("/")[2].slice(0, 8)}` };
  },
  view(page, loaded) {
    return html`${wideClip(page, t("tab.more"))}
      <main tabindex="-1">${whose(page)}${looks(page, loaded)}${held(page, loaded)}${release(page, loaded)}${diary()}</main>
      ${tabs("more")}`;
  },
};

/** @param {Page} page */
function whose(page) {
  const { person, device } = page.who;
  const unsent = page.status.unsent_ops + page.status.unsent_photos;
  return html`<section class="sheet stack"><h2 class="stack-head">${t("more.whose")}</h2>
    <dl class="ledger"><div><dt>${icon("person")} ${person.name}</dt><dd>${t(`role.${person.role}`)}</dd></div>
      <div><dt>${icon("phone")} ${t("more.device")}</dt><dd>${device.label}</dd></div></dl>
    ${unsent ? html`<p class="fine">${icon("lock", "small")} <span>${t("more.unsent", { n: unsent })}</span></p>` : nothing}
    <div class="pair-buttons">
      <button type="button" class="button" @click=${() => page.sync.run("button")}>${icon("send")} ${t(page.syncing.running ? "waiting.trying" : "more.send")}</button>
      ${unsent ? html`<button type="button" class="button" @click=${() => saveUnsent(page)}>${icon("file")} ${t("save_file")}</button>` : nothing}
      <button type="button" class="button" data-kind="red" ?disabled=${unsent > 0} @click=${() => signOut(page)}>${icon("close")} ${t(page.ui.sure ? "more.sure" : "more.sign_out")}</button>
    </div>
    <button type="button" class="button wide" data-kind="plain" @click=${pairAnew}>${t("more.pair")}</button>
    ${page.ui.refused ? html`<p class="pencil" role="alert">${t("more.refused")}</p>` : nothing}
  </section>`;
}

/** The first tap asks, the second does. @param {Page} page */
async function signOut(page) {
  if (!page.ui.sure) return void ((page.ui.sure = true), page.draw());
  try {
    await page.flush();
    await page.store.signOut();
    await documentsHere(page).forget();
    await page.api.signOut().catch(() => {});      // without a signal the office's side ends by itself
    page.startOver();
  } catch {
    Object.assign(page.ui, { refused: true, sure: false });
    page.draw();
  }
}

/** @param {Page} page @param {Loaded} loaded */
function looks(page, { theme }) {
  const themes = /** @type {const} */ (["", "light", "dark"]);
  return html`<section class="sheet stack"><h2 class="stack-head">${t("more.language")}</h2>
    <div class="chips" role="radiogroup" aria-label=${t("more.language")}>${Object.entries(LANGUAGES).map(([code, word]) => chip({ radio: true, word, on: language() === code, tap: () => page.language(code) }))}</div>
    <p class="label">${t("more.german_record")}</p>
    <h2 class="stack-head">${t("more.theme")}</h2>
    <div class="chips" role="radiogroup" aria-label=${t("more.theme")}>${themes.map((name) => chip({ radio: true, word: t(`theme.${name || "phone"}`), on: theme === name, tap: () => (page.theme(name), page.reload()) }))}</div>
  </section>`;
}

/** @param {Page} page @param {Loaded} loaded */
function held(page, { used, free }) {
  const persisted = page.persisted === null ? "unknown" : page.persisted ? "yes" : "no";
  return html`<section class="sheet stack"><h2 class="stack-head">${t("more.storage")}</h2>
    <dl class="ledger">
      <div><dt>${t("more.used")}</dt><dd>${t("more.mb", { mb: megabytes(used) })}</dd></div>
      <div><dt>${t("more.free")}</dt><dd>${free > 0 ? t("more.mb", { mb: megabytes(free) }) : t("more.not_told")}</dd></div>
      <div><dt>${t("more.kept")}</dt><dd>${t(`persisted.${persisted}`)}</dd></div>
    </dl>
    <p class="label">${t("more.kept_means")}</p></section>`;
}

/** @param {Page} page @param {Loaded} loaded */
function release(page, { version }) {
  const { waiting, ready, elsewhere, take } = page.updates;
  return html`<section class="sheet stack"><h2 class="stack-head">${t("more.version")}</h2>
    <dl class="ledger"><div><dt>${t("more.this_version")}</dt><dd>${version}</dd></div>
      <div><dt>${t("more.offline")}</dt><dd>${t(ready ? "more.offline_ready" : "more.offline_not")}</dd></div></dl>
    ${waiting ? html`<button type="button" class="button wide" @click=${take}>${t("version.take")}</button>` : nothing}
    ${elsewhere ? html`<p class="pencil" role="alert">${t("version.elsewhere")}</p>` : nothing}</section>`;
}

function diary() {
  return html`<section class="sheet stack">${linkRow({ to: "log", main: html`<b>${t("log.title")}</b><span class="label">${t("log.hint")}</span>` })}</section>`;
}
