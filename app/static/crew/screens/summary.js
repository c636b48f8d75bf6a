/** What the client reads, frozen, and who will sign it. */

import { html, nothing } from "../../vendor/lit-html.js";
import { clientBlocks, seesHours } from "../core/client.js";
import { check } from "../core/rules.js";
import { contentHash } from "../core/slip.js";
import { chip, lineInput, writing } from "../parts/controls.js";
import { allReadable, brokenFindings } from "../parts/readable.js";
import { act, slimClip } from "../parts/frame.js";
import { furtherFold, needsNotice, noticePart } from "../parts/further.js";
import { icon } from "../parts/icon.js";
import { lines } from "../parts/lines.js";
import { paper } from "../parts/paper.js";
import { mayWrite, openSheet } from "../parts/sheet.js";
import { languageFold, signerFold } from "../parts/signer.js";
import { NO_STROKES, besideIn, keepSigning, openSigning, signers } from "../parts/signing.js";
import { clock, t } from "../texts.js";
import { notHere } from "./slip.js";

/** @import { Page, Screen } from "../screen.js" */
/** @import { Opened } from "../parts/sheet.js" */
/** @import { Signing } from "../parts/signing.js" */
/** @typedef {{ opened: Opened, signing: Signing, hash: string, known: ReturnType<typeof signers> } | null} Loaded  `hash`: of what is drawn */

const ROLES = ["builder", "owner", "caretaker", "manager"];

/** @type {Screen<Loaded>} */
export const summary = {
  async load(page) {
    const opened = await openSheet(page);
    if (!opened) return null;
    const { base } = opened;
    const [signing, hash, views] = await Promise.all([openSigning(page, base), contentHash(base), page.store.views()]);
    if (page.ui.looked_at !== hash) await allReadable(page, base);
    page.ui.looked_at = hash;
    return { opened, signing, hash, known: signers(base, views) };
  },
  view(page, loaded) {
    if (!loaded || !mayWrite(page, loaded.opened.base)) return notHere(loaded?.opened.base);
    const { base, pictures } = loaded.opened;
    return html`${slimClip({ title: t("summary.title"), back: `slip/${base.slip_id}`,
        place: { icon: "lock", word: t("summary.frozen", { time: clock(loaded.signing.frozen, page.zone) }) } })}
      <main class="slip" tabindex="-1"><article class="sheet original" lang="de">
        ${paper(page, base, pictures, clientBlocks(page.catalog, base))}
        <p class="perforation"><i class="notch"></i>${t("client.your_signature")}<i class="notch"></i></p>
        ${noticePart(page, base)}
        <p class="oath">${t(`client.${oathName(page, base)}`)} <b>${t("client.no_prices")}</b></p>
        ${beside(base, oathName(page, base))}
        ${whoSigns(page, loaded)}
        ${writing({ name: t("client.reservation"), hint: t("client.voluntary"), value: loaded.signing.reservation, rows: 1, input: (value) => note(page, loaded, { reservation: value }) })}
        ${signerFold(page, loaded.signing, (part) => note(page, loaded, part))}${languageFold(page, base)}${furtherFold(page, base, loaded.signing)}
      </article></main>
      ${foot(page, loaded)}`;
  },
};

/** Nobody confirms hours that are not shown. @param {Page} page @param {import("../shapes.js").View} view */
function oathName({ catalog }, view) {
  return seesHours(catalog, view) ? "oath" : "oath_no_hours";
}

/** The same in the language the client reads. @param {import("../shapes.js").View} view @param {string} oath */
function beside({ fields: { client_language } }, oath) {
  const text = [besideIn(client_language, oath), besideIn(client_language, "no_prices")].filter(Boolean).join("\n");
  return text ? html`<p class="oath beside" lang=${String(client_language)}>${lines(text)}</p>` : nothing;
}

/** @param {Page} page @param {NonNullable<Loaded>} loaded */
function whoSigns(page, loaded) {
  const { signing, known } = loaded;
  const pick = (/** @type {{ name: string, role: string }} */ who) => note(page, loaded, { ...who, other: false });
  return html`<fieldset class="who-signs">
    <legend>${t("client.who")}</legend>
    <div class="chips one" role="radiogroup" aria-label=${t("client.who")}>
      ${known.map((who) => chip({ radio: true, word: [who.name, who.role].filter(Boolean).join(", "), on: !signing.other && signing.name === who.name, tap: () => pick(who) }))}
      ${chip({ radio: true, word: t("client.somebody_else"), on: signing.other, tap: () => note(page, loaded, { other: true, name: "", role: "" }) })}
    </div>
    ${signing.other ? html`${lineInput({ name: t("client.full_name"), value: signing.name, input: (value) => note(page, loaded, { name: value }) })}
      <div class="chips">${ROLES.map((role) => chip({ word: t(`record.role.${role}`), on: signing.role === t(`record.role.${role}`), tap: () => note(page, loaded, { role: t(`record.role.${role}`) }) }))}</div>` : nothing}
  </fieldset>`;
}

/** @param {Page} page @param {NonNullable<Loaded>} loaded @param {Partial<Signing>} part */
function note(page, { signing, opened }, part) {
  const signs_otherwise = part.name !== undefined && part.name !== signing.name;
  Object.assign(signing, part, signs_otherwise ? NO_STROKES : {});
  keepSigning(page, opened.base.slip_id, signing);
  page.draw();
}

/** @param {Page} page @param {NonNullable<Loaded>} loaded */
function foot(page, { signing, opened, hash }) {
  const { slip_id } = opened.base;
  const open = [...check(opened.base, opened.around.check(opened.base)), ...brokenFindings(opened.base, opened.broken)].some(({ level }) => level === "must");
  const told = !needsNotice(opened.base) || opened.base.fields.notice_at;
  const ready = signing.name.trim() && !open && told;
  const go = async () => {
    if (signing.hash !== hash) return page.reload();      // the slip has changed, and what is signed is what stood there
    await keepSigning(page, slip_id, signing);
    page.go(`slip/${slip_id}/sign`);
  };
  const button = html`<button type="button" class="button wide" data-kind="main" ?disabled=${!ready} @click=${go}>${icon("pen")}
    ${ready ? t("summary.signs", { name: signing.name }) : open ? t("summary.open") : told ? t("summary.who_first") : t("summary.notice_first")}</button>`;
  return act(nothing, button, open ? nothing : html`<a class="button wide" data-kind="plain" href=${`#/slip/${slip_id}/without`}>${t("summary.without")}</a>`);
}
