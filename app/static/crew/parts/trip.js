/** Field 3: who drives. Driving is working time for the driver, riding along is not, so each person has one box. What was driven
    besides, such as for something forgotten, is a line of its own. */

import { html, nothing } from "../../vendor/lit-html.js";
import { addRow, dropRows, setRow, setRows } from "../core/actions.js";
import { addQuantity, entries, quantity, stepQuantity } from "../core/hours.js";
import { rowsOf } from "../core/slip.js";
import { amount, listed, t } from "../texts.js";
import { isOf } from "./check.js";
import { clockOf, peopleOf, shownTime, typedTime } from "./clockwork.js";
import { amountStepper, chip, clockInput, fold, lineInput, partHead } from "./controls.js";
import { icon } from "./icon.js";
import { remarksAt } from "./remarks.js";

/** @import { Sheet } from "./sheet.js" */
/** @import { Own } from "./clockwork.js" */
/** @typedef {ReturnType<typeof rowsOf>[number]} Trip */

const ROLES = /** @type {const} */ (["driver", "passenger", "none"]);
const BESIDES = ["forgotten", "material", "between", "back"];
const KM_STEP = 1;

/** @param {Sheet} sheet */
export function tripPart(sheet) {
  const { view } = sheet;
  const trips = rowsOf(view, "trip");
  const is = isOf(sheet, "3");
  if (!is && !sheet.isOpen("trip") && !remarksAt(sheet, "3").length) {
    return fold({ no: "3", title: t("part.3"), value: inWords(trips), open: () => sheet.open("trip") });
  }
  const people = peopleOf(entries(view.rows));
  const usual = trips.filter((one) => !isBeside(one)), driven = usual.filter(({ fields }) => fields.role === "driver");
  return html`<section class="part" id="p3" aria-labelledby="h3">
    ${partHead({ no: "3", title: t("part.3"), is, sum: html`<output class="part-sum number">${kmOf(trips)}</output>` })}
    ${remarksAt(sheet, "3")}
    ${people.length ? matrix(sheet, people, usual) : nothing}
    ${driven.map((trip) => html`<div id=${`row-${trip.id}`}>${vehicle(sheet, trip)}${driven.length > 1 ? riders(sheet, trip, usual) : nothing}${way(sheet, trip, people)}</div>`)}
    ${trips.filter((one) => isBeside(one) && !one.fields.ride).map((trip) => beside(sheet, trip, people, trips))}
    ${sheet.writable && people.length ? another(sheet, people) : nothing}
  </section>`;
}

/** @param {Trip} trip */
function isBeside({ fields }) {
  return BESIDES.includes(String(fields.kind));
}

