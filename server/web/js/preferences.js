/** What the reader has chosen, kept in the browser: language, appearance, collection, shortcuts. */

/** @import {Language} from "./format.js" */
import { languageFor, translate } from "./strings.js";

/** @typedef {"system" | "light" | "dark"} Theme */

/** @type {Theme[]} */
const THEMES = ["system", "light", "dark"];
const PREFIX = "kutip.";

/** @param {string} name */
function read(name) {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

/** @param {string} name @param {string} value */
function write(name, value) {
  try {
    localStorage.setItem(PREFIX + name, value);
  } catch {
    // Storage is full or forbidden: the choice holds until the page is closed.
  }
}

const storedLanguage = read("language");
const storedTheme = read("theme");

/** @type {{language: Language, theme: Theme, collection: string, shortcuts: boolean}} */
const chosen = {
  language: storedLanguage === "id" || storedLanguage === "en" ? storedLanguage : languageFor(navigator.languages),
  theme: storedTheme === "light" || storedTheme === "dark" ? storedTheme : "system",
  collection: read("collection") ?? "default",
  shortcuts: read("shortcuts") !== "off",
};

/** Dispatches "language" and "collection" when these change. */
export const changes = new EventTarget();

export const preferences = {
  get language() {
    return chosen.language;
  },
  set language(value) {
    chosen.language = value;
    write("language", value);
    changes.dispatchEvent(new Event("language"));
  },
  get theme() {
    return chosen.theme;
  },
  get collection() {
    return chosen.collection;
  },
  set collection(value) {
    chosen.collection = value;
    write("collection", value);
    changes.dispatchEvent(new Event("collection"));
  },
  get shortcuts() {
    return chosen.shortcuts;
  },
  set shortcuts(value) {
    chosen.shortcuts = value;
    write("shortcuts", value ? "on" : "off");
  },
};

/** The next appearance of system, light, dark; applied and kept. */
export function nextTheme() {
  chosen.theme = THEMES[(THEMES.indexOf(chosen.theme) + 1) % THEMES.length];
  write("theme", chosen.theme);
  if (chosen.theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = chosen.theme;
}

/**
 * A phrase in the page's language.
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 */
export function t(key, values) {
  return translate(chosen.language, key, values);
}
