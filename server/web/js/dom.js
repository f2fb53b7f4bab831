/** Elements out of data. Text goes in as text nodes only; nothing here parses markup. */

import { t } from "./preferences.js";

/** @typedef {Node | string | null | undefined | false} Child */

/**
 * @param {string} tag
 * @param {Record<string, any>} [props] attributes; `on` holds listeners; null and false leave an attribute out
 * @param {...(Child | Child[])} children
 * @returns {any} the element (its type follows from `tag`, which JSDoc can't say briefly)
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name === "on") for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    else if (value !== null && value !== false && value !== undefined) element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat()) if (child || child === "") element.append(child);
  return element;
}

/**
 * A picture out of the sprite in index.html. It is decoration: the words are beside it or in the label.
 * @param {string} name
 */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

/**
 * The element of index.html with this id.
 * @param {string} id
 * @returns {any}
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`index.html has no #${id}`);
  return element;
}

/** Puts the page's language into index.html: `data-t` is the phrase of the text, `data-t-label` of the label and tooltip. */
export function translatePage() {
  for (const element of document.querySelectorAll("[data-t]")) {
    element.textContent = t(/** @type {HTMLElement} */ (element).dataset.t ?? "");
  }
  for (const element of document.querySelectorAll("[data-t-label]")) label(element, t(/** @type {HTMLElement} */ (element).dataset.tLabel ?? ""));
}

/** @param {Element} element @param {string} text */
export function label(element, text) {
  element.setAttribute("aria-label", text);
  element.setAttribute("title", text);
}

/**
 * Says something to those who listen to the page rather than look at it.
 * @param {string} text
 */
export function announce(text) {
  byId("announcer").textContent = text;
}
