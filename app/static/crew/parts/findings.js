import { listed } from "../texts.js";

/** @import { Finding } from "../shapes.js" */
/** @typedef {Finding & { abouts: string[] }} Line  `abouts`: everybody and everything this line is about */

/** The same for several people is one line with their names; `mark` keeps apart what is alike and has been answered differently.
    @param {Finding[]} findings @param {(finding: Finding) => string} [mark] @returns {Line[]} */
export function together(findings, mark = () => "") {
  /** @type {Map<string, { finding: Finding, names: string[], abouts: string[] }>} */
  const groups = new Map();
  for (const finding of findings) {
    const { name, ...rest } = finding.params;
    const key = [finding.code, JSON.stringify(rest), name ? "" : finding.about, mark(finding)].join("|");
    const group = groups.get(key) ?? { finding, names: [], abouts: [] };
    if (name) group.names.push(String(name));
    group.abouts.push(finding.about);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ finding, names, abouts }) => ({ ...finding, abouts, params: named(finding, names) }));
}

/** @param {Finding} finding @param {string[]} names */
function named({ params }, names) {
  return names.length > 1 ? { ...params, name: listed(names.map((name) => name.split(" ")[0])) } : params;
}
