/** A phone becomes somebody's phone: by the office's link, or by typing its code. */

import { html, nothing, render } from "../../vendor/lit-html.js";
import { act, slimClip } from "../parts/frame.js";
import { lineInput, valueOf } from "../parts/controls.js";
import { penHeldElsewhere } from "../parts/lock.js";
import { t, when } from "../texts.js";

/** @import { Api, Session, Store } from "../shapes.js" */

const KNOWN_TROUBLES = new Set(["pairing_code_wrong", "too_many_tries", "offline", "other_window"]);

/** The code of the link that was opened, if any. */
export function pairingCode() {
  return decodeURIComponent(/^#pair=([^&]+)/.exec(location.hash)?.[1] ?? "");
}

/** To type a code on a phone that is somebody's already; what waits on it stays. */
export function pairAnew() {
  history.replaceState(null, "", `${location.pathname}#pair=`);
  location.reload();
}

/** Resolves when the phone is paired.
    @param {{ root: HTMLElement, store: Store, api: Api, useLanguage: (code: string) => Promise<void>, anew?: boolean }} needs  `anew`: it is
    somebody's already @returns {Promise<void>} */
export function pair({ root, store, api, useLanguage, anew = false }) {
  const state = { code: pairingCode(), linked: Boolean(pairingCode()), label: phoneName(), trouble: "", busy: false };
  /** @type {Session | null} */
  let before = null;
  return new Promise((resolve) => {
    draw();
    if (!anew) api.session().then((found) => ((before = found), draw()), () => {});     // no signal, or signed off

    function draw() {
      render(page(), root);
    }

    function page() {
      return html`${slimClip({ title: t("app.name") })}
        <main class="slip" tabindex="-1">
          ${before ? emptied(before) : nothing}
          <form class="sheet full" id="pairing" @submit=${connect}>
            ${before ? html`<h2 class="title">${t("pair.title")}</h2>` : html`<h1 class="title">${t("pair.title")}</h1>`}
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
          ${t(state.busy ? "pair.busy" : "pair.go")}</button>`,
          anew ? html`<button type="button" class="button wide" data-kind="plain" @click=${leave}>${t("pair.stay")}</button>` : nothing)}`;
    }

    /** @param {SubmitEvent} event */
    async function connect(event) {
      event.preventDefault();
      Object.assign(state, { busy: true, trouble: "" });
      draw();
      try {
        if (anew && (await penHeldElsewhere())) throw { code: "other_window" };      // what is typed there is somebody else's
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

/** This browser has lost what it kept, but the office knows whose phone it was, and what lay only here. It is paired anew, as another
    device: going on as the old one would give numbers to entries that the office has seen already. @param {Session} before */
function emptied({ person, last_contact, waiting }) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const count = waiting ? waiting.ops + waiting.photos : 0;
  return html`<section class="sheet full emptied">
    <h1 class="title">${t("emptied.title", { name: person.name })}</h1>
    <p>${t("emptied.why")} ${last_contact ? t("emptied.last", { when: when(Date.parse(last_contact), zone, Date.now()) }) : nothing}</p>
    ${count ? html`<p class="pencil" role="alert"><b>${t("emptied.lost", { n: count })}</b></p>` : waiting ? html`<p>${t("emptied.clear")}</p>` : nothing}
    <p>${t("emptied.anew")}</p>
  </section>`;
}

/** Back to whoever this phone belongs to. */
function leave() {
  history.replaceState(null, "", location.pathname);
  location.reload();
}

function phoneName() {
  const found = /iPhone|iPad|Android|Windows|Mac|Linux/.exec(navigator.userAgent);
  return found ? found[0] : t("pair.phone");
}
