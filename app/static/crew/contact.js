/** When to try the office: as soon as the app is in front, when the phone says it is online, and when the office pokes. */

/** @import { Sync } from "./shapes.js" */

/** @param {Sync} sync */
export function keepInTouch(sync) {
  /** @type {EventSource | null} */
  let pokes = null;
  document.addEventListener("visibilitychange", () => (document.hidden ? quiet() : front()));
  addEventListener("online", () => sync.run("online"));
  sync.onState(({ problem, running }) => {
    if (!running && !problem && !document.hidden) listen();
  });

  function front() {
    sync.run("foreground");
  }

  // only while the office answers anyway: a closed line is opened again after the next good round
  function listen() {
    if (pokes) return;
    pokes = new EventSource("/api/sync/events");
    pokes.onmessage = () => sync.run("poke");
    pokes.onerror = quiet;
  }

  function quiet() {
    pokes?.close();
    pokes = null;
  }
}
