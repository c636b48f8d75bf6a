/** The client's copy: a link from the office, as a drawing to scan and to send. A link is kept in memory only: whoever has it can
    read the copy. */

/** @import { Page } from "../screen.js" */
/** @import { View } from "../shapes.js" */

const AGAIN_MS = 5_000;
const NUMBER = /^[+\d][\d\s/()-]{4,}$/;

/** @param {View} view */
export function handedIn({ state }) {
  return state === "submitted" || state === "approved";
}

/** Whether there can be a copy: the office has what was handed in. @param {View} view */
export function canHave(view) {
  return handedIn(view) && view.place !== "phone" && !view.whole_held;
}

/** Asks the office once for each version; after a refusal again only a while later. @param {Page} page @param {View} view */
export async function fetchLink(page, view) {
  const { ui } = page;
  if (!canHave(view) || ui.asking || ui.link_of === view.version || page.now() - (ui.refused ?? 0) < AGAIN_MS) return;
  ui.asking = true;
  try {
    Object.assign(ui, { link: await page.api.copy(view.slip_id), link_of: view.version, refused: 0, trouble: "" });
  } catch (error) {
    Object.assign(ui, { refused: page.now(), trouble: /** @type {any} */ (error)?.code ?? "failed" });
  } finally {
    ui.asking = false;
    page.draw();
  }
}

/** @param {string} to @param {string} subject @param {string} text */
export function mailAddress(to, subject, text) {
  const whom = to.includes("@") ? encodeURIComponent(to.trim()).replaceAll("%40", "@") : "";
  return `mailto:${whom}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(text)}`;
}

/** Written so that both kinds of phones understand it. @param {string} to @param {string} text */
export function messageAddress(to, text) {
  const number = NUMBER.test(to.trim()) ? to.replace(/[^+\d]/g, "") : "";
  return `sms:${number}?&body=${encodeURIComponent(text)}`;
}