/** @param {Sheet} sheet @param {Own[]} people @param {Trip[]} trips */
function matrix(sheet, people, trips) {
  return html`<table class="matrix">
    <thead><tr><th scope="col"><span class="out-of-sight">${t("person")}</span></th>${ROLES.map((role) => html`<th scope="col">${t(`trip.${role}`)}</th>`)}</tr></thead>
    <tbody>${people.map(({ person, main: { id, fields } }) => {
      const own = trips.filter((one) => one.fields.person === person);
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

/** What the driver drives and how far. @param {Sheet} sheet @param {Trip} trip */
function vehicle(sheet, trip) {
  const { page } = sheet;
  const pick = (/** @type {string} */ text) => sheet.act((now) => setRow(now, trip.id, { vehicle: trip.fields.vehicle === text ? null : text }));
  const set = (/** @type {string} */ km) => sheet.set([trip.id, "km", km]);
  return html`${page.catalog.vehicles.length ? html`<div class="chips">${page.catalog.vehicles.map(({ text }) =>
      chip({ word: text, on: trip.fields.vehicle === text, tap: () => pick(text), off: !sheet.writable }))}</div>` : nothing}
    <div class="line"><span class="line-name">${t("trip.km")}<span class="label">${[trip.fields.name, trip.fields.purpose].filter(Boolean).join(", ")}</span></span>
      ${amountStepper({ name: t("trip.km"), value: amount(trip.fields.km ?? "0"), unit: "km", entered: Boolean(trip.fields.km), off: !sheet.writable,
        set: (typed) => valid(typed) && set(quantity(typed.trim().replace(/^0+(?=\d)/, ""))), step: (by) => set(stepQuantity(String(trip.fields.km ?? "0"), by * KM_STEP)) })}</div>`;
}

/** From where to where, and when: only for whom it matters. @param {Sheet} sheet @param {Trip} trip @param {Own[]} people */
function way(sheet, trip, people) {
  const { id, fields } = trip;
  const told = fields.start || fields.end || fields.from_place || fields.to_place;
  const key = `way_${id}`;
  if (!told && !sheet.isOpen(key)) return html`<button type="button" class="button" data-kind="plain" ?hidden=${!sheet.writable} @click=${() => sheet.open(key)}>${icon("clock", "small")} ${t("trip.way")}</button>`;
  const place = (/** @type {string} */ field) => lineInput({ name: t(`trip.${field}`), value: String(fields[field] ?? ""), off: !sheet.writable,
    leave: sheet.editor.commit, input: (value) => sheet.set([id, field, value]) });
  return html`<div class="pair">${clockField(sheet, trip, "start", people)}${clockField(sheet, trip, "end", people)}</div>
    <div class="pair">${place("from_place")}${place("to_place")}</div>`;
}

/** @param {Sheet} sheet @param {Trip} trip @param {"start" | "end"} end @param {Own[]} people */
function clockField(sheet, { id, fields }, end, people) {
  const { view, page } = sheet;
  const whole = people.find(({ person }) => person === fields.person)?.main.fields;
  const set = (/** @type {string} */ typed) => sheet.set([id, end, typedTime(view, fields, end, typed, page.zone, whole)]);
  return html`<label class="write"><span class="label">${t(`trip.${end}`)}</span>
    ${clockInput({ name: t(`trip.${end}`), time: clockOf(shownTime(fields, end)), off: !sheet.writable, set })}</label>`;
}

/** Who sits with whom, where several drive. @param {Sheet} sheet @param {Trip} trip @param {Trip[]} usual */
function riders(sheet, trip, usual) {
  const along = usual.filter(({ fields }) => fields.role === "passenger");
  const take = (/** @type {Trip} */ one) => sheet.act((now) => setRow(now, one.id, { ride: one.fields.ride === trip.id ? null : trip.id }));
  return seats(trip, along.map((one) => chip({ word: String(one.fields.name), on: one.fields.ride === trip.id, off: !sheet.writable, tap: () => take(one) })));
}

/** @param {Trip} trip @param {unknown[]} chips */
function seats({ fields }, chips) {
  const label = [t("trip.passenger"), fields.name].join(": ");
  return chips.length ? html`<p class="label">${label}</p><div class="chips" role="group" aria-label=${label}>${chips}</div>` : nothing;
}

/** Who rode along on a way beside the usual one: each has a row of their own, under the driver's. @param {Sheet} sheet @param {Trip} trip @param {Own[]} people @param {Trip[]} along */
function besides(sheet, trip, people, along) {
  const tap = (/** @type {Own} */ { person, main }, /** @type {Trip | undefined} */ there) => sheet.act((now) => (there ? dropRows(now, [there.id])
    : addRow(now, "trip", { person, name: main.fields.name, role: "passenger", ride: trip.id, kind: trip.fields.kind, billable: trip.fields.billable ?? null })));
  return seats(trip, people.filter(({ person }) => person !== trip.fields.person).map((own) => {
    const there = along.find(({ fields }) => fields.person === own.person);
    return chip({ word: String(own.main.fields.name), on: Boolean(there), off: !sheet.writable, tap: () => tap(own, there) });
  }));
}

/** A way beside the usual one: of what kind, who drove, and who rode along. @param {Sheet} sheet @param {Trip} trip @param {Own[]} people @param {Trip[]} trips */
function beside(sheet, trip, people, trips) {
  const { id, fields } = trip, along = trips.filter((one) => one.fields.ride === id), rows = [id, ...along.map((one) => one.id)];
  const set = (/** @type {import("../core/actions.js").Fields} */ wanted) => sheet.act((now) => setRows(now, rows, wanted));
  const drive = async (/** @type {Own} */ { person, main }) => {
    await sheet.act((now) => setRow(now, id, { person, name: main.fields.name, role: "driver" }));
    await sheet.act((now) => dropRows(now, along.filter((one) => one.fields.person === person).map((one) => one.id)));   // who drives does not ride along
  };
  const drives = (/** @type {Own} */ own) => chip({ radio: true, word: String(own.main.fields.name), off: !sheet.writable, on: fields.person === own.person,
    tap: () => drive(own) });
  return html`<fieldset class="trip-beside" id=${`row-${id}`}><legend>${t("trip.beside")}${fields.kind === "forgotten" ? html` <span class="label">${t("trip.not_billed")}</span>` : nothing}</legend>
    <div class="chips" role="radiogroup" aria-label=${t("trip.beside")}>${BESIDES.map((kind) => chip({ radio: true, word: t(`trip.kind.${kind}`), off: !sheet.writable,
      on: fields.kind === kind, tap: () => set(kindOf(kind)) }))}</div>
    ${people.length > 1 ? html`<p class="label">${t("trip.who")}</p><div class="chips" role="radiogroup" aria-label=${t("trip.who")}>${people.map(drives)}</div>` : nothing}
    ${besides(sheet, trip, people, along)}${vehicle(sheet, trip)}${way(sheet, trip, people)}
    ${sheet.writable ? html`<button type="button" class="button" data-kind="red" @click=${() => sheet.act((now) => dropRows(now, rows))}>${icon("trash")} ${t("trip.drop")}</button>` : nothing}
  </fieldset>`;
}

/** @param {Sheet} sheet @param {Own[]} people */
function another(sheet, people) {
  const me = people.find(({ person }) => person === sheet.page.who.person.id) ?? people[0];
  const add = () => sheet.act((now) => addRow(now, "trip", { person: me.person, name: me.main.fields.name, role: "driver", ...kindOf("forgotten") }));
  return html`<button type="button" class="button" @click=${add}>${icon("plus")} ${t("trip.add")}</button>`;
}

/** What was forgotten is not the client's to pay. @param {string} kind */
function kindOf(kind) {
  return { kind, billable: kind === "forgotten" ? 0 : null };
}

/** Whether a person typed a number we keep. @param {string} typed */
export function valid(typed) {
  return /^\d{1,9}([.,]\d{1,3})?$/.test(typed.trim());
}

/** @param {Trip[]} trips */
function inWords(trips) {
  const drivers = new Set(trips.filter(({ fields }) => fields.role === "driver").map(({ fields }) => String(fields.name).split(" ")[0]));
  return drivers.size ? [t("trip.drives", { names: listed([...drivers]) }), kmOf(trips)].filter(Boolean).join(", ") : t("trip.nobody");
}

/** @param {Trip[]} trips */
function kmOf(trips) {
  const driven = trips.filter(({ fields }) => fields.role === "driver" && fields.km).map(({ fields }) => String(fields.km));
  return driven.length ? `${amount(driven.reduce(addQuantity))} km` : "";
}
