/* Choosing a crew ticks its people and its lead. */

const form = document.getElementById("plan");
const crew = form?.querySelector("#crew");
const lead = form?.querySelector("#lead");

crew?.addEventListener("change", () => {
  const chosen = crew instanceof HTMLSelectElement ? crew.selectedOptions[0] : undefined;
  if (!chosen?.value) return;
  const people = new Set((chosen.dataset.people ?? "").split(" "));
  form?.querySelectorAll('input[name="people"]').forEach((box) => {
    if (box instanceof HTMLInputElement) box.checked = people.has(box.value);
  });
  if (lead instanceof HTMLSelectElement) lead.value = chosen.dataset.lead ?? "";
});
