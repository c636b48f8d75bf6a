/** Which address is which screen. The one everybody starts on comes with the app; the others come right after the first drawing,
    so that they are there before anybody gets to them, with or without a signal. */

import { today } from "./screens/today.js";

/** @import { Screen } from "./screen.js" */

/** @type {[pattern: RegExp, load: () => Promise<Screen>][]} */
const ROUTES = [
  [/^$/, async () => today],
  [/^slip\/(?<id>[^/]+)$/, async () => (await import("./screens/slip.js")).slip],
  [/^slips$/, async () => (await import("./screens/slips.js")).slips],
  [/^hours$/, async () => (await import("./screens/hours.js")).hours],
  [/^more$/, async () => (await import("./screens/more.js")).more],
  [/^log$/, async () => (await import("./screens/log.js")).log],
  [/^waiting$/, async () => (await import("./screens/waiting.js")).waiting],
  [/^paper\/(?<id>[0-9a-f-]{36})(\/(?<job>[^/]+))?$/, async () => (await import("./screens/paper.js")).paperSlip],
  [/^new$/, async () => (await import("./screens/new.js")).newSlip],
  [/^slip\/(?<id>[^/]+)\/person\/(?<row>[^/]+)$/, async () => (await import("./screens/person.js")).person],
  [/^slip\/(?<id>[^/]+)\/row\/(?<row>[^/]+)$/, async () => (await import("./screens/line.js")).line],
  [/^slip\/(?<id>[^/]+)\/photo\/(?<row>[^/]+)$/, async () => (await import("./screens/draw.js")).draw],
  [/^slip\/(?<id>[^/]+)\/checklist\/(?<row>[^/]+)$/, async () => (await import("./screens/checklist.js")).checklist],
  [/^slip\/(?<id>[^/]+)\/checklist\/(?<row>[^/]+)\/sign\/(?<item>[^/]+)$/, async () => (await import("./screens/checklist-sign.js")).checklistSign],
  [/^slip\/(?<id>[^/]+)\/site$/, async () => (await import("./screens/site.js")).site],
  [/^slip\/(?<id>[^/]+)\/people$/, async () => (await import("./screens/people.js")).people],
  [/^slip\/(?<id>[^/]+)\/summary$/, async () => (await import("./screens/summary.js")).summary],
  [/^slip\/(?<id>[^/]+)\/sign$/, async () => (await import("./screens/sign.js")).sign],
  [/^slip\/(?<id>[^/]+)\/sign\/(?<part>own|acceptance)$/, async () => (await import("./screens/sign.js")).sign],
  [/^slip\/(?<id>[^/]+)\/acceptance$/, async () => (await import("./screens/acceptance.js")).acceptance],
  [/^slip\/(?<id>[^/]+)\/without$/, async () => (await import("./screens/without.js")).without],
  [/^slip\/(?<id>[^/]+)\/done$/, async () => (await import("./screens/done.js")).done],
  [/^slip\/(?<id>[^/]+)\/copy$/, async () => (await import("./screens/copy.js")).copy],
  [/^slip\/(?<id>[^/]+)\/held$/, async () => (await import("./screens/held.js")).held],
];

/** The screen of an address and what its parts are; today's for all others. @param {string} path @returns {[Promise<Screen>, Record<string, string>]} */
export function matching(path) {
  for (const [pattern, load] of ROUTES) {
    const match = pattern.exec(path);
    if (match) return [load(), { ...match.groups }];
  }
  return [ROUTES[0][1](), {}];
}

/** Fetches every screen while there is time. @returns {Promise<unknown>} */
export function warmUp() {
  return Promise.allSettled(ROUTES.map(([, load]) => load()));
}
