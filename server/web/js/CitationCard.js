/** The card that shows a citation's quote while its marker is pointed at or focused. */

/** @import {Citation, Source} from "./types.js" */
import { byId, h, icon } from "./dom.js";
import { formatDate, placeName } from "./format.js";
import { preferences, t } from "./preferences.js";

/** Long enough to move the pointer from the marker onto the card (WCAG 1.4.13: hoverable). */
const LINGER_MS = 250;
const GAP = 8;

const card = byId("card");
/** @type {ReturnType<typeof setTimeout> | undefined} */
let leaving;

card.addEventListener("pointerenter", () => clearTimeout(leaving));
card.addEventListener("pointerleave", hideCard);

/** @returns {boolean} whether there was a card to hide */
export function hideCard() {
  clearTimeout(leaving);
  const shown = !card.hidden;
  card.hidden = true;
  return shown;
}

/**
 * @param {HTMLElement} marker
 * @param {Citation} citation
 * @param {Source | undefined} source
 * @param {(on: boolean) => void} onPoint told when the marker is pointed at or focused, and when no more
 */
export function attachCard(marker, citation, source, onPoint) {
  marker.setAttribute("aria-describedby", "card");
  const show = () => {
    clearTimeout(leaving);
    fill(citation, source);
    card.hidden = false;
    place(marker);
    onPoint(true);
  };
  const leave = () => {
    clearTimeout(leaving);
    leaving = setTimeout(hideCard, LINGER_MS);
    onPoint(false);
  };
  marker.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && show());
  marker.addEventListener("pointerleave", leave);
  marker.addEventListener("focus", () => marker.matches(":focus-visible") && show());
  marker.addEventListener("blur", leave);
}

/** @param {Citation} citation @param {Source | undefined} source */
function fill(citation, source) {
  const facts = [placeName(source?.uri), formatDate(source?.published_at, preferences.language) || t("sources.undated")];
  card.replaceChildren(
    h("blockquote", { dir: "auto", lang: source?.language }, citation.quote),
    h("p", { class: "card-title", dir: "auto" }, source?.title),
    h("p", { class: "card-facts" }, facts.filter(Boolean).join(" · ")),
    h("p", { class: "support" }, icon(citation.support), t(`support.${citation.support}`)),
  );
}

/** Under the marker, or above it where there is more room; always inside the window. @param {HTMLElement} marker */
function place(marker) {
  const at = marker.getBoundingClientRect();
  const size = card.getBoundingClientRect();
  const left = Math.min(Math.max(GAP, at.left - 24), innerWidth - size.width - GAP);
  const below = at.bottom + GAP + size.height <= innerHeight || at.top < innerHeight - at.bottom;
  card.style.left = `${left}px`;
  card.style.top = `${Math.max(GAP, below ? at.bottom + GAP : at.top - GAP - size.height)}px`;
}
