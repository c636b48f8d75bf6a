/** Who is on the slip today. */

import { html, nothing } from "../../vendor/lit-html.js";
import { addPerson, dropPerson } from "../core/actions.js";
import { entries } from "../core/hours.js";
import { following, wall } from "../core/walltime.js";
import { peopleOf } from "../parts/clockwork.js";
import { chip, lineInput } from "../parts/controls.js";
import { act, slimClip } from "../parts/frame.js";
import { icon } from "../parts/icon.js";
import { openSheet, sheetOf } from "../parts/sheet.js";
import { nameOfSlip } from "../parts/slip-clip.js";
import { t } from "../texts.js";
import { notHere } from "./slip.js";

/** @import { Screen } from "../screen.js" */
/** @import { Opened, Sheet } from "../parts/sheet.js" */
/** @import { Catalog } from "../shapes.js" */

/** @type {Screen<Opened | null>} */
export const people = {
  load: openSheet,
  view(page, opened) {
    if (!opened) return notHere();
    const sheet = sheetOf(page, opened);
    const search = String(page.ui.search ?? "").toLowerCase();
    const own = new Set(entries(sheet.view.rows).map(({ fields }) => fields.person));
    const all = page.catalog.people.filter((one) => own.has(one.id) || one.name.toLowerCase().includes(search));
    return html`${slimClip({ title: nameOfSlip(sheet.view), back: `slip/${sheet.view.slip_id}` })}
      <main class="slip" tabindex="-1"><section class="sheet full">
        <h1 class="title">${t("people.title")}</h1>
        ${all.length > 12 || search ? lineInput({ name: t("people.search"), value: page.ui.search ?? "", input: (value) => ((page.ui.search = value), page.draw()) }) : nothing}
        <div class="chips one">${all.map((one) => chip({ off: !sheet.writable, on: own.has(one.id), tap: () => toggle(sheet, one), word: one.name }))}</div>
        <p class="fine">${icon("person", "small")} <span>${t("people.note")}</span></p>
      </section></main>
      ${act(nothing, html`<a class="button wide" data-kind="main" href=${`#/slip/${sheet.view.slip_id}`}>${icon("check")} ${t("people.done", { n: own.size })}</a>`)}`;
  },
};

/** Somebody who joins gets the hours the others have. @param {Sheet} sheet @param {Catalog["people"][number]} person */
function toggle({ page, act: record }, person) {
  return record((now) => {
    const there = entries(now.rows).filter(({ fields }) => fields.person === person.id);
    if (there.length) return there.map(({ id }) => dropPerson(now, id)).filter((one) => one !== null);
    const like = peopleOf(entries(now.rows))[0]?.main;
    const { usual } = page.catalog;
    const start = String(like?.fields.start ?? like?.fields.plan_start ?? wall(String(now.fields.date), usual.start, page.zone));
    const end = String(like?.fields.end ?? like?.fields.plan_end ?? following(start, usual.end, page.zone));
    const breaks = like ? like.breaks.map(({ fields }) => ({ start: fields.start ?? fields.plan_start, end: fields.end ?? fields.plan_end })) : [];
    return addPerson(now, person, { start, end }, /** @type {{ start: string, end: string }[]} */ (breaks.filter((span) => span.start && span.end)));
  });
}
