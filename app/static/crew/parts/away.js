/** Who was away from when to when, for the meal allowance. Filled in from the hours and the way to the site; one row per person. */

import { html, nothing } from "../../vendor/lit-html.js";
import { putRows } from "../core/actions.js";
import { entries } from "../core/hours.js";
import { derivedId } from "../core/ids.js";
import { rowsOf } from "../core/slip.js";
import { addMinutes, day as dayOf, following, wall } from "../core/walltime.js";
import { day, listed, t } from "../texts.js";
import { clockOf, peopleOf } from "./clockwork.js";
import { chip, timeStepper } from "./controls.js";
import { icon } from "./icon.js";
import { usualAway } from "./proposed.js";

/** @import { View } from "../shapes.js" */
/** @import { Fields, Own } from "./clockwork.js" */
/** @import { Sheet } from "./sheet.js" */
/** @typedef {{ ids: string[], names: string[], fields: Fields }} Group */

const QUARTER = 15;
const MEALS = ["breakfast", "lunch", "dinner"];

/** @param {Sheet} sheet */
export function awayLines(sheet) {
  const people = peopleOf(entries(sheet.view.rows)).filter(({ main }) => main.fields.person);
  const groups = awayGroups(sheet.view, sheet.isOpen("away_each"));
  const missing = people.filter(({ person }) => !groups.some(({ ids }) => ids.some((id) => sheet.view.rows[id].fields.person === person)));
  return html`${groups.map((group) => groupLines(sheet, group, people.length))}
    ${groups.length && people.length > 1 ? html`<div class="chips">${chip({ word: t("away.each"), on: sheet.isOpen("away_each"), tap: () => sheet.open("away_each") })}</div>` : nothing}
    ${missing.length && sheet.writable ? html`<button type="button" class="button" @click=${() => begin(sheet, missing)}>${icon("clock", "small")} ${t("away.add")}</button>` : nothing}`;
}

/** Who was away alike stands on one line. @param {View} view @param {boolean} each @returns {Group[]} */
function awayGroups(view, each) {
  /** @type {Map<string, Group>} */
  const found = new Map();
  for (const { id, fields } of rowsOf(view, "away")) {
    const { person, name, ...rest } = fields;
    const key = each ? id : JSON.stringify(Object.entries(rest).sort());
    const group = found.get(key) ?? { ids: [], names: [], fields };
    group.ids.push(id);
    group.names.push(String(name ?? ""));
    found.set(key, group);
  }
  return [...found.values()];
}

/** @param {Sheet} sheet @param {Own[]} people */
async function begin(sheet, people) {
  const { page, view } = sheet;
  const { site } = sheet.around.expenses(view);
  const ids = await Promise.all(people.map(({ person }) => derivedId(view.slip_id, "away", person)));
  page.ui[`away_${[...ids].sort()[0]}`] = true;
  return sheet.act((now) => putRows(now, "away", Object.fromEntries(ids.map((id, i) => [id, usualAway(now, people[i], site, page.zone)]))));
}

/** One line, and behind it all there is to say about that day. @param {Sheet} sheet @param {Group} group @param {number} crew */
function groupLines(sheet, group, crew) {
  const { fields, ids, names } = group;
  const key = `away_${ids[0]}`;
  const who = names.length < crew || crew === 1 ? listed(names) : t("away.all", { n: crew });
  const span = [clockOf(String(fields.left ?? "")) || "?", clockOf(String(fields.back ?? "")) || "?"].join("–");
  const slept = ["slept_before", "slept_after"].filter((one) => fields[one]).map((one) => t(`away.${one}`));
  return html`<div class="away"><button type="button" class="row wide" aria-expanded=${String(sheet.isOpen(key))} @click=${() => sheet.open(key)}>
      <span class="row-main"><b>${t("away.title")} <span class="ink">${span}</span></b><span class="label">${[who, ...slept].join(", ")}</span></span>${icon(sheet.isOpen(key) ? "up" : "down")}</button>
    ${sheet.isOpen(key) ? details(sheet, group) : nothing}</div>`;
}

/** @param {Sheet} sheet @param {Group} group */
function details(sheet, group) {
  const { fields, ids } = group;
  const tick = (/** @type {string} */ name, /** @type {string} */ word) => chip({ word, on: Boolean(fields[name]), off: !sheet.writable, tap: () => put(sheet, ids, { [name]: fields[name] ? null : 1 }) });
  const pick = (/** @type {string} */ name, /** @type {string} */ value) => chip({ radio: true, word: t(`away.${name}.${value}`), on: fields[name] === value, off: !sheet.writable, tap: () => put(sheet, ids, { [name]: value }) });
  const radios = (/** @type {string} */ name, /** @type {string[]} */ values) => html`<p class="label">${t(`away.${name}`)}</p>
    <div class="chips" role="radiogroup" aria-label=${t(`away.${name}`)}>${values.map((one) => pick(name, one))}</div>`;
  return html`${awayTime(sheet, group, "left")}${awayTime(sheet, group, "back")}
    ${radios("left_from", ["workplace", "home"])}
    <p class="label">${t("away.slept")}</p>
    <div class="chips">${tick("slept_before", t("away.slept_before"))}${tick("slept_after", t("away.slept_after"))}</div>
    ${fields.slept_after ? radios("lodging", ["firm", "own"]) : nothing}
    <p class="label">${t("away.meals")}</p><div class="chips">${MEALS.map((meal) => tick(meal, t(`away.${meal}`)))}</div>`;
}

/** @param {Sheet} sheet @param {Group} group @param {"left" | "back"} which */
function awayTime(sheet, { ids, fields }, which) {
  const { page, view } = sheet;
  const time = String(fields[which] ?? "");
  const write = (/** @type {string} */ to) => sheet.set(...ids.map((id) => /** @type {import("./sheet.js").Entry} */ ([id, which, to])));
  const typed = (/** @type {string} */ clock) => (which === "back" && fields.left ? following(String(fields.left), clock, page.zone) : wall(time ? dayOf(time) : String(view.fields.date), clock, page.zone));
  const step = (/** @type {-1 | 1} */ by) => write(time ? addMinutes(time, by * QUARTER, page.zone) : typed(page.catalog.usual[which === "left" ? "start" : "end"]));
  const name = t(`away.${which}`);
  return html`<div class="line"><span class="line-name">${name}${time && dayOf(time) !== view.fields.date ? html`<span class="label">${day(dayOf(time))}</span>` : nothing}</span>
    ${timeStepper({ name, time: clockOf(time), entered: Boolean(time), off: !sheet.writable, set: (clock) => write(typed(clock)), step })}</div>`;
}

/** @param {Sheet} sheet @param {string[]} ids @param {Fields} fields */
function put(sheet, ids, fields) {
  return sheet.act((now) => putRows(now, "away", Object.fromEntries(ids.map((id) => [id, fields]))));
}
