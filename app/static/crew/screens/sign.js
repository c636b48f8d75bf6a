/** The pad, made for the phone held sideways. Strokes survive turning the phone, leaving the page and a killed browser. The extent of
    the work is signed last and hands in; the crew's own signature and an acceptance are given before, each on its own. */

import { html, nothing } from "../../vendor/lit-html.js";
import { submit } from "../core/actions.js";
import { hm, totals } from "../core/hours.js";
import { seesHours } from "../core/client.js";
import { contentHash } from "../core/slip.js";
import { allReadable } from "../parts/readable.js";
import { buzz } from "../parts/buzz.js";
import { dateOf } from "../parts/days.js";
import { icon } from "../parts/icon.js";
import { lines } from "../parts/lines.js";
import { openPad, pictureOf } from "../parts/pad.js";
import { mayWrite } from "../parts/sheet.js";
import { NO_STROKES, drawnFor, dropSigning, isBlank, isSigned, keepSigning, keptSigning, oath, thisMinute } from "../parts/signing.js";
import { clock, t } from "../texts.js";
import { notHere } from "./slip.js";

/** @import { View } from "../shapes.js" */
/** @import { Page, Screen } from "../screen.js" */
/** @import { Further, Signing } from "../parts/signing.js" */
/** @import { Pad } from "../parts/pad.js" */
/** @import { Further as FurtherRow } from "../core/actions.js" */
/** @typedef {{ view: View, signing: Signing, part: string, drawn: Further, changed: boolean } | null} Loaded */

/** @type {Pad | null} */
let open = null;

/** @type {Screen<Loaded>} */
export const sign = {
  look: "signing",
  async load(page) {
    const view = await page.store.view(page.params.id);
    if (!view) return null;
    const signing = await keptSigning(page, view.slip_id);
    const part = page.params.part ?? "extent";
    return signing ? { view, signing, part, drawn: drawnFor(signing, part), changed: (await contentHash(view)) !== signing.hash } : null;
  },
  view(page, loaded) {
    if (!loaded || !mayWrite(page, loaded.view)) return notHere(loaded?.view);
    const { view, part, drawn, changed } = loaded;
    const who = whoOf(page, loaded);
    const blank = isBlank(drawn.strokes);
    return html`<main class="sign" tabindex="-1" lang="de">
      <div class="sign-what">${heading(page, loaded)} <p>${lines(oath(view.fields.client_language, part, seesHours(page.catalog, view)))}</p></div>
      <div class="sign-pad">
        <canvas class="stroke" role="img" aria-label=${t("client.signature_of", { name: who.name })}></canvas>
        <p class="sign-line" aria-hidden="true"><span>✕</span></p>
        <p class="sign-name"><b>${who.name}</b>${who.role ? `, ${who.role}` : ""} · ${germanDate(thisMinute(page).slice(0, 10))}, ${clock(page.now(), page.zone)}
          ${changed ? html`<b class="marker" role="alert">${t("sign.changed")}</b>` : page.ui.blank ? html`<b class="marker" role="alert">${t("sign.blank")}</b>` : nothing}</p>
      </div>
      <div class="sign-act">
        <a class="button" href=${`#/slip/${view.slip_id}/${part === "acceptance" ? "acceptance" : "summary"}`}>${icon("back")} ${t("sign.back")}</a>
        <button type="button" class="button" @click=${() => clear(page, loaded)}>${icon("turn")} ${t("sign.again")}</button>
        <button type="button" class="button" data-kind="main" aria-disabled=${String(blank || changed)} ?disabled=${changed || page.ui.busy} @click=${() => finish(page, loaded)}>${icon("check")} ${t(part === "extent" ? "sign.done" : "sign.keep")}</button>
      </div>
    </main>`;
  },
  drawn(page, loaded) {
    const canvas = document.querySelector("canvas");
    if (!loaded || !canvas || canvas === open?.canvas) return;
    open = openPad(canvas, loaded.drawn, () => {
      keepSigning(page, loaded.view.slip_id, loaded.signing);
      page.ui.blank = false;
      page.draw();
    });
  },
  leave() {
    open?.close();
    open = null;
  },
};

/** @param {Page} page @param {NonNullable<Loaded>} loaded */
function heading({ catalog }, { view, part, drawn }) {
  const hours = (part === "own" || seesHours(catalog, view)) && t("client.hours_of", { hours: hm(totals(view.rows).minutes) });
  return html`<h1>${[view.fields.title, germanDate(dateOf(view)), part === "acceptance" ? drawn.parts : hours].filter(Boolean).join(", ")}.</h1>`;
}

/** @param {Page} page @param {NonNullable<Loaded>} loaded */
function whoOf({ who }, { part, drawn }) {
  return part === "own" ? { name: who.person.name, role: t("record.role.crew") } : drawn;
}

/** @param {Page} page @param {NonNullable<Loaded>} loaded */
function clear(page, { view, signing, drawn }) {
  open?.clear();
  Object.assign(drawn, NO_STROKES);
  keepSigning(page, view.slip_id, signing);
  page.draw();
}

/** @param {Page} page @param {NonNullable<Loaded>} loaded */
async function finish(page, loaded) {
  const { view, signing, part, drawn } = loaded;
  page.ui.blank = isBlank(drawn.strokes);
  if (page.ui.blank) buzz("wrong");
  if (page.ui.blank || page.ui.busy) return page.draw();
  if (part === "extent") return handIn(page, loaded);
  await keepSigning(page, view.slip_id, signing);
  page.go(`slip/${view.slip_id}/summary`);
}

/** @param {Page} page @param {NonNullable<Loaded>} loaded */
async function handIn(page, { view, signing }) {
  page.ui.busy = true;
  if (!(await allReadable(page, view))) return void ((page.ui.busy = false), page.go(`slip/${view.slip_id}`));
  const picture = await pictureOf(signing);
  const language = String(view.fields.client_language ?? "");
  const signed = { outcome: "signed", name: signing.name.trim(), role: signing.role, reservation: signing.reservation.trim(), text: oath(language, "extent", seesHours(page.catalog, view)),
    signed_at: thisMinute(page), company: signing.company?.trim(), authority: signing.authority, language };
  const kept = await page.record(submit(view, signing.hash, signed, picture, await furtherOf(page, view, signing)));
  page.ui.busy = false;
  if (!kept) return page.draw();
  buzz("done");
  await dropSigning(page, view.slip_id);
  page.go(`slip/${view.slip_id}/done`);
}

/** What was signed besides, each as a row of its own. @param {Page} page @param {View} view @param {Signing} signing @returns {Promise<FurtherRow[]>} */
export function furtherOf(page, view, signing) {
  const parts = ["own", "acceptance"].filter((part) => isSigned(signing, part));
  return Promise.all(parts.map(async (part) => {
    const drawn = drawnFor(signing, part);
    const { name, role } = whoOf(page, { view, signing, part, drawn, changed: false });
    const { parts: what, defects } = drawn;
    const signed = { outcome: "signed", part, name: name.trim(), role, text: oath(view.fields.client_language, part), parts: what?.trim(), defects: defects?.trim(), signed_at: thisMinute(page) };
    return { signed, picture: await pictureOf(drawn) };
  }));
}

/** @param {string} date */
function germanDate(date) {
  return date.split("-").reverse().join(".");
}
