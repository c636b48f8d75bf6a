/** On an iPhone only the installed app keeps its data; in a browser tab no slip can be started. */

import { html, nothing } from "../../vendor/lit-html.js";
import { slimClip } from "../parts/frame.js";
import { icon } from "../parts/icon.js";
import { pairingCode } from "./pair.js";
import { t } from "../texts.js";

export function mustInstall() {
  const apple = /iPhone|iPad|iPod/.test(navigator.userAgent) || (/Mac/.test(navigator.userAgent) && navigator.maxTouchPoints > 1);
  const installed = matchMedia("(display-mode: standalone)").matches || /** @type {any} */ (navigator).standalone === true;
  return apple && !installed;
}

export function install() {
  const code = pairingCode();
  return html`${slimClip({ title: t("app.name") })}
    <main class="slip" tabindex="-1">
      <section class="sheet full">
        <h1 class="title">${t("install.title")}</h1>
        <p>${t("install.why")}</p>
        <ol class="remedy">
          <li><b>${icon("share", "small")} ${t("install.share")}</b><span>${t("install.share_where")}</span></li>
          <li><b>${t("install.add")}</b><span>${t("install.add_where")}</span></li>
          <li><b>${t("install.open")}</b><span>${code ? t("install.open_code") : t("install.open_here")}</span></li>
        </ol>
        ${code ? html`<p class="given"><b>${t("pair.code")}</b><span class="number">${code}</span></p>` : nothing}
      </section>
    </main>`;
}
