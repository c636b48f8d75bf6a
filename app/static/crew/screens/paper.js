/** A slip filled in by pen: its QR code leads here. The photo becomes the beginning of the slip, or joins the one that is there. */

import { html, nothing } from "../../vendor/lit-html.js";
import { begun, papersOf, photographed, unwritten } from "../core/paper.js";
import { at } from "../core/walltime.js";
import { taken } from "../parts/camera.js";
import { concerns, dateOf } from "../parts/days.js";
import { act, slimClip } from "../parts/frame.js";
import { icon } from "../parts/icon.js";
import { firstLine } from "../parts/lines.js";
import { dayOf } from "../parts/paper-day.js";
import { openState } from "../parts/sheet.js";
import { takenPart } from "../parts/taken.js";
import { dateIn, day, t } from "../texts.js";
import { ownCrew } from "./new.js";

/** @import { View } from "../shapes.js" */
/** @import { Page, Screen } from "../screen.js" */
/** @typedef {Page["catalog"]["jobs"][number]} Job */

/** @type {Screen<View | null>} */
export const paperSlip = {
  async load(page) {
    const view = await page.store.view(page.params.id);
    page.ui.date ??= dateIn(page.zone, page.now());
    if (!view && !page.ui.asked) void ask(page);
    return view;
  },
  view(page, view) {
    const job = page.catalog.jobs.find(({ id }) => id === page.params.job);
    const closed = view && (!openState(view) || view.whole_held || !concerns(view, page.who.person.id));
    return html`${slimClip({ title: t("paper.title"), back: view ? `slip/${view.slip_id}` : "" })}
      <main class="slip" tabindex="-1">${closed ? mayNot(page, view) : view || job ? ready(page, view, job) : page.ui.looking ? looking() : unknown()}</main>
      ${closed ? act(nothing, toSlip(view, true)) : view || job ? foot(page, view, job) : page.ui.looking ? nothing : act(nothing, html`<a class="button wide" data-kind="main" href="#/new">${icon("plus")} ${t("paper.new")}</a>`)}`;
  },
};

/** The plan may have come to the office only now: one look there, and what comes is drawn by itself. @param {Page} page */
async function ask(page) {
  const { ui } = page;
  Object.assign(ui, { asked: true, looking: true });
  await page.sync.run("paper").catch(() => {});
  ui.looking = false;
  page.draw();
}

/** @param {Page} page @param {View | null} view @param {Job} [job] */
function ready(page, view, job) {
  const { ui, catalog } = page;
  const site = catalog.sites.find(({ id }) => id === job?.site);
  const where = firstLine(view ? view.fields.site_text : site?.text || site?.name);
  const there = view ? papersOf(view).length : 0;
  return html`<section class="sheet full paper-start">
    <p class="label">${[view?.fields.job_no || job?.number, where].filter(Boolean).join(" · ")}</p>
    <h1 class="title">${view?.fields.title || job?.title || t("slip.untitled")}</h1>
    ${view ? html`<p>${day(dateOf(view), "full")}</p>` : dayOf(page)}
    <ol class="next-steps"><li>${t("paper.step_photo")}</li><li>${t("paper.step_type")}</li><li>${t("paper.step_keep")}</li></ol>
    ${there ? html`<p class="fine">${icon("check", "small")} <span>${t("paper.there", { n: there })}</span></p>` : nothing}
    ${ui.reading ? html`<p class="fine" role="status">${icon("camera", "small")} <span>${t("photo.reading", ui.reading)}</span></p>` : nothing}
    ${ui.unreadable ? html`<p class="pencil" role="alert">${t("photo.unreadable", { n: ui.unreadable })}</p>` : nothing}
  </section>`;
}

/** @param {Page} page @param {View | null} view @param {Job} [job] */
function foot(page, view, job) {
  const input = (/** @type {boolean} */ camera) => html`<input class="out-of-sight" type="file" accept="image/*" ?multiple=${!camera} capture=${camera ? "environment" : nothing}
    @change=${(/** @type {Event} */ event) => keep(page, /** @type {HTMLInputElement} */ (event.target), job)}>`;
  return act(nothing, html`<label class="button wide" data-kind="main">${icon("camera")} ${t("paper.take")}${input(true)}</label>`,
    html`<label class="button wide" data-kind="plain">${t("photo.gallery")}${input(false)}</label>${view ? toSlip(view) : nothing}`);
}

/** @param {View} view @param {boolean} [main] */
function toSlip(view, main = false) {
  return html`<a class="button wide" data-kind=${main ? "main" : "plain"} href=${`#/slip/${view.slip_id}`}>${t("paper.to_slip")}</a>`;
}

/** Front and back, one after the other; the first makes the slip. @param {Page} page @param {HTMLInputElement} input @param {Job} [job] */
async function keep(page, input, job) {
  const { ui, params } = page, files = [...(input.files ?? [])];
  let kept = 0;
  ui.unreadable = 0;
  for (const [i, file] of files.entries()) {
    ui.reading = { n: i + 1, of: files.length };
    page.draw();
    const picture = await taken(file, page.now()).catch(() => null);
    if (!picture) ui.unreadable += 1;
    else if (await page.record(...(await wanted(page, params.id, picture, job)))) kept += 1;
    else break;
  }
  input.value = "";
  ui.reading = null;
  if (kept && !ui.unreadable) page.go(`slip/${params.id}`);
  else page.draw();
}

/** Read anew: the slip may have come meanwhile. @param {Page} page @param {string} id @param {Awaited<ReturnType<typeof taken>>} picture @param {Job} [job] */
async function wanted(page, id, picture, job) {
  const view = await page.store.view(id);
  const taken_at = at(Math.floor(picture.at / 60_000), page.zone);
  const made = view ? [] : [begun(page.catalog, id, { date: page.ui.date, lead: page.who.person.id, people: ownCrew(page), job: job?.id })];
  return [...made, ...photographed(view ?? unwritten(id), picture, taken_at)];
}

function looking() {
  return html`<section class="sheet calm"><h1 class="title">${t("paper.looking")}</h1><p role="status">${t("paper.looking_how")}</p></section>`;
}

/** Of another crew, or of a job this phone has not heard of. */
function unknown() {
  return html`<section class="sheet calm"><h1 class="title">${t("paper.unknown")}</h1><p>${t("paper.unknown_why")}</p><p>${t("paper.unknown_how")}</p></section>`;
}

/** @param {Page} page @param {View} view */
function mayNot(page, view) {
  const why = !openState(view) ? "slip.handed_in" : view.whole_held ? "slip.whole_held" : "slip.not_crew";
  return html`<section class="sheet calm"><h1 class="title">${view.fields.title || t("slip.untitled")}</h1><p>${t(why)}</p>
    ${openState(view) ? nothing : html`<p>${t("paper.closed_how")}</p>`}</section>${takenPart(page, view)}`;
}
