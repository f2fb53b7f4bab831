/** The small numbered link that leads from a claim to its quote. */

/** @import {Citation, Open, Turn} from "./types.js" */
import { attachCard } from "./CitationCard.js";
import { icon } from "./dom.js";
import { placeLink } from "./place-link.js";
import { t } from "./preferences.js";

/**
 * @param {Turn} turn
 * @param {Citation} citation
 * @param {Open} onOpen
 * @returns {HTMLAnchorElement}
 */
export function markerLink(turn, citation, onOpen) {
  const source = turn.sources.find((each) => each.n === citation.source);
  const position = turn.citations.indexOf(citation);
  const weak = citation.support === "partial" || citation.support === "unsupported";
  const place = { docId: citation.doc_id, version: citation.version, ...citation.location };
  const link = placeLink(
    place,
    {
      class: "marker",
      "data-citation": position,
      "data-support": citation.support,
      "aria-label": `${t("cite.open", { n: citation.n, title: source?.title ?? "" })}. ${t(`support.${citation.support}`)}`,
    },
    [`[${citation.n}]`, weak && icon(citation.support)],
    () => onOpen(place, citation.quote),
  );
  attachCard(link, citation, source, (on) => {
    const element = /** @type {HTMLElement} */ (link.closest(".turn"));
    for (const claim of /** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll(".claim"))) {
      claim.classList.toggle("pointed", on && (claim.dataset.claims ?? "").split(" ").includes(String(position)));
    }
  });
  return link;
}
