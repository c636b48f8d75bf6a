/* The inbox while it is open: what comes in appears, what somebody else decided goes. Only the list changes by itself;
   the slip under review stays as it is, and deciding about one that moved on is refused. */

const AT_MOST_EVERY = 1000;

/** Keeps `[data-live]` as the server says it is now. */
export function useLive() {
  const list = document.querySelector("[data-live]");
  if (!(list instanceof HTMLElement) || !("EventSource" in window)) return;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  const events = new EventSource("/api/sync/events");
  events.addEventListener("message", () => {
    waiting ??= setTimeout(async () => {
      waiting = undefined;
      await refresh(list);
    }, AT_MOST_EVERY);
  });
  addEventListener("pagehide", () => events.close());
}

/** @param {HTMLElement} list */
async function refresh(list) {
  const answer = await fetch(list.dataset.live ?? "", { headers: { accept: "text/html" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").body;
  const scrolled = list.querySelector(".tray")?.scrollTop ?? 0;
  const focused = list.contains(document.activeElement) ? document.activeElement?.getAttribute("href") : null;
  list.replaceChildren(...fresh.childNodes);
  list.querySelector(".tray")?.scrollTo(0, scrolled);
  if (focused) /** @type {HTMLElement | null} */ (list.querySelector(`a[href=${JSON.stringify(focused)}]`))?.focus();
  showCount(list);
}

/** The number in the bar is that of the first tray. @param {HTMLElement} list */
function showCount(list) {
  const now = list.querySelector('[data-count="review"]')?.textContent ?? "0";
  const shown = document.querySelector('.bar [data-count="review"]');
  if (!(shown instanceof HTMLElement)) return;
  shown.textContent = now;
  shown.hidden = now === "0";
}
