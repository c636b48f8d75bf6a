import { listed } from "../texts.js";

/** @import { Finding } from "../shapes.js" */

/** The same for several people is one line with their names. @param {Finding[]} findings @returns {Finding[]} */
export function together(findings) {
  /** @type {Map<string, { finding: Finding, names: string[] }>} */
  const groups = new Map();
  for (const finding of findings) {
    const { name, ...rest } = finding.params;
    const key = finding.code + JSON.stringify(rest);
    const group = groups.get(key) ?? { finding, names: [] };
    if (name) group.names.push(String(name));
    groups.set(key, group);
  }
  return [...groups.values()].map(({ finding, names }) => (names.length > 1
    ? { ...finding, params: { ...finding.params, name: listed(names.map((name) => name.split(" ")[0])) } } : finding));
}
