/** The slip as the client reads it: frozen, plain and in German, whatever language the crew speaks; what it says is what the PDF says. */

import { html, nothing } from "../../vendor/lit-html.js";
import { t } from "../texts.js";
import { icon } from "./icon.js";
import { report } from "./report.js";
import { joined, NOTHING } from "./wording.js";

/** @import { Catalog, View } from "../shapes.js" */
/** @import { Page } from "../screen.js" */
/** @import { Fields } from "./wording.js" */
/** @import { Report } from "./report.js" */
/** @typedef {Report["checks"][number]} Check */
/** @typedef {Map<string, string>} Pictures */

/** The fields of the form. @type {Record<string, number>} */
const NUMBERS = { "pdf.trips": 3, "pdf.work": 4, "pdf.material": 5, "pdf.equipment": 5, "pdf.measurements": 5, "pdf.openings": 5, "pdf.photos": 6,
  "client.allowances": 7, "pdf.extras": 8, "pdf.records": 8, "pdf.special": 8 };
const HALF = { label: 28, text: 20 }; // letters beside others
const SPAN = /((?:[DFMS][aior] )?\d\d:\d\d–(?:[DFMS][aior] )?\d\d:\d\d)/;
const FOLDED = ["kind", "contact", "task", "hazard", "hot_work"];

/** What a client sees of it, or, without `blocks`, all of it for the crew itself. @param {Page} page @param {View} view @param {Pictures} pictures
    @param {string[]} [blocks] */
export function paper({ catalog }, view, pictures, blocks) {
  const told = report(view, { templates: catalog.checklists ?? [], names: namesIn(catalog) }, blocks);
  return html`${head(catalog, view, told, blocks ? html`<h1 class="title">${told.heading}</h1>` : html`<h2 class="title">${told.heading}</h2>`)}
    ${told.has_hours ? hours(told) : nothing}
    ${told.trips.length ? html`${title("pdf.trips")}${told.trips.map(([name, role, span, about, km]) => line(joined([name, role, span, km].filter(known), " · "), known(about)))}` : nothing}
    ${workDone(told)}
    ${material(told)}
    ${table("pdf.equipment", told.equipment.map(([what, time]) => [what, "", time]))}
    ${table("pdf.measurements", told.measurements.map(([position, what, formula, amount]) => [joined([known(position), what], " · "), formula, amount]))}
    ${records("pdf.openings", told.openings)}
    ${told.checks.length ? html`${title("pdf.checks")}${told.checks.map((one) => check(one, pictures))}` : nothing}
    ${plain("pdf.extras", told.extras)}
    ${records("pdf.records", told.records)}
    ${plain("pdf.special", told.notes)}
    ${blocks ? nothing : plain("client.allowances", allowances(view))}
    ${photos(told, pictures)}`;
}

/** Whoever may have measured. @param {Catalog} catalog @returns {Record<string, string>} */
function namesIn({ people, office = [] }) {
  return Object.fromEntries([...office, ...people].map(({ id, name }) => [id, name]));
}

/** @param {Catalog} catalog @param {View} view @param {Report} told @param {unknown} heading */
function head(catalog, { fields, number }, { boxes }, heading) {
  const [firm, ...address] = letterhead(catalog, fields).split("\n").filter(Boolean);
  const [folded, open] = [true, false].map((is) => boxes.filter(([name]) => FOLDED.includes(name) === is));
  return html`<header class="letterhead"><p class="firm">${firm ?? t("app.name")}</p><p class="label">${address.join(" · ")}</p></header>
    ${heading}${number ? html`<p class="label">${t("slip.number", { number })}</p>` : nothing}
    ${cells(open)}
    ${fold(html`<b>${joined(folded.map(([, label]) => label))}</b>`, cells(folded))}`;
}

/** That of the plan; a slip without one has that of its company, or its job's, or the only one there is. @param {Catalog} catalog @param {Fields} fields */
function letterhead({ companies, jobs }, { company_text, company, job }) {
  const id = company ?? jobs.find((one) => one.id === job)?.company;
  const own = companies.find((one) => one.id === id) ?? (companies.length === 1 ? companies[0] : null);
  return String(company_text ?? (own ? `${own.name}\n${own.text}` : ""));
}

/** @param {Report["boxes"]} boxes */
function cells(boxes) {
  return pairs(boxes.map(([, label, text]) => [label, text]));
}

/** @param {Report} told */
function hours({ times, total, total_planned, late_reason }) {
  return html`<h2><span data-no="1">${t("pdf.times")}</span> ${t("pdf.and")} <span data-no="2">${t("pdf.breaks")}</span></h2>
    ${times.length ? html`<table class="plain">
      <thead class="out-of-sight"><tr><th scope="col">${t("client.name")}</th><th scope="col">${t("client.from_to")}</th><th scope="col" class="n">${t("client.hours_short")}</th></tr></thead>
      <tbody>${times.map((one) => html`<tr><th scope="row">${one.name}${small(one.role)}</th>
        <td>${one.start}–${one.end}${small(`${t("pdf.breaks")} ${one.breaks}`)}</td><td class="n">${one.hours}</td></tr>`)}</tbody>
      <tfoot><tr><th scope="row" colspan="2">${t("pdf.together")}${small(total_planned && t("pdf.planned_total", { hours: total_planned }))}</th><td class="n number">${total}</td></tr></tfoot>
    </table>${times.some(({ start }) => start.startsWith("(")) ? html`<p class="label">${t("pdf.tear_open")}</p>` : nothing}` : html`<p>${t("pdf.no_times")}</p>`}
    ${late_reason ? html`<p>${t("pdf.late_reason", { text: late_reason })}</p>` : nothing}`;
}

