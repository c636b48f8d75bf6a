/** A slip nobody planned: a known job, or a place in one's own words, and who is there. */

import { html, nothing } from "../../vendor/lit-html.js";
import { create } from "../core/actions.js";
import { chip, lineInput } from "../parts/controls.js";
import { act, slimClip } from "../parts/frame.js";
import { icon } from "../parts/icon.js";
import { firstLine } from "../parts/lines.js";
import { dayOf } from "../parts/paper-day.js";
import { dateIn, day, t } from "../texts.js";

/** @import { Page, Screen } from "../screen.js" */

const FOUND = 8;

/** @type {Screen<{ date: string }>} */
export const newSlip = {
  async load(page) {
    page.ui.date ??= dateIn(page.zone, page.now());
    page.ui.people ??= new Set(ownCrew(page));
    page.ui.text ??= (await page.store.draft("new")) ?? "";
    return { date: dateIn(page.zone, page.now()) };
  },
  view(page, { date }) {
    const { ui } = page;
    const ready = (ui.job || ui.site || ui.text.trim()) && ui.people.size;
    return html`${slimClip({ title: t("new.title"), back: "" })}
      <main class="slip" tabindex="-1"><form class="sheet full" @submit=${(/** @type {Event} */ event) => event.preventDefault()}>
        <p class="label">${day(date, "full")}</p>
        <h1 class="title">${t("new.where")}</h1>
        ${lineInput({ name: t("new.search"), value: ui.text, input: (value) => search(page, value) })}
        <div class="chips one" role="radiogroup" aria-label=${t("new.where")}>${choices(page)}</div>
        <h2>${t("new.who")}</h2>
        <div class="chips">${page.catalog.people.map((one) => chip({ word: one.name, on: ui.people.has(one.id), tap: () => toggle(page, one.id) }))}</div>
        ${fromPaper(page)}
      </form></main>
      ${act(ready ? nothing : html`<span>${t("new.first")}</span>`, html`<button type="button" class="button wide" data-kind="main" ?disabled=${!ready} @click=${() => make(page, date)}>${t(ui.paper ? "new.go_paper" : "new.go")}</button>`)}`;
  },
};

/** @param {Page} page */
export function ownCrew({ catalog, who }) {
  const crew = catalog.crews.find(({ lead, people }) => lead === who.person.id || people.includes(who.person.id));
  return crew ? [...new Set([who.person.id, ...crew.people])] : [who.person.id];
}

/** Jobs and sites that hold all the words; a chosen one stays on top. @param {Page} page */
function choices({ catalog, ui, draw }) {
  const words = String(ui.text).toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (/** @type {string} */ text) => words.every((word) => text.toLowerCase().includes(word));
  const site = (/** @type {string} */ id) => catalog.sites.find((one) => one.id === id);
  const jobs = catalog.jobs.filter((job) => ui.job === job.id || fits(`${job.number} ${job.title} ${site(job.site)?.name ?? ""}`)).slice(0, FOUND)
    .map((job) => chip({ radio: true, on: ui.job === job.id, tap: () => (Object.assign(ui, { job: ui.job === job.id ? null : job.id, site: null }), draw()),
      word: html`<span><b>${job.title}</b><br><span class="label">${[job.number, site(job.site)?.name].filter(Boolean).join(" · ")}</span></span>` }));
  const sites = catalog.sites.filter((one) => ui.site === one.id || (words.length && fits(`${one.name} ${one.text}`))).slice(0, FOUND)
    .map((one) => chip({ radio: true, on: ui.site === one.id, tap: () => (Object.assign(ui, { site: ui.site === one.id ? null : one.id, job: null }), draw()),
      word: html`<span><b>${one.name}</b><br><span class="label">${firstLine(one.text)}</span></span>` }));
  return [...jobs, ...sites];
}

/** There is a paper that was filled in by pen: it is photographed next. @param {Page} page */
function fromPaper(page) {
  const { ui, draw } = page;
  return html`<div class="chips one">${chip({ word: html`${icon("camera", "small")} ${t("new.from_paper")}`, on: Boolean(ui.paper), tap: () => ((ui.paper = !ui.paper), draw()) })}</div>
    ${ui.paper ? dayOf(page) : nothing}`;
}

/** @param {Page} page @param {string} value */
function search(page, value) {
  page.ui.text = value;
  page.store.saveDraft("new", value);
  page.draw();
}

/** @param {Page} page @param {string} id */
function toggle({ ui, draw }, id) {
  if (!ui.people.delete(id)) ui.people.add(id);
  draw();
}

/** @param {Page} page @param {string} date */
async function make(page, date) {
  const { ui, who } = page;
  const free = ui.job || ui.site ? {} : { title: ui.text.trim(), site_text: ui.text.trim(), kind: "hourly" };
  const action = create(page.catalog, { date: ui.paper ? ui.date : date, lead: who.person.id, people: [...ui.people], job: ui.job ?? undefined, site: ui.site ?? undefined, fields: free });
  if (!(await page.record(action))) return;
  await page.store.dropDraft("new");
  page.go(`${ui.paper ? "paper" : "slip"}/${action.slip_id}`);
}
