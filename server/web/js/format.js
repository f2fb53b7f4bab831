/** Dates, numbers and places in words, in either language. Pure. */

/** @typedef {"id" | "en"} Language */

const LOCALES = { id: "id-ID", en: "en-GB" };

/**
 * A date as exact as it is given: "2025-10-29" → "29 Oktober 2025", "2019-10" → "Oktober 2019", "2025" → "2025".
 * The day of a time stamp is the day that it names itself. Anything else is shown as it is.
 * @param {string | null | undefined} value
 * @param {Language} language
 */
export function formatDate(value, language) {
  const parts = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T.*)?)?)?$/.exec(value ?? "");
  if (!parts) return value ?? "";
  const [, year, month, day] = parts;
  const date = new Date(Date.UTC(Number(year), Number(month ?? 1) - 1, Number(day ?? 1)));
  if (Number(month ?? 1) - 1 !== date.getUTCMonth()) return value ?? "";
  /** @type {Intl.DateTimeFormatOptions} */
  const options = { timeZone: "UTC", year: "numeric" };
  if (month) options.month = "long";
  if (day) options.day = "numeric";
  return new Intl.DateTimeFormat(LOCALES[language], options).format(date);
}

/** @param {number} value @param {Language} language */
export function formatNumber(value, language) {
  return new Intl.NumberFormat(LOCALES[language]).format(value);
}

/** @param {number} milliseconds @param {Language} language @returns {string} seconds, as exactly as anyone wants to know */
export function formatSeconds(milliseconds, language) {
  return new Intl.NumberFormat(LOCALES[language], { maximumSignificantDigits: 2 }).format(milliseconds / 1000);
}

/**
 * Where a document comes from, short: the host of a web address, else the file's own name.
 * @param {string | null | undefined} uri
 */
export function placeName(uri) {
  const web = webAddress(uri);
  if (web) return web.hostname.replace(/^www\./, "");
  return (uri ?? "").split(/[\\/]/).filter(Boolean).at(-1) ?? "";
}

/**
 * The address, if it is one that a link may lead to. Everything else, `javascript:` first of all, stays text.
 * @param {string | null | undefined} uri
 * @returns {URL | null}
 */
export function webAddress(uri) {
  if (!/^https?:\/\//i.test(uri ?? "")) return null;
  try {
    return new URL(uri ?? "");
  } catch {
    return null;
  }
}