/** @param {Report} told */
function workDone({ work, finished, leftover, state }) {
  const after = [...(finished ? [[t("pdf.finished"), finished]] : []), ...(leftover ? [[t("pdf.leftover"), leftover]] : []), ...state];
  return html`${title("pdf.work")}
    ${work.length ? pairs(work, "told") : html`<p>${t("pdf.no_work")}</p>`}${after.length ? pairs(after) : nothing}`;
}

/** What was used stands large; the plan beside it only where it is another. @param {Report} told */
function material({ material }) {
  return table("pdf.material", material.map(([what, from, plan, used]) => [what, from, used, known(plan) && plan !== used ? t("pdf.planned_total", { hours: plan }) : ""]));
}

/** @param {string} key @param {string[][]} rows  what, more about it, how much, and more about that */
function table(key, rows) {
  return rows.length ? html`${title(key)}
    <table class="plain"><tbody>${rows.map(([what, about, much, more]) => html`<tr><th scope="row">${what}${small(known(about))}</th><td class="n">${much}${small(more)}</td></tr>`)}</tbody></table>` : nothing;
}

/** @param {string} key @param {Report["records"]} all */
function records(key, all) {
  return all.length ? html`${title(key)}${all.map((one) => html`<section class="record"><h3>${one.title}</h3>${pairs(one.lines)}</section>`)}` : nothing;
}

/** The verdict is seen; one tap shows every question. @param {Check} check @param {Pictures} pictures */
function check({ title, asset, version, result, answers }, pictures) {
  const name = html`<b>${title}</b><span class="label">${joined([asset, version], " · ")}</span><b>${result}</b>`;
  return fold(name, html`<table class="plain"><tbody>${answers.map((one, i) => html`
    ${one.section && one.section !== answers[i - 1]?.section ? html`<tr><th scope="rowgroup" colspan="2" class="label">${one.section}</th></tr>` : nothing}
    <tr><th scope="row">${one.question}${small(one.remark)}</th><td>${joined([one.text, one.photos])}${one.picture && pictures.has(one.picture)
      ? html`<img class="hand" src=${pictures.get(one.picture)} alt=${t("pdf.signature_of", { who: one.text })}>` : nothing}</td></tr>`)}</tbody></table>`);
}

/** @param {Report} told @param {Pictures} pictures */
function photos({ photos }, pictures) {
  return photos.length ? html`${title("pdf.photos")}<div class="strip">${photos.map(({ number, sha256, tag, about, caption }) => html`<figure>
    <img src=${pictures.get(sha256) ?? ""} alt=${joined([`${t("pdf.photo", { number })} ${tag}`, caption], ": ")} loading="lazy">
    <figcaption class="label"><b>${number} ${tag}</b> ${about}${small(caption)}</figcaption></figure>`)}</div>` : nothing;
}

/** What the crew gets for it is nothing a client reads. @param {View} view */
function allowances({ rows }) {
  return Object.values(rows).filter(({ table }) => table === "allowance").map(({ fields }) => joined([fields.text, fields.name]));
}

/** @param {unknown} name @param {unknown} inside */
function fold(name, inside) {
  return html`<details class="more"><summary><span class="row-main">${name}</span>${icon("down")}</summary>${inside}</details>`;
}

/** @param {readonly string[][]} told @param {"cells" | "told"} [look]  beside each other, or across the sheet */
function pairs(told, look = "cells") {
  return html`<dl class=${look}>${told.map(([label, text]) => html`<div ?data-long=${isLong(label, text)}><dt class="label">${label}</dt><dd>${lines(text)}</dd></div>`)}</dl>`;
}

/** Too much for half a sheet. @param {string} label @param {string} text */
function isLong(label, text) {
  return label.length > HALF.label || text.split("\n").some((one) => one.length > HALF.text);
}

/** With the number it has on the form. @param {string} key */
function title(key) {
  return html`<h2 data-no=${NUMBERS[key] ?? nothing}>${t(key)}</h2>`;
}

/** @param {string} key @param {string[]} texts */
function plain(key, texts) {
  return texts.length ? html`${title(key)}${texts.map((text) => line(text))}` : nothing;
}

/** @param {string} text @param {string} [about] */
function line(text, about) {
  return html`<p>${lines(text)}${small(about)}</p>`;
}

/** Text with its line breaks; from and to stay together. @param {unknown} text */
function lines(text) {
  const told = String(text ?? "").split("\n").filter(Boolean).map((one) => one.split(SPAN).map((part, i) => (i % 2 ? html`<span class="hold">${part}</span>` : part)));
  return told.map((one, i) => html`${i ? html`<br>` : nothing}${one}`);
}

/** @param {string} text */
function known(text) {
  return text === NOTHING ? "" : text;
}

/** @param {unknown} text */
function small(text) {
  return text ? html`<br><span class="label">${lines(text)}</span>` : nothing;
}
