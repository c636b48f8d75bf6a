/* One key for what one does a hundred times a day: A, R, F and the arrows. */

/** Presses what carries the key in `data-key`. Keys typed into a field stay there. */
export function useKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const wanted = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const target = [...document.querySelectorAll("[data-key]")].find((one) => one.getAttribute("data-key") === wanted && isShown(one));
    if (!(target instanceof HTMLElement)) return;
    event.preventDefault();
    const place = target.getAttribute("href")?.startsWith("#") ? document.querySelector(target.getAttribute("href") ?? "") : null;
    if (place instanceof HTMLElement) place.focus();
    else target.click();
  });
}

/** @param {Element} element */
function isShown(element) {
  return element.getClientRects().length > 0 && !document.querySelector("dialog[open]");
}

/** @param {EventTarget | null} target */
function isTyping(target) {
  return target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null;
}
