/** Everything unsent as a file: needs neither a signal nor a session, and the office can load it. */

import { amount } from "../texts.js";

/** @import { Page } from "../screen.js" */

/** @param {Page} page */
export async function saveUnsent(page) {
  const file = await page.store.exportUnsent();
  await page.store.log("saved_as_file", { size: file.size });
  offer(file, stampedName(page, "handzettel", "json"));
}

/** Hands a file to the phone. @param {Blob} file @param {string} name */
export function offer(file, name) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(file), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);   // some phones read it only after their dialog
}

/** @param {Page} page @param {string} what @param {string} ending */
export function stampedName(page, what, ending) {
  return `${what}-${new Date(page.now()).toISOString().slice(0, 16).replace(/[:T]/g, "-")}.${ending}`;
}

/** "12 MB" @param {number} bytes */
export function megabytes(bytes) {
  const size = bytes / 1_000_000;
  return amount(size < 10 ? size.toFixed(1) : Math.round(size));
}
