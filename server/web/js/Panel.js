/** The panel beside the conversation (on a phone a sheet over it): one document, or the list of them. */

import { byId } from "./dom.js";

/** Below this width the panel covers the conversation; the same figure stands in panel.css. */
const NARROW = matchMedia("(max-width: 899px)");

const panel = byId("panel");
const title = byId("panel-title");
const body = byId("panel-body");
const back = byId("panel-back");
const behind = [byId("talk"), byId("masthead")];

/** @type {Element | null} */
let opener = null;

/** What lies under a sheet must not be reachable by keyboard. */
function cover() {
  for (const element of behind) element.inert = !panel.hidden && NARROW.matches;
  document.body.classList.toggle("panel-open", !panel.hidden);
}
NARROW.addEventListener("change", cover);

/**
 * @param {string} kind "document" or "library"
 * @param {string} heading
 * @param {Node[]} content
 */
export function openPanel(kind, heading, content) {
  if (panel.hidden) opener = document.activeElement;
  panel.dataset.kind = kind;
  panel.hidden = false;
  title.textContent = heading;
  back.hidden = kind !== "document";
  body.replaceChildren(...content);
  body.scrollTop = 0;
  byId("open-library").setAttribute("aria-expanded", String(kind === "library"));
  cover();
  title.focus({ preventScroll: true });
}

/** @returns {string | null} what the panel shows */
export function panelKind() {
  return panel.hidden ? null : panel.dataset.kind;
}

/** Closes the panel and gives the focus back to where it was opened from. */
export function closePanel() {
  if (panel.hidden) return;
  panel.hidden = true;
  body.replaceChildren();
  byId("open-library").setAttribute("aria-expanded", "false");
  cover();
  const target = opener?.isConnected && opener !== document.body ? opener : byId("question");
  /** @type {HTMLElement} */ (target).focus();
  opener = null;
}
