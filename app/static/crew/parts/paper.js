/** The slip as the client reads it: frozen, plain and in German, whatever language the crew speaks. */

import { html, nothing } from "../../vendor/lit-html.js";
import { entries, hm, totals } from "../core/hours.js";
import { rowsOf } from "../core/slip.js";
import { t } from "../texts.js";
import { clockOf, shownTime } from "./clockwork.js";
import { dateOf } from "./days.js";
import { firstLine, lines } from "./lines.js";

/** @import { View } from "../shapes.js" */

/** @param {View} view @param {Map<string, string>} pictures */
export function paper(view, pictures) {
  const { fields } = view;
  const [firm, ...address] = String(fields.company_text ?? "").split("\n").filter(Boolean);
  return html`<header class="letterhead"><p class="firm">${firm ?? t("app.name")}</p><p class="label">${address.join(" · ")}</p></header>
    <p class="label">${t("client.report")} · ${germanDay(dateOf(view))}${view.number ? ` · ${view.number}` : ""}</p>
    <h1 class="title">${fields.title}</h1>
    <p>${lines(fields.site_text)}${fields.job_no ? html`<br>${t("client.job", { number: fields.job_no })}` : nothing}${fields.client_text ? html`<br>${firstLine(fields.client_text)}` : nothing}</p>
    ${hoursTable(view)}
    ${workDone(view)}
    ${materialTable(view)}
    ${otherLines(view)}
    ${photoStrip(view, pictures)}`;
}

/** @param {string} date */
export function germanDay(date) {
  const form = new Intl.DateTimeFormat("de-DE", { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  return date ? form.format(new Date(`${date}T12:00Z`)) : "";
}

/** @param {View} view */
function hoursTable(view) {
  return html`<h2>${t("client.hours")}</h2>
    <table class="plain">
      <thead><tr><th scope="col">${t("client.name")}</th><th scope="col">${t("client.from_to")}</th><th scope="col" class="n">${t("client.hours_short")}</th></tr></thead>
      <tbody>${entries(view.rows).map(({ fields, minutes, break_minutes }) => html`<tr><th scope="row">${fields.name}</th>
        <td>${clockOf(shownTime(fields, "start"))}–${clockOf(shownTime(fields, "end"))}${break_minutes ? html`<br><span class="label">${t("client.break", { hours: hm(break_minutes) })}</span>` : nothing}</td>
        <td class="n">${hm(minutes)}</td></tr>`)}</tbody>
      <tfoot><tr><th scope="row" colspan="2">${t("client.total")}</th><td class="n number">${hm(totals(view.rows).minutes)}</td></tr></tfoot>
    </table>`;
}

/** @param {View} view */
function workDone(view) {
  const own = entries(view.rows).filter(({ fields }) => fields.text);
  const { work, leftover, late_reason, finished } = view.fields;
  return html`<h2>${t("client.work")}</h2>
    ${work ? html`<p>${lines(work)}</p>` : nothing}
    ${own.map(({ fields }) => html`<p>${fields.name}: ${fields.text}</p>`)}
    ${late_reason ? html`<h2>${t("client.late")}</h2><p>${late_reason}</p>` : nothing}
    ${leftover || finished ? html`<h2>${t("client.leftover")}</h2><p>${[finished && t(`client.finished_${finished}`), leftover].filter(Boolean).join(" ")}</p>` : nothing}`;
}

/** @param {View} view */
function materialTable(view) {
  const used = rowsOf(view, "material").filter(({ fields }) => fields.quantity && fields.quantity !== "0");
  if (!used.length) return nothing;
  return html`<h2>${t("client.material")}</h2>
    <table class="plain"><tbody>${used.map(({ fields }) => html`<tr><th scope="row">${fields.text}${fields.extra_order ? html`<br><span class="label">${t("client.extra", { name: fields.ordered_by ?? "" })}</span>` : nothing}</th>
      <td class="n">${String(fields.quantity).replace(".", ",")} ${fields.unit}</td></tr>`)}</tbody></table>`;
}

/** Trips, equipment and allowances, as far as there are any. @param {View} view */
function otherLines(view) {
  const trips = rowsOf(view, "trip").filter(({ fields }) => fields.role === "driver").map(({ fields }) =>
    [fields.name, fields.vehicle, fields.km && `${String(fields.km).replace(".", ",")} km`].filter(Boolean).join(", "));
  const equipment = rowsOf(view, "equipment").map(({ fields }) => `${fields.text}${fields.minutes ? `, ${hm(Number(fields.minutes))}` : ""}`);
  const allowances = rowsOf(view, "allowance").map(({ fields }) => [fields.text, fields.name].filter(Boolean).join(", "));
  return html`${plainList("client.trips", trips)}${plainList("client.equipment", equipment)}${plainList("client.allowances", allowances)}`;
}

/** @param {string} title @param {string[]} texts */
function plainList(title, texts) {
  return texts.length ? html`<h2>${t(title)}</h2>${texts.map((text) => html`<p>${text}</p>`)}` : nothing;
}

/** @param {View} view @param {Map<string, string>} pictures */
function photoStrip(view, pictures) {
  const photos = rowsOf(view, "photo");
  if (!photos.length) return nothing;
  return html`<h2>${t("client.photos")}</h2>
    <div class="strip">${photos.map(({ fields }) => html`<img src=${pictures.get(String(fields.sha256)) ?? ""} alt=${[fields.tag && t(`client.tag_${fields.tag}`), fields.caption].filter(Boolean).join(": ") || t("client.photo")}>`)}</div>`;
}
