/** Verlauf: what happened on this phone, in plain words, and as a file for whoever has to help. No contents, no secrets. */

import { html, nothing } from "../../vendor/lit-html.js";
import { together } from "../parts/events.js";
import { slimClip } from "../parts/frame.js";
import { icon } from "../parts/icon.js";
import { offer, stampedName } from "../parts/rescue.js";
import { t, when } from "../texts.js";

/** @import { Page, Screen } from "../screen.js" */
/** @import { Happened } from "../parts/events.js" */

const SHOWN = 200;

/** @type {Screen<{ events: Happened[], held: number }>} */
export const log = {
  async load(page) {
    const [events, views] = await Promise.all([page.store.events(), page.store.views()]);
    return { events, held: views.reduce((sum, { waiting_held }) => sum + waiting_held, 0) };
  },
  view(page, { events, held }) {
    const lines = together(events.slice(-SHOWN).reverse());
    return html`${slimClip({ title: t("log.title"), back: "more" })}
      <main class="slip" tabindex="-1"><section class="sheet calm">
        <h1 class="title">${t("log.title")}</h1>
        <p>${t("log.what")}</p>
        <ol class="ruled diary">${lines.map((line) => html`<li><span class="label">${when(line.at, page.zone, page.now())}</span>
          <span>${line.said}${line.times > 1 ? html` <span class="label">${t("log.times", { n: line.times })}</span>` : nothing}</span></li>`)}</ol>
        ${lines.length ? nothing : html`<p>${t("log.none")}</p>`}
      </section></main>
      <footer class="act"><button type="button" class="button wide" @click=${() => share(page, events, held)}>${icon("share")} ${t("log.share")}</button></footer>`;
  },
};

/** Shared where the phone can, else saved. @param {Page} page @param {Happened[]} events @param {number} held */
async function share(page, events, held) {
  const name = stampedName(page, "verlauf", "txt");
  const file = new File([asText(page, events, held)], name, { type: "text/plain" });
  if (navigator.canShare?.({ files: [file] })) await navigator.share({ files: [file] }).catch(() => {});     // given up by the person
  else offer(file, name);
}

/** @param {Page} page @param {Happened[]} events @param {number} held */
function asText({ who, status, persisted, now }, events, held) {
  const { unsent_ops, unsent_photos, bad, lost } = status;
  const head = { at: new Date(now()).toISOString(), device: who.device.id, person: who.person.id, browser: navigator.userAgent,
    release: import.meta.url, persisted, unsent_ops, unsent_photos, held, bad, lost };
  const lines = events.map(({ at, event, detail }) => [new Date(at).toISOString(), event, detail ? JSON.stringify(detail) : ""].join(" ").trim());
  return [...Object.entries(head).map(([name, value]) => `${name}: ${value}`), "", ...lines, ""].join("\n");
}
