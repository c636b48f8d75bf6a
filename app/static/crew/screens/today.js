/** Heute: what came back, what is due, what waits, and my week. */

import { html, nothing } from "../../vendor/lit-html.js";
import { clock } from "../core/walltime.js";
import { entries, hm } from "../core/hours.js";
import { check } from "../core/rules.js";
import { rowsOf } from "../core/slip.js";
import { surroundings } from "../parts/around.js";
import { linkRow, partName } from "../parts/controls.js";
import { dateOf, minutesOf, monday, piles, shifted, week, weekNumber } from "../parts/days.js";
import { tabs, wideClip } from "../parts/frame.js";
import { icon } from "../parts/icon.js";
import { firstLine, lines } from "../parts/lines.js";
import { slipSaid, stateTag } from "../parts/place.js";
import { copiesStack, promised } from "../parts/promised.js";
import { openRemarks, quote } from "../parts/remarks.js";
import { dateIn, day, listed, t } from "../texts.js";

/** @import { Page, Screen } from "../screen.js" */
/** @import { BlobCard, View } from "../shapes.js" */
/** @import { Surroundings } from "../parts/around.js" */

/** "Wie gestern" comes right after the first drawing: nothing of it is needed before. @type {typeof import("../core/yesterday.js") | null} */
let yesterday = null;
/** Everything on the phone is read right after the first drawing. */
let whole = false;

/** @type {Screen<{ views: View[], around: Surroundings, unsent: Map<string, number>, bad: Map<string, number>, date: string, copies: import("../parts/promised.js").Promised }>} */
export const today = {
  tab: "today",
  async load(page) {
    const date = dateIn(page.zone, page.now());
    const [views, cards, copies] = await Promise.all([whole ? page.store.views() : page.store.near(monday(date)), page.store.blobCards(), promised(page.store)]);
    return { views, around: surroundings(page, views), copies, unsent: photosHere(views, cards), bad: badOnes(cards), date };
  },
  drawn(page) {
    if (!yesterday) void theRest(page);
  },
  view(page, { views, around, unsent, bad, date, copies }) {
    const found = piles(views, page.who.person.id, date);
    const main = found.today[0];
    return html`${wideClip(page, t("tab.today"), day(date, "long"))}
      <main tabindex="-1">
        ${found.returned.map((view) => returnedCard(page, view))}
        ${newVersion(page)}
        ${main ? plannedCard(page, views, main) : found.returned.length ? nothing : nothingPlanned(page, views, [...found.handed_in, ...found.sending].some((view) => dateOf(view) === date))}
        <a class="sheet row add" href="#/new">${icon("plus")} <span>${t("today.unplanned")}</span></a>
        ${main ? nothing : anewRow(page, views, date)}
        ${stack(t("today.also"), found.today.slice(1), unsent)}
        ${stack(t("today.drafts"), found.drafts, unsent, (view) => stuck(view, bad) ?? openParts(view, around))}
        ${stack(t("today.sending"), found.sending, unsent, (view) => stuck(view, bad))}
        ${copiesStack(views, copies)}
        ${stack(t("today.handed_in"), found.handed_in, unsent)}
        ${stack(t("today.planned"), found.planned, unsent)}
        ${weekCard(page, views, date)}
      </main>
      ${tabs("today")}`;
  },
};

/** @param {Page} page */
async function theRest(page) {
  yesterday = await import("../core/yesterday.js");
  await page.store.views();
  whole = true;
  await page.reload();
}

/** @param {Page} page */
function newVersion(page) {
  const { waiting, elsewhere, take } = page.updates;
  if (!waiting) return nothing;
  return html`<section class="sheet row"><span class="row-main"><b>${t("version.ready")}</b>
      <span class="label" role="status">${t(elsewhere ? "version.elsewhere" : "version.safe")}</span></span>
    <button type="button" class="button" @click=${take}>${t("version.take")}</button></section>`;
}

