/** The page before the first question: what this is, what is on the shelf, and questions to begin with. */

/** @import {Collection, DocumentInfo} from "./types.js" */
import { h, icon } from "./dom.js";
import { formatNumber, placeName } from "./format.js";
import { preferences, t } from "./preferences.js";
import { SUGGESTIONS } from "./suggestions.js";

/** @param {{onAsk: (question: string) => void, onAdd: () => void}} handlers */
export function createEmptyState({ onAsk, onAdd }) {
  const element = h("div", { class: "empty" });

  /**
   * @param {Collection | undefined} collection undefined while not known
   * @param {DocumentInfo[]} documents some of it, to know which questions to suggest
   */
  function show(collection, documents) {
    element.replaceChildren(h("h2", {}, t("empty.heading")), h("p", { class: "promise" }, t("empty.promise")));
    if (!collection) return;
    if (!collection.documents) {
      element.append(h("p", { class: "shelf" }, t("empty.bare"), " ", h("button", { class: "link", type: "button", on: { click: onAdd } }, t("empty.add")), "."));
      return;
    }
    const { language } = preferences;
    const files = new Set(documents.map(({ uri }) => placeName(uri)));
    const suggestions = SUGGESTIONS[language].filter(({ file }) => files.has(file)).map(({ question }) =>
      h("li", {}, h("button", { class: "suggestion", type: "button", on: { click: () => onAsk(question) } }, question, icon("arrow"))),
    );
    if (suggestions.length) element.append(h("h3", {}, t("empty.suggested")), h("ul", { class: "suggestions" }, suggestions));
    element.append(
      h("p", { class: "shelf" }, t("empty.shelf", { documents: formatNumber(collection.documents, language), passages: formatNumber(collection.passages, language) })),
    );
  }

  show(undefined, []);
  return { element, show };
}
