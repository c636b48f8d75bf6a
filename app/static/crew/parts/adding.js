/** A line found by searching. */

/** @import { Action, View } from "../shapes.js" */
/** @import { Sheet } from "./sheet.js" */

/** The field is free for the next one at once; what could not be kept stands in it again.
    @param {Pick<Sheet, "page" | "act">} sheet @param {(now: View) => Action | null} build */
export async function add({ page, act }, build) {
  const sought = page.ui.material_search;
  page.ui.material_search = "";
  if (!(await act(build))) page.ui.material_search ||= sought;
  page.draw();
}
