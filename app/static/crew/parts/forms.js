/** What is asked of each kind of line, in this order: chips before typing. Words are `row.<name>` and `row.<name>.<choice>`. */

/** @typedef {"line" | "text" | "flag" | "choice" | "day" | "time" | "number" | "signed" | "whole" | "minutes" | "formula" | "sheet" | "told"} Kind_ */
/** @typedef {{ name: string, kind: Kind_, of?: string[], when?: (fields: Record<string, unknown>) => boolean }} Ask */

const EXTRA = asks("extra_order:flag", { name: "ordered_by", kind: "line", when: ({ extra_order }) => Boolean(extra_order) });
const TOLD = asks("told_to:told", "told_at:time");

/** @type {Record<string, Ask[]>} */
export const FORMS = {
  material: asks({ name: "text", kind: "line", when: ({ article }) => !article }, "quantity:number", { name: "unit", kind: "line", when: ({ article }) => !article },
    choice("source", "workshop", "vehicle", "purchase", "client"), ...EXTRA, "batch:line", "certificate:line", "position:line"),
  equipment: asks({ name: "text", kind: "line", when: ({ equipment }) => !equipment }, "minutes:minutes", ...EXTRA),
  measurement: asks("text:line", "formula:formula", choice("unit", "m", "m2", "m3", "pcs", "kg", "t", "h", "lump"), "place:line", "position:line",
    "client_present:flag", ...EXTRA, "drawing:line"),
  opening: asks(choice("kind", "door", "window", "gate"), "text:line", "place:line", "sheet:sheet", choice("hinge", "left", "right"), "released_by:line"),
  obstruction: asks(choice("cause", "client", "access", "preceding_work", "material", "plan", "weather", "other"), "text:text", "place:line",
    "since:time", "until:time", "expected:line", "effect:text", ...TOLD),
  concern: asks(choice("against", "plan", "material", "preceding_work"), "text:text", "consequence:text", "place:line", ...TOLD),
  defect: asks(choice("whose", "own", "other_trade", "client", "unknown"), choice("severity", "minor", "major"), "text:text", "place:line",
    "fixed:flag", { name: "until", kind: "day", when: ({ fixed }) => !fixed }),
  follow_up: asks(choice("cause", "part_missing", "time", "access", "preceding_work", "client_absent", "wrong_order", "other"), "text:text",
    "wished:day", "people:whole", "minutes:minutes"),
};

/** Lines one takes a photo of, and what the photo is called. @type {Record<string, string>} */
export const PHOTO_TAG = { measurement: "during", opening: "before", obstruction: "during", concern: "before", defect: "defect", follow_up: "defect" };

/** The field of the slip a line belongs to. @param {string} table */
export function fieldOf(table) {
  return ["material", "equipment", "measurement", "opening"].includes(table) ? "5" : "8";
}

/** What a new line brings along without anybody having said it. @type {Record<string, string[]>} */
const BROUGHT = { equipment: ["minutes"], measurement: ["person"], opening: ["kind"], obstruction: ["since"] };

/** Whether nobody has said anything in a line. @param {{ table: string, fields: Record<string, unknown> }} line */
export function isEmpty({ table, fields }) {
  const said = Object.keys(fields).filter((name) => fields[name] != null);
  return table !== "material" && said.every((name) => BROUGHT[table]?.includes(name));
}

/** @param {...(string | Ask)} all @returns {Ask[]} */
function asks(...all) {
  return all.map((one) => {
    if (typeof one !== "string") return one;
    const [name, kind] = one.split(":");
    return { name, kind: /** @type {Kind_} */ (kind) };
  });
}

/** @param {string} name @param {...string} of @returns {Ask} */
function choice(name, ...of) {
  return { name, kind: "choice", of };
}
