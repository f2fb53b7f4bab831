/** A link to a place in a document. A plain click opens it beside the conversation; otherwise it is a link like any other. */

/** @import {Place} from "./types.js" */
import { h } from "./dom.js";
import { placeUrl } from "./routes.js";

/**
 * @param {Place} place
 * @param {Record<string, any>} props
 * @param {import("./dom.js").Child[]} content
 * @param {() => void} onOpen
 * @returns {HTMLAnchorElement}
 */
export function placeLink(place, props, content, onOpen) {
  const click = (/** @type {MouseEvent} */ event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    onOpen();
  };
  return h("a", { ...props, href: placeUrl(place), on: { click } }, content);
}