/** @param {Page} page @param {View} view */
function returnedCard(page, view) {
  const [remark] = openRemarks(view);
  return html`<article class="sheet returned">
    <div>
      <h2 class="flag">${icon("return")} ${t("today.returned", { title: view.fields.title ?? "" })}</h2>
      <p class="label">${[view.number && t("slip.number", { number: view.number }), firstLine(view.fields.client_text), day(dateOf(view))].filter(Boolean).join(" · ")}</p>
    </div>
    ${remark ? quote(page, view, remark) : nothing}
    <a class="button wide" data-kind="red" href=${`#/slip/${view.slip_id}`}>
      ${remark && remark.fields.field !== "0" ? html`<span class="field-no" data-is="returned">${remark.fields.field}</span>` : nothing}
      ${remark ? t("today.fix", { part: partName(String(remark.fields.field)) }) : t("today.hand_in_again")}</a>
  </article>`;
}

/** @param {Page} page @param {View[]} views @param {View} view */
function plannedCard(page, views, view) {
  const me = page.who.person.id;
  const others = rowsOf(view, "time").filter(({ fields }) => fields.person !== me).map(({ fields }) => String(fields.name));
  const [own] = entries(view.rows).filter(({ fields }) => fields.person === me);
  const start = own?.fields.plan_start ?? view.fields.plan_start;
  const end = own?.fields.plan_end ?? view.fields.plan_end;
  return html`<article class="sheet planned">
    <div class="planned-head">
      <p class="label">${[t("today.yours"), view.fields.job_no && t("slip.job", { number: view.fields.job_no })].filter(Boolean).join(" · ")}</p>
      <h2 class="title">${view.fields.title}</h2>
      <p>${lines(view.fields.site_text)}${others.length ? html`<br>${t("today.with", { names: listed(others) })}` : nothing}</p>
    </div>
    <dl class="facts">
      <div><dt>${t("times.start")}</dt><dd class="number">${start ? clock(String(start)) : "–"}</dd></div>
      <div><dt>${t("times.end")}</dt><dd class="number">${end ? clock(String(end)) : "–"}</dd></div>
      <div><dt>${t("times.hours")}</dt><dd class="number">${hm(minutesOf(view, me).plan)}</dd></div>
    </dl>
    <p class="perforation"><i class="notch"></i>${t("today.prefilled")}<i class="notch"></i></p>
    <div class="planned-act">
      <a class="button wide" data-kind="main" href=${`#/slip/${view.slip_id}`}>${icon("pen")} ${t("today.fill_in")}</a>
      ${likeLast(page, views, view)}
    </div>
  </article>`;
}

/** What the last day here had and this slip has not. @param {Page} page @param {View[]} views @param {View} view */
function likeLast(page, views, view) {
  const last = view.state === "draft" ? yesterday?.lastBefore(views, page.who.person.id, dateOf(view), view) : undefined;
  const adds = last && yesterday?.likeYesterday(view, last);
  if (!last || !adds) return nothing;
  return html`<button type="button" class="button wide" @click=${async () => (await page.record(adds)) && page.go(`slip/${view.slip_id}`)}>${icon("copy")}
    <span>${likeWord(dateOf(last), dateOf(view))}<br><span class="label">${t("today.like_adds")}</span></span></button>`;
}

/** The same again, with one tap. @param {Page} page @param {View[]} views @param {string} date */
function anewRow(page, views, date) {
  const last = yesterday?.lastBefore(views, page.who.person.id, date);
  if (!last || views.some((view) => dateOf(view) === date && view.state !== "void" && minutesOf(view, page.who.person.id).plan)) return nothing;
  const go = async () => {
    const { anewLike } = await import("../core/yesterday.js");
    const action = anewLike(page.catalog, last, { date, lead: page.who.person.id });
    if (await page.record(action)) page.go(`slip/${action.slip_id}`);
  };
  return html`<button type="button" class="sheet row add" @click=${go}>${icon("copy")}
    <span>${t("today.like_anew", { when: likeWord(dateOf(last), date), title: last.fields.title || t("slip.untitled") })}</span></button>`;
}

/** @param {string} then @param {string} now */
function likeWord(then, now) {
  return then === shifted(now, -1) ? t("today.like_yesterday") : t("today.like_day", { day: day(then) });
}

/** @param {Page} page @param {View[]} views @param {boolean} done */
function nothingPlanned(page, views, done) {
  const waiting = !views.length && !page.catalog.people.length;
  const what = waiting ? "first_pull" : done ? "all_done" : "none";
  return html`<section class="sheet calm"><h2 class="title">${t(`today.${what}`)}</h2><p>${t(`today.${what}_how`)}</p></section>`;
}

/** @param {string} title @param {View[]} views @param {Map<string, number>} unsent @param {(view: View) => ReturnType<typeof slipSaid> | null} [said] */
function stack(title, views, unsent, said = () => null) {
  if (!views.length) return nothing;
  return html`<section class="sheet stack"><h2 class="stack-head">${title} <b>${views.length}</b></h2>
    ${views.map((view) => slipRow(view, said(view) ?? slipSaid(view, unsent.get(view.slip_id) ?? 0)))}</section>`;
}

/** A slip in a list. @param {View} view @param {ReturnType<typeof slipSaid>} said */
export function slipRow(view, said) {
  const main = html`<b>${view.fields.title || t("slip.untitled")}</b>
    <span class="label">${[firstLine(view.fields.site_text), day(dateOf(view))].filter(Boolean).join(" · ")}</span>${stateTag(said)}`;
  return linkRow({ to: `slip/${view.slip_id}`, main });
}

/** @param {BlobCard[]} cards @returns {Map<string, number>} */
function badOnes(cards) {
  const slips = cards.filter(({ bad, sent, lost }) => bad && !sent && !lost).map(({ slip_id }) => slip_id);
  return new Map(slips.map((id) => [id, slips.filter((one) => one === id).length]));
}

/** A slip that waits for its person, because a picture cannot go. @param {View} view @param {Map<string, number>} bad */
function stuck({ slip_id }, bad) {
  const n = bad.get(slip_id);
  return n ? { is: "returned", icon: "warning", word: t("waiting.bad", { n }) } : null;
}

/** A draft says which fields are still open. @param {View} view @param {Surroundings} around */
function openParts(view, around) {
  const fields = [...new Set(check(view, around.check(view)).filter(({ level }) => level !== "info").map(({ field }) => field))];
  if (!fields.length || view.waiting_held) return null;
  return { is: "draft", icon: "pen", word: t("today.open", { parts: fields.map((no) => `${no} ${partName(no)}`).join(", ") }) };
}

/** @param {Page} page @param {View[]} views @param {string} date */
function weekCard(page, views, date) {
  const days = week(views, page.who.person.id, monday(date)).filter((one, i) => i < 5 || one.slips.length);
  const worked = days.reduce((sum, one) => sum + (one.date <= date ? one.minutes : 0), 0);
  const planned = days.reduce((sum, one) => sum + one.plan, 0);
  return html`<section class="sheet stack" aria-labelledby="h-week">
    <h2 id="h-week" class="stack-head">${t("hours.week", { number: weekNumber(date) })}</h2>
    <table class="timecard">
      <thead><tr>${days.map((one) => html`<th scope="col" aria-current=${one.date === date ? "date" : nothing}>${day(one.date, "week")}</th>`)}</tr></thead>
      <tbody><tr>${days.map((one) => dayCell(one, date))}</tr></tbody>
    </table>
    <p class="sum"><span><b class="number">${hm(worked)}</b> ${t("hours.worked")}</span>
      ${planned ? html`<span class="label">${t("hours.plan", { hours: hm(planned) })}</span>` : nothing}</p>
  </section>`;
}

/** @param {import("../parts/days.js").Day} one @param {string} date */
function dayCell(one, date) {
  if (one.open && one.date === date) return html`<td class="today">${t("hours.open")}</td>`;
  if (!one.minutes) return html`<td class="plan">${one.plan ? hm(one.plan) : "–"}</td>`;
  return html`<td>${hm(one.minutes)}</td>`;
}

/** How many photos of each slip are on this phone only; a signature is no photo.
    @param {View[]} views @param {{ sha256: string, sent: number }[]} cards */
export function photosHere(views, cards) {
  const here = new Set(cards.filter(({ sent }) => !sent).map(({ sha256 }) => sha256));
  return new Map(views.map((view) => [view.slip_id, rowsOf(view, "photo").filter(({ fields }) => here.has(String(fields.sha256))).length]));
}
