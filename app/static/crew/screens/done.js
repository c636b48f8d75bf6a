/** Handed in: the receipt for the crew. */

import { html, nothing } from "../../vendor/lit-html.js";
import { handedIn } from "../core/copies.js";
import { entries, hm, totals } from "../core/hours.js";
import { rowsOf } from "../core/slip.js";
import { clock as wallClock } from "../core/walltime.js";
import { dateOf } from "../parts/days.js";
import { brokenParts } from "../parts/broken.js";
import { act, slimClip } from "../parts/frame.js";
import { icon } from "../parts/icon.js";
import { ladder } from "../parts/ladder.js";
import { saveUnsent } from "../parts/rescue.js";
import { openSheet, sheetOf } from "../parts/sheet.js";
import { lastSigned } from "../parts/signing.js";
import { nameOfSlip } from "../parts/slip-clip.js";
import { clock, day, t } from "../texts.js";
import { notHere } from "./slip.js";

/** @import { View } from "../shapes.js" */
/** @import { Page, Screen } from "../screen.js" */
/** @import { Opened } from "../parts/sheet.js" */

/** @type {Screen<Opened | null>} */
export const done = {
  look: "receipt-page",
  load: openSheet,
  view(page, opened) {
    if (!opened) return notHere();
    const sheet = sheetOf(page, opened);
    const { view } = sheet;
    const photos = rowsOf(view, "photo").length;
    const counts = [t("hours_h", { hours: hm(totals(view.rows).minutes) }), t("count.people", { n: entries(view.rows).length }), photos && t("count.photos", { n: photos })];
    return html`${slimClip({ title: t("done.title"), place: connection(page) })}
      <main class="slip" tabindex="-1">
        <article class="sheet stub">
          <p class="label">${nameOfSlip(view)} · ${day(dateOf(view), "dated")}</p>
          <h1 class="title">${view.fields.title}</h1>
          <p>${counts.filter(Boolean).join(" · ")}<br>${signedWord(view)}</p>
          <p class="perforation"><i class="notch"></i>${t("done.receipt")}<i class="notch"></i></p>
        </article>
        <section class="sheet receipt" aria-label=${t("ladder.label")} aria-live="polite">
          ${brokenParts(sheet)}
          ${ladder(sheet)}
          ${sheet.broken.size ? nothing : html`<p class="plainly">${t(view.place === "phone" ? "done.sends_itself" : "done.office_has_it")}</p>`}
        </section>
        ${handedIn(view) ? html`<div class="sheet stub-act"><a class="button wide" href=${`#/slip/${view.slip_id}/copy`}>${icon("share")} ${t("copy.open")}</a></div>` : nothing}
        ${view.place === "phone" ? html`<div class="sheet stub-act"><button type="button" class="button wide" @click=${() => saveUnsent(page)}>${icon("file")} ${t("save_file")}</button></div>` : nothing}
      </main>
      ${act(nothing, html`<a class="button wide" data-kind="main" href="#/">${icon("check")} ${t("done.go")}</a>`)}`;
  },
};

/** @param {Page} page */
function connection(page) {
  const { problem } = page.syncing;
  const last = page.status.last_contact;
  if (problem) return { icon: "nosignal", word: t(`sync.problem.${problem}`) };
  return last ? { icon: "office", word: t("sync.last", { when: clock(last, page.zone) }) } : null;
}

/** @param {View} view */
function signedWord(view) {
  const last = lastSigned(view)[0]?.fields;
  if (!last) return "";
  return last.outcome === "signed"
    ? t("done.signed", { name: last.name, time: wallClock(String(last.signed_at)) })
    : t("done.unsigned", { why: t(`without.${last.outcome}`) });
}
