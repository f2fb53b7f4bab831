/** The list of a collection's documents: read, filter, add, delete. */

/** @import {DocumentInfo, Place} from "./types.js" */
import { api, Problem } from "./api.js";
import { confirmDelete } from "./confirm.js";
import { announce, h, icon, label } from "./dom.js";
import { formatDate, formatNumber, placeName } from "./format.js";
import { openPanel, panelKind } from "./Panel.js";
import { placeLink } from "./place-link.js";
import { preferences, t } from "./preferences.js";

const PAGE = 100;

/**
 * @param {object} options
 * @param {(place: Place) => void} options.onOpen
 * @param {() => void} options.onAdd
 * @param {() => void} options.onChanged after a document was deleted
 */
export function createLibrary({ onOpen, onAdd, onChanged }) {
  const rows = h("ul", { class: "documents" });
  const state = h("p", { class: "library-state", role: "status" });
  const more = h("button", { class: "plain", type: "button", on: { click: () => load(next) } });
  const filter = h("input", { type: "search", class: "field", on: { input: draw } });
  /** @type {DocumentInfo[]} */
  let documents = [];
  /** @type {string | null} */
  let next = null;

  /** @param {string | null} cursor null: from the beginning */
  async function load(cursor) {
    const collection = preferences.collection;
    try {
      const page = await api.documents(collection, PAGE, cursor);
      if (collection !== preferences.collection) return;
      documents = cursor ? [...documents, ...page.data] : page.data;
      next = page.next;
      draw();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      state.textContent = error.message;
    }
  }

  function draw() {
    const wanted = filter.value.trim().toLowerCase();
    const matching = documents.filter((each) => `${each.title} ${each.uri}`.toLowerCase().includes(wanted));
    rows.replaceChildren(...matching.map(row));
    state.textContent = matching.length ? "" : t(documents.length ? "library.noMatch" : "library.none");
    more.hidden = next === null;
  }

  /** @param {DocumentInfo} about */
  function row(about) {
    const name = about.title || placeName(about.uri);
    const place = { docId: about.doc_id, version: null, start: 0, end: 0 };
    const count = about.passages;
    const facts = [
      placeName(about.uri),
      formatDate(about.published_at, preferences.language),
      about.language?.toUpperCase(),
      t("library.passages", { n: count, count: formatNumber(count, preferences.language) }),
    ];
    const bin = h("button", { class: "tool", type: "button", on: { click: () => remove(about, name) } }, icon("bin"));
    label(bin, t("library.delete", { title: name }));
    return h("li", { class: "document-row", "data-doc-id": about.doc_id },
      h("div", { class: "document-what" },
        placeLink(place, { class: "source-title", dir: "auto", lang: about.language }, [name], () => onOpen(place)),
        h("p", { class: "source-facts" }, facts.filter(Boolean).join(" · "))),
      bin);
  }

  /** @param {DocumentInfo} about @param {string} name */
  async function remove(about, name) {
    if (!(await confirmDelete(name))) return;
    try {
      await api.remove(about.doc_id);
      documents = documents.filter((each) => each.doc_id !== about.doc_id);
      draw();
      state.textContent ||= t("library.deleted", { title: name });
      announce(t("library.deleted", { title: name }));
      filter.focus();
      onChanged();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      state.textContent = error.message;
    }
  }

  function open() {
    label(filter, t("library.filter"));
    filter.placeholder = t("library.filter");
    more.textContent = t("library.more");
    openPanel("library", t("nav.documents"), [
      h("div", { class: "library-head" },
        h("p", { class: "library-where" }, t("library.in", { name: preferences.collection })),
        h("div", { class: "library-tools" }, filter, h("button", { class: "strong", type: "button", on: { click: onAdd } }, icon("add"), t("library.add"))),
        h("p", { class: "library-drop" }, t("library.drop"))),
      state,
      rows,
      more,
    ]);
    draw();
    return load(null);
  }

  return {
    open,
    /** The list as it is now, if it is in sight. */
    refresh: () => (panelKind() === "library" ? load(null) : undefined),
    /** In the page's new language, or of the new collection. */
    redraw: () => (panelKind() === "library" ? open() : undefined),
  };
}
