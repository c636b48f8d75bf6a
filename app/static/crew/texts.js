/** The words of the app in the person's language, and days and times as people say them. */

/** What the app speaks, each by its own name. */
export const LANGUAGES = { de: "Deutsch", en: "English", pl: "polski", cs: "čeština", ro: "română", uk: "українська", tr: "Türkçe" };

/** @type {Record<string, string>} */
let words = {};
let lang = "de";
/** @type {Intl.PluralRules | undefined} */
let plurals;

/** @param {string} language @param {Record<string, string>} texts */
export function speak(language, texts) {
  lang = language;
  words = texts;
  plurals = undefined;
  formats.clear();
}

export function language() {
  return lang;
}

/** The text of a key; with `n`, the form for that many where there are several (`key.one`, `key.few`, `key.other`). An unknown key
    shows itself. @param {string} key @param {Record<string, any>} [params] */
export function t(key, params = {}) {
  const text = words[key] ?? words[`${key}.${form(params.n)}`] ?? words[`${key}.other`] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => String(params[name] ?? whole));
}

/** Which form a number takes: Slavic languages have one more than German. @param {unknown} n */
function form(n) {
  plurals ??= new Intl.PluralRules(lang);
  return plurals.select(Number(n));
}

/** Whether there is a text. @param {string} key */
export function knows(key) {
  return key in words;
}

/** @typedef {"short" | "dated" | "long" | "full" | "week"} DayForm */

/** @type {Record<DayForm, Intl.DateTimeFormatOptions>} */
const DAYS = {
  short: { weekday: "short", day: "2-digit", month: "2-digit" },
  dated: { weekday: "short", day: "2-digit", month: "2-digit", year: "numeric" },
  long: { weekday: "short", day: "numeric", month: "long" },
  full: { weekday: "long", day: "numeric", month: "long", year: "numeric" },
  week: { weekday: "short" },
};

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/** A calendar day such as `2026-11-25`: "Mi 25.11.", "Mi 25. November" ... @param {string} date @param {DayForm} [form] */
export function day(date, form = "short") {
  if (!date) return "";
  return format(form, { ...DAYS[form], timeZone: "UTC" }).format(new Date(`${date}T12:00Z`)).replace(/^([^.,\s]{2,3})\.?,/, "$1");
}

/** The time on the clock of a zone: "14:32". @param {number} at @param {string} zone */
export function clock(at, zone) {
  return format(`clock ${zone}`, { hour: "2-digit", minute: "2-digit", timeZone: zone }).format(at);
}

/** "heute 9:12", "Mo 23.11. 18:20". @param {number} at @param {string} zone @param {number} now */
export function when(at, zone, now) {
  const then = dateIn(zone, at);
  return then === dateIn(zone, now) ? t("when.today", { time: clock(at, zone) }) : `${day(then)} ${clock(at, zone)}`;
}

/** The calendar day of an instant in a zone. @param {string} zone @param {number} at */
export function dateIn(zone, at) {
  return new Intl.DateTimeFormat("sv", { timeZone: zone }).format(at);
}

/** Names as one says them: "Ben Nowak und Karol Wiśniewski". @param {string[]} names */
export function listed(names) {
  return new Intl.ListFormat(locale()).format(names);
}

/** A decimal quantity as text, with the language's comma: "2,5". @param {string | number | null | undefined} quantity */
export function amount(quantity) {
  const text = String(quantity ?? "");
  return lang === "en" ? text : text.replace(".", ",");
}

/** @param {string} name @param {Intl.DateTimeFormatOptions} options */
function format(name, options) {
  const known = formats.get(name) ?? new Intl.DateTimeFormat(locale(), options);
  formats.set(name, known);
  return known;
}

function locale() {
  return lang === "en" ? "en-GB" : lang === "de" ? "de-DE" : lang;
}
