/** The page before the first question: what this is, what is on the shelf, and questions to begin with. */

/** @import {Collection, DocumentInfo} from "./types.js" */
import { h, icon } from "./dom.js";
import { formatNumber } from "./format.js";
import { preferences, t } from "./preferences.js";

const SUGGESTIONS = 3;

/** @param {{onAsk: (question: string) => void, onAdd: () => void}} handlers */
export function createEmptyState({ onAsk, onAdd }) {
  const element = h("div", { class: "empty" });

  /**
   * @param {Collection | undefined} collection undefined while not known
   * @param {DocumentInfo[]} documents some of it, to suggest questions from
   */
  function show(collection, documents) {
    element.replaceChildren(h("h1", {}, t("empty.heading")), h("p", { class: "promise" }, t("empty.promise")));
    if (!collection) return;
    if (!collection.documents) {
      element.append(h("p", { class: "shelf" }, t("empty.bare"), " ", h("button", { class: "link", type: "button", on: { click: onAdd } }, t("empty.add")), "."));
      return;
    }
    const { language } = preferences;
    const suggestions = suggested(documents, language).map((about) => {
      const question = t("empty.suggestion", { title: about.title });
      return h("li", {}, h("button", { class: "suggestion", type: "button", dir: "auto", on: { click: () => onAsk(question) } }, h("span", {}, question), icon("arrow")));
    });
    if (suggestions.length) element.append(h("h2", {}, t("empty.suggested")), h("ul", { class: "suggestions" }, suggestions));
    element.append(
      h("p", { class: "shelf" }, t("empty.shelf", { documents: formatNumber(collection.documents, language), passages: formatNumber(collection.passages, language) })),
    );
  }

  show(undefined, []);
  return { element, show };
}

/**
 * Documents with a title worth asking about, those in the page's language first.
 * @param {DocumentInfo[]} documents
 * @param {string} language
 */
function suggested(documents, language) {
  const titled = documents.filter(({ title }) => title && title.length >= 12 && title.length <= 110);
  return [...titled.filter((each) => each.language === language), ...titled.filter((each) => each.language !== language)].slice(0, SUGGESTIONS);
}
