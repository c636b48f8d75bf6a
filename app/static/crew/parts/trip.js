/** Field 3: who drives. Driving is working time for the driver, riding along is not, so each person has one box. */

import { html, nothing } from "../../vendor/lit-html.js";
import { addRow, setRow, setRows } from "../core/actions.js";
import { addQuantity, entries, quantity, stepQuantity } from "../core/hours.js";
import { rowsOf } from "../core/slip.js";
import { amount, listed, t } from "../texts.js";
import { isOf } from "./check.js";
import { amountStepper, chip, fold, partHead } from "./controls.js";
import { remarksAt } from "./remarks.js";

/** @import { Sheet } from "./sheet.js" */

const ROLES = /** @type {const} */ (["driver", "passenger", "none"]);
const KM_STEP = 1;

/** @param {Sheet} sheet */
export function tripPart(sheet) {
  const { view } = sheet;
  const trips = rowsOf(view, "trip");
  const is = isOf(sheet, "3");
  if (!is && !sheet.isOpen("trip") && !remarksAt(sheet, "3").length) {
    return fold({ no: "3", title: t("part.3"), value: inWords(trips), open: () => sheet.open("trip") });
  }
  return html`<section class="part" id="p3" aria-labelledby="h3">
    ${partHead({ no: "3", title: t("part.3"), is, sum: html`<output class="part-sum number">${kmOf(trips)}</output>` })}
    ${remarksAt(sheet, "3")}
    ${matrix(sheet, trips)}
    ${trips.filter(({ fields }) => fields.role === "driver").map((trip) => vehicle(sheet, trip))}
  </section>`;
}

/** @param {Sheet} sheet @param {ReturnType<typeof rowsOf>} trips */
function matrix(sheet, trips) {
  const times = entries(sheet.view.rows);
  return html`<table class="matrix">
    <thead><tr><th scope="col"><span class="out-of-sight">${t("person")}</span></th>${ROLES.map((role) => html`<th scope="col">${t(`trip.${role}`)}</th>`)}</tr></thead>
    <tbody>${times.map(({ id, fields }) => {
      const own = trips.filter((one) => one.fields.person === fields.person);
      const role_now = own.find((one) => one.fields.role === "driver")?.fields.role ?? own[0]?.fields.role ?? "none";
      return html`<tr><th scope="row">${fields.name}</th>${ROLES.map((role) => html`<td><label>
        <input type="radio" name=${`trip-${id}`} .checked=${role_now === role} ?disabled=${!sheet.writable}
          @change=${() => choose(sheet, own.map((one) => one.id), { person: fields.person, name: fields.name, role })}>
        <span class="out-of-sight">${t(`trip.${role}`)}</span></label></td>`)}</tr>`;
    })}</tbody>
  </table>`;
}

/** @param {Sheet} sheet @param {string[]} ids @param {import("../core/actions.js").Fields} fields */
function choose(sheet, ids, fields) {
  return sheet.act((now) => (ids.length ? setRows(now, ids, { role: fields.role }) : addRow(now, "trip", fields)));
}

/** What the driver drives and how far. @param {Sheet} sheet @param {ReturnType<typeof rowsOf>[number]} trip */
function vehicle(sheet, trip) {
  const { page } = sheet;
  const pick = (/** @type {string} */ text) => sheet.act((now) => setRow(now, trip.id, { vehicle: trip.fields.vehicle === text ? null : text }));
  const set = (/** @type {string} */ km) => sheet.set([trip.id, "km", km]);
  return html`${page.catalog.vehicles.length ? html`<div class="chips">${page.catalog.vehicles.map(({ text }) =>
      chip({ word: text, on: trip.fields.vehicle === text, tap: () => pick(text), off: !sheet.writable }))}</div>` : nothing}
    <div class="line"><span class="line-name">${t("trip.km")}<span class="label">${[trip.fields.name, trip.fields.purpose].filter(Boolean).join(", ")}</span></span>
      ${amountStepper({ name: t("trip.km"), value: amount(trip.fields.km ?? "0"), unit: "km", entered: Boolean(trip.fields.km), off: !sheet.writable,
        set: (typed) => valid(typed) && set(quantity(typed)), step: (by) => set(stepQuantity(String(trip.fields.km ?? "0"), by * KM_STEP)) })}</div>`;
}

/** Whether a person typed a number we keep. @param {string} typed */
export function valid(typed) {
  return /^\d{1,9}([.,]\d{1,3})?$/.test(typed.trim());
}

/** @param {ReturnType<typeof rowsOf>} trips */
function inWords(trips) {
  const drivers = new Set(trips.filter(({ fields }) => fields.role === "driver").map(({ fields }) => String(fields.name).split(" ")[0]));
  return drivers.size ? [t("trip.drives", { names: listed([...drivers]) }), kmOf(trips)].filter(Boolean).join(", ") : t("trip.nobody");
}

/** @param {ReturnType<typeof rowsOf>} trips */
function kmOf(trips) {
  const driven = trips.filter(({ fields }) => fields.role === "driver" && fields.km).map(({ fields }) => String(fields.km));
  return driven.length ? `${amount(driven.reduce(addQuantity))} km` : "";
}
