/** Liegt im Büro zur Klärung: what the office holds or has to decide. Nothing of it is lost. */

import { html, nothing } from "../../vendor/lit-html.js";
import { icon } from "../parts/icon.js";
import { thread } from "../parts/remarks.js";
import { openCount, settleParts } from "../parts/settle.js";
import { openSheet, sheetOf } from "../parts/sheet.js";
import { slipClip } from "../parts/slip-clip.js";
import { t } from "../texts.js";
import { notHere } from "./slip.js";

/** @import { Screen } from "../screen.js" */
/** @import { Opened } from "../parts/sheet.js" */

/** @type {Screen<Opened | null>} */
export const held = {
  async load(page) {
    page.ui.answer ??= (await page.store.draft(`answer:${page.params.id}`)) ?? "";
    return openSheet(page);
  },
  view(page, opened) {
    if (!opened) return notHere();
    const sheet = sheetOf(page, opened);
    const { view } = sheet;
    const count = openCount(view);
    return html`${slipClip(sheet)}
      <main class="slip" tabindex="-1">
        <section class="sheet order"><p class="label">${view.fields.job_no ? t("slip.job", { number: view.fields.job_no }) : ""}</p>
          <h1 class="title">${view.fields.title}</h1>
          <p class="perforation"><i class="notch"></i>${t("settle.count", { n: count })}<i class="notch"></i></p></section>
        <div class="sheet report">
          ${settleParts(sheet)}
          ${count ? nothing : html`<p class="fine all-good">${icon("check", "small")} ${t("settle.none")}</p>`}
          ${thread(sheet)}
        </div>
      </main>`;
  },
};
