/** A phone becomes somebody's phone: by the office's link, or by typing its code. */

import { html, nothing, render } from "../../vendor/lit-html.js";
import { act, slimClip } from "../parts/frame.js";
import { lineInput, valueOf } from "../parts/controls.js";
import { t } from "../texts.js";

/** @import { Api, Store } from "../shapes.js" */

const KNOWN_TROUBLES = new Set(["pairing_code_wrong", "too_many_tries", "offline"]);

/** The code of the link that was opened, if any. */
export function pairingCode() {
  return decodeURIComponent(/^#pair=([^&]+)/.exec(location.hash)?.[1] ?? "");
}

/** Resolves when the phone is paired.
    @param {{ root: HTMLElement, store: Store, api: Api, useLanguage: (code: string) => Promise<void> }} needs @returns {Promise<void>} */
export function pair({ root, store, api, useLanguage }) {
  const state = { code: pairingCode(), linked: Boolean(pairingCode()), label: phoneName(), trouble: "", busy: false };
  return new Promise((resolve) => {
    draw();

    function draw() {
      render(page(), root);
    }

    function page() {
      return html`${slimClip({ title: t("app.name") })}
        <main class="slip" tabindex="-1">
          <form class="sheet full" id="pairing" @submit=${connect}>
            <h1 class="title">${t("pair.title")}</h1>
            <p>${t(state.linked ? "pair.linked" : "pair.how")}</p>
            <label class="write ${state.trouble ? "wanted" : ""}"><span class="label">${t("pair.code")}</span>
              <input class="number ink" name="code" autocapitalize="characters" autocomplete="one-time-code" spellcheck="false" required
                .value=${state.code} @input=${(/** @type {Event} */ event) => (state.code = valueOf(event))}></label>
            ${lineInput({ name: t("pair.label"), value: state.label, input: (value) => (state.label = value) })}
            ${state.trouble ? html`<p class="pencil" role="alert">${t(`pair.trouble.${state.trouble}`)}</p>` : nothing}
            <h2>${t("pair.then")}</h2>
            <ol class="next-steps"><li>${t("pair.then_slips")}</li><li>${t("pair.then_offline")}</li><li>${t("pair.then_sees")}</li></ol>
          </form>
        </main>
        ${act(nothing, html`<button class="button wide" data-kind="main" form="pairing" ?disabled=${state.busy}>
          ${t(state.busy ? "pair.busy" : "pair.go")}</button>`)}`;
    }

    /** @param {SubmitEvent} event */
    async function connect(event) {
      event.preventDefault();
      Object.assign(state, { busy: true, trouble: "" });
      draw();
      try {
        const answer = await api.pair(state.code.trim().toUpperCase(), state.label.trim() || phoneName());
        await store.signIn(answer);
        history.replaceState(null, "", location.pathname);
        await useLanguage(answer.person.language);
        resolve();
      } catch (error) {
        const code = /** @type {any} */ (error)?.code;
        Object.assign(state, { busy: false, trouble: KNOWN_TROUBLES.has(code) ? code : "other" });
        draw();
      }
    }
  });
}

function phoneName() {
  const found = /iPhone|iPad|Android|Windows|Mac|Linux/.exec(navigator.userAgent);
  return found ? found[0] : t("pair.phone");
}
