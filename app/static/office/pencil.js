/* The red pencil: remarks are written into the margin of a field, then all of them go back at once.
   Without this module the pencils are links to the same page with the field's remark open. */

/** Opens remarks in place, counts them, and closes them again. */
export function usePencil() {
  const returning = document.getElementById("returning");
  const deciding = document.getElementById("deciding");
  if (!returning || !deciding) return;
  /** @param {boolean} yes */
  const turn = (yes) => {
    returning.hidden = !yes;
    deciding.hidden = yes;
    count(returning);
  };
  document.addEventListener("click", (event) => {
    const clicked = event.target instanceof Element ? event.target : null;
    const pencil = clicked?.closest("[data-pencil]");
    if (pencil) open(pencil.getAttribute("data-pencil") ?? "0");
    else if (clicked?.closest("[data-begin]")) open(firstField());
    else if (clicked?.closest("[data-cancel]")) notes().forEach((note) => { note.hidden = true; });
    else if (clicked?.closest("[data-phrase]")) return phrase(/** @type {HTMLElement} */ (clicked.closest("[data-phrase]")), returning);
    else return;
    event.preventDefault();
    turn(!clicked?.closest("[data-cancel]"));
  });
  document.addEventListener("input", () => count(returning));
  document.addEventListener("keydown", (event) => {
    if (event.key === "r" && !(event.target instanceof HTMLElement && event.target.closest("input, textarea, select")) && returning.hidden && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      open(firstField());
      turn(true);
    }
    if (event.key === "Escape" && !returning.hidden && !document.querySelector("dialog[open]")) {
      notes().forEach((note) => { note.hidden = true; });
      turn(false);
    }
  });
  document.querySelectorAll(".remark .chips").forEach((chips) => { if (chips instanceof HTMLElement) chips.hidden = false; });
  count(returning);
}

/** @returns {HTMLElement[]} */
function notes() {
  return /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".remark[id^=note-]")]);
}

function firstField() {
  return document.querySelector("[data-pencil]")?.getAttribute("data-pencil") ?? "0";
}

/** @param {string} number */
function open(number) {
  const note = document.getElementById(`note-${number}`);
  if (!note) return;
  note.hidden = false;
  document.querySelector(`#field-${number} .field-no`)?.setAttribute("data-is", "returned");
  const text = note.querySelector("textarea");
  if (text) text.disabled = false;
  text?.focus();
  note.scrollIntoView({ block: "nearest" });
}

/** @param {HTMLElement} chip @param {HTMLElement} returning */
function phrase(chip, returning) {
  const text = chip.closest(".remark")?.querySelector("textarea");
  if (!text) return;
  const words = chip.getAttribute("data-phrase") ?? "";
  const said = text.value.includes(words);
  text.value = said ? text.value.replace(words, "").replace(/^[\s:.]+/, "").trim() : `${words}. ${text.value}`.trim();
  chip.setAttribute("aria-pressed", String(!said));
  text.focus();
  count(returning);
}

/** Says how many remarks there are; hidden ones are not sent. @param {HTMLElement} returning */
function count(returning) {
  let written = 0;
  for (const note of notes()) {
    const text = note.querySelector("textarea");
    if (!text) continue;
    text.disabled = Boolean(note.hidden);
    if (!note.hidden && text.value.trim()) written += 1;
  }
  const words = returning.querySelector("[data-notes]");
  if (words instanceof HTMLElement) words.textContent = ((written === 1 ? words.dataset.one : words.dataset.other) ?? "").replace("#", String(written));
}
