/** One editor per slip: the tab that opened it first writes, a second one reads along. Without locks every tab writes, and the
    ops keep both values. */

const PEN = "handzettel-slip:";

/** @type {{ id: string | null, held: boolean, release: () => void }} */
let current = { id: null, held: true, release: () => {} };

/** Takes the pen for a slip and lays down the one before. @param {string | null} id @param {() => void} changed */
export function takePen(id, changed) {
  if (current.id === id) return;
  current.release();
  current = { id, held: !navigator.locks || id === null, release: () => {} };
  if (id !== null && navigator.locks) waitFor(current, PEN + id, changed);
}

/** Whether this tab may write. */
export function hasPen() {
  return current.held;
}

/** Whether another window is in the middle of a slip. */
export async function penHeldElsewhere() {
  const { held = [] } = (await navigator.locks?.query()) ?? {};
  const mine = current.id !== null && current.held ? PEN + current.id : "";
  return held.some(({ name = "" }) => name.startsWith(PEN) && name !== mine);
}

/** @param {typeof current} mine @param {string} name @param {() => void} changed */
function waitFor(mine, name, changed) {
  const given_up = new AbortController();
  mine.release = () => given_up.abort();
  navigator.locks.request(name, { signal: given_up.signal }, () => hold(mine, changed)).catch(() => {});
}

/** @param {typeof current} mine @param {() => void} changed @returns {Promise<void>} */
function hold(mine, changed) {
  mine.held = true;
  changed();
  return new Promise((release) => (mine.release = release));
}
