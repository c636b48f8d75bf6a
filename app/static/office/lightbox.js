/* Photos large, one after the other. Without this module a photo's link opens it in its own page. */

/** Opens photos in the page's dialog. */
export function useLightbox() {
  const dialog = document.querySelector("dialog.lightbox");
  if (!(dialog instanceof HTMLDialogElement)) return;
  let place = 0;
  const links = () => /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll("a[data-photo]")]);
  /** @param {number} at */
  const show = (at) => {
    const all = links();
    place = (at + all.length) % all.length;
    fill(dialog, all[place]);
    if (!dialog.open) dialog.showModal();
  };
  document.addEventListener("click", (event) => {
    const clicked = event.target instanceof Element ? event.target : null;
    const link = clicked?.closest("a[data-photo]");
    if (link && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      show(links().indexOf(/** @type {HTMLAnchorElement} */ (link)));
    } else if (clicked?.closest("[data-next]")) show(place + 1);
    else if (clicked?.closest("[data-previous]")) show(place - 1);
    else if (clicked === dialog) dialog.close();
  });
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "ArrowRight") show(place + 1);
    if (event.key === "ArrowLeft") show(place - 1);
  });
}

/** @param {HTMLDialogElement} dialog @param {HTMLAnchorElement | undefined} link */
function fill(dialog, link) {
  const image = dialog.querySelector("img");
  const caption = dialog.querySelector("figcaption");
  if (!link || !image || !caption) return;
  image.src = link.href;
  image.alt = link.querySelector("img")?.alt ?? "";
  caption.textContent = link.closest("figure")?.querySelector("figcaption")?.textContent?.trim() ?? "";
}
