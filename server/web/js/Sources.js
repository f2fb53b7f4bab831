/** What an answer rests on, and apart from it what was only looked at. */

/** @import {Open, ShownSource, Source, Turn} from "./types.js" */
import { isBusy, sameStory, sourcesApart } from "./answer-model.js";
import { h } from "./dom.js";
import { formatDate, placeName } from "./format.js";
import { markerLink } from "./marker.js";
import { placeLink } from "./place-link.js";
import { preferences, t } from "./preferences.js";
import { parsePlace } from "./routes.js";

/**
 * @param {Turn} turn
 * @param {Open} onOpen
 * @returns {HTMLElement}
 */
export function sourcesSection(turn, onOpen) {
  const section = h("section", { class: "sources" });
  if (!turn.sources.length) return section;
  const { cited, consulted } = sourcesApart(turn);
  if (isBusy(turn) || turn.phase === "failed") {
    const found = [...cited, ...consulted];
    section.append(h("h3", {}, t("sources.found", { n: found.length })), list("found", found, turn, onOpen));
    return section;
  }
  if (cited.length) section.append(h("h3", {}, t("sources.cited")), list("cited", cited, turn, onOpen));
  if (consulted.length) {
    const summary = t(cited.length ? "sources.consulted" : "sources.looked", { n: consulted.length });
    section.append(h("details", { class: "consulted", open: !cited.length }, h("summary", {}, summary), list("looked", consulted, turn, onOpen)));
  }
  return section;
}

/** @param {string} name @param {ShownSource[]} shown @param {Turn} turn @param {Open} onOpen */
function list(name, shown, turn, onOpen) {
  return h("ol", { class: `source-list ${name}` }, shown.map((each) => entry(each, turn, onOpen)));
}

/** @param {ShownSource} shown @param {Turn} turn @param {Open} onOpen */
function entry({ source, citations }, turn, onOpen) {
  const others = sameStory(turn, source);
  return h("li", { class: "source" },
    citations.length > 0 && h("span", { class: "marks" }, citations.map((citation) => markerLink(turn, citation, onOpen))),
    h("div", { class: "source-what" },
      title(source, onOpen),
      h("span", { class: "source-facts" }, facts(source)),
      others.length > 0 &&
        h("details", { class: "story" },
          h("summary", {}, t("sources.story", { n: others.length })),
          h("ul", {}, others.map((other) => h("li", {}, title(other, onOpen), h("span", { class: "source-facts" }, facts(other))))))));
}

/** @param {Source} source @param {Open} onOpen */
function title(source, onOpen) {
  const place = parsePlace(source.view_url) ?? { docId: source.doc_id, version: source.version, start: 0, end: 0 };
  return placeLink(place, { class: "source-title", dir: "auto", lang: source.language }, [source.title || placeName(source.uri)], () => onOpen(place, null));
}

/** @param {Source} source */
function facts(source) {
  return [placeName(source.uri), formatDate(source.published_at, preferences.language)].filter(Boolean).join(" · ");
}
