/** Copies the crew still owes somebody: whoever was there without a signal gets the link later. */

import { html, nothing } from "../../vendor/lit-html.js";
import { canHave, handedIn } from "../core/copies.js";
import { t } from "../texts.js";
import { linkRow } from "./controls.js";
import { stateTag } from "./place.js";

/** @import { Page } from "../screen.js" */
/** @import { Store, View } from "../shapes.js" */
/** @typedef {Record<string, { to: string }>} Promised  by slip: where the link is to go */

const KEY = "copies";

/** @param {Store} store @returns {Promise<Promised>} */
export async function promised(store) {
  return /** @type {Promised | undefined} */ (await store.draft(KEY)) ?? {};
}

/** @param {Page} page @param {string} slip_id @param {string} to */
export async function promise({ store }, slip_id, to) {
  await store.saveDraft(KEY, { ...(await promised(store)), [slip_id]: { to } });
}

/** Given, or not wanted any more. @param {Page} page @param {string} slip_id */
export async function settle({ store }, slip_id) {
  const { [slip_id]: given, ...rest } = await promised(store);
  if (given) await store.saveDraft(KEY, rest);
}

/** On the start screen, until they are given. @param {View[]} views @param {Promised} copies */
export function copiesStack(views, copies) {
  const open = views.filter((view) => copies[view.slip_id] && handedIn(view));
  if (!open.length) return nothing;
  return html`<section class="sheet stack"><h2 class="stack-head">${t("copy.promised")} <b>${open.length}</b></h2>
    ${open.map((view) => linkRow({ to: `slip/${view.slip_id}/copy`, main: html`<b>${view.fields.title || t("slip.untitled")}</b>
      ${copies[view.slip_id].to ? html`<span class="label">${copies[view.slip_id].to}</span>` : nothing}
      ${stateTag(canHave(view) ? { is: "yours", icon: "share", word: t("copy.ready") } : { is: "phone", icon: "phone", word: t("copy.waits") })}` }))}</section>`;
}
