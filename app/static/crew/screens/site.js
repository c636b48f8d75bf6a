/** The site card: how to get there, whom to call, how to get in, what to look out for. All of it is on the phone. */

import { html, nothing } from "../../vendor/lit-html.js";
import { callAddress, mapAddress } from "../parts/maps.js";
import { addressesHere, documentsHere, letGo } from "../parts/documents.js";
import { slimClip } from "../parts/frame.js";
import { icon } from "../parts/icon.js";
import { firstLine, lines } from "../parts/lines.js";
import { slipSaid } from "../parts/place.js";
import { amount, t } from "../texts.js";
import { notHere } from "./slip.js";
import { slipRow } from "./today.js";

/** @import { SiteDocument, View } from "../shapes.js" */
/** @import { Page, Screen } from "../screen.js" */
/** @typedef {{ view: View, before: View[], papers: SiteDocument[], addresses: Map<string, string> } | null} Loaded */

const SHOWN = 5;
const MEGABYTE = 1_048_576;

/** @type {Screen<Loaded>} */
export const site = {
  async load(page) {
    const [view, views] = await Promise.all([page.store.view(page.params.id), page.store.views()]);
    const papers = page.catalog.sites.find(({ id }) => id === view?.fields.site)?.documents ?? [];
    const here = (/** @type {View} */ one) => one.slip_id !== view?.slip_id && one.fields.site && one.fields.site === view?.fields.site;
    return view && { view, before: views.filter(here).slice(0, SHOWN), papers, addresses: await addressesHere(page, papers) };
  },
  leave: letGo,
  view(page, loaded) {
    if (!loaded) return notHere();
    const { view, before } = loaded;
    const card = page.catalog.sites.find(({ id }) => id === view.fields.site);
    const address = view.fields.site_text || card?.text;
    const title = card?.name || firstLine(address) || t("order.site");
    return html`${slimClip({ title, back: `slip/${view.slip_id}` })}
      <main class="slip" tabindex="-1">
        <section class="sheet order"><p class="label">${t("order.site")}</p><h1 class="title">${title}</h1>
          ${caution(view.fields.hazard || card?.hazard)}
          ${address ? html`<p>${lines(address)}</p><a class="button wide" data-kind="main" href=${mapAddress(address)} rel="noreferrer">${icon("map")} ${t("site.way")}</a>` : nothing}
        </section>
        ${contacts(page, view)}
        ${said("site.access", card?.access)}
        ${papersOf(page, loaded)}
        ${said("site.client", view.fields.client_text)}
        ${before.length ? html`<section class="sheet stack"><h2 class="stack-head">${t("site.before")} <b>${before.length}</b></h2>
          ${before.map((one) => slipRow(one, slipSaid(one, 0)))}</section>` : nothing}
      </main>`;
  },
};

/** @param {unknown} hazard */
function caution(hazard) {
  return hazard ? html`<p class="caution">${icon("warning")} <span>${lines(/** @type {string} */ (hazard))}</span></p>` : nothing;
}

/** The one on the slip, and the one the office keeps for the site. @param {Page} page @param {View} view */
function contacts({ catalog }, view) {
  const card = catalog.sites.find(({ id }) => id === view.fields.site);
  const all = [{ name: String(view.fields.contact ?? ""), phone: String(view.fields.contact_phone ?? "") }, { name: card?.contact ?? "", phone: card?.contact_phone ?? "" }];
  const known = all.filter((one, i) => (one.name || one.phone) && all.findIndex((other) => other.name === one.name && other.phone === one.phone) === i);
  if (!known.length) return nothing;
  return html`<section class="sheet order"><h2>${t("order.contact")}</h2>
    ${known.map(({ name, phone }) => html`<p>${lines(name)}</p>
      ${phone ? html`<a class="button wide" href=${callAddress(phone)}>${icon("call")} <span class="out-of-sight">${t("order.call", { name: firstLine(name) || phone })}:</span> ${phone}</a>` : nothing}`)}</section>`;
}

/** Drawings and instructions: a picture is shown here, a PDF by the phone's own viewer. @param {Page} page @param {NonNullable<Loaded>} loaded */
function papersOf(page, { papers, addresses }) {
  if (!papers.length) return nothing;
  return html`<section class="sheet order papers"><h2>${t("documents.title")}</h2>${papers.map((one) => paperRow(page, one, addresses.get(one.sha256)))}</section>`;
}

/** @param {Page} page @param {SiteDocument} one @param {string} [address] */
function paperRow(page, one, address) {
  const { ui, draw } = page, open = ui.picture === one.sha256;
  const main = html`<span class="row-main"><b>${one.name}</b><span class="label">${[sizeOf(one), t(address ? "documents.here" : "documents.not_here")].join(" · ")}</span></span>`;
  if (!address) return html`<p class="row">${icon("file")}${main}</p>`;
  if (one.type === "application/pdf") return html`<div class="row"><a class="paper-link" href=${address} target="_blank" rel="noopener" type=${one.type}>${icon("file")}${main}${icon("next")}</a>${shareButton(page, one)}</div>`;
  return html`<button type="button" class="row" aria-expanded=${String(open)} @click=${() => ((ui.picture = open ? null : one.sha256), draw())}>${icon("camera")}${main}${icon(open ? "up" : "down")}</button>
    ${open ? html`<div class="paper-view" tabindex="0" role="group" aria-label=${one.name}><img src=${address} alt=${one.name}></div>` : nothing}`;
}

/** @param {SiteDocument} one */
function sizeOf({ type, size }) {
  return t("documents.size", { kind: t(type === "application/pdf" ? "documents.pdf" : "documents.picture"), size: size < MEGABYTE ? `${Math.ceil(size / 1024)} kB` : `${amount((size / MEGABYTE).toFixed(1))} MB` });
}

/** Into the phone's own files or viewer, where an installed app may not open a window. @param {Page} page @param {SiteDocument} one */
function shareButton(page, one) {
  const { name, type } = one;
  if (!("share" in navigator)) return nothing;
  const share = async () => {
    const file = new File([(await documentsHere(page).kept(one)) ?? ""], `${name}.pdf`, { type });
    if (file.size && navigator.canShare?.({ files: [file] })) await navigator.share({ files: [file], title: name }).catch(() => {});
  };
  return html`<button type="button" class="button" aria-label=${t("documents.share", { name })} @click=${share}>${icon("share")}</button>`;
}

/** @param {string} title @param {unknown} text */
function said(title, text) {
  return text ? html`<section class="sheet order"><h2>${t(title)}</h2><p>${lines(/** @type {string} */ (text))}</p></section>` : nothing;
}
