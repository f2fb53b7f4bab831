/** A document's text as it is stored, with the quoted words marked. */

/** @import {DocumentInfo, Place} from "./types.js" */
import { api, Problem } from "./api.js";
import { h, icon } from "./dom.js";
import { formatDate, placeName, webAddress } from "./format.js";
import { blocksOf, toUtf16 } from "./offsets.js";
import { openPanel } from "./Panel.js";
import { preferences, t } from "./preferences.js";

/** Counts openings, so that a slow document doesn't appear over the one that was opened after it. */
let opening = 0;

/**
 * @param {Place} place
 * @param {string | null} quote what the citation says stands there
 * @param {(place: Place) => void} onOpen for the current version instead
 */
export async function showDocument(place, quote, onOpen) {
  const mine = ++opening;
  openPanel("document", t("panel.label"), [h("p", { class: "progress" }, h("span", { class: "pulse" }), t("document.loading"))]);
  const [info, stored] = await Promise.allSettled([api.document(place.docId), api.text(place.docId, place.version)]);
  if (mine !== opening || !document.querySelector("#panel:not([hidden])[data-kind=document]")) return;
  const about = info.status === "fulfilled" ? info.value : null;
  const current = () => onOpen({ docId: place.docId, version: null, start: 0, end: 0 });
  const older = about !== null && place.version !== null && about.version !== place.version;
  const head = header(about, older, current);
  if (stored.status === "rejected") {
    openPanel("document", about?.title ?? t("panel.label"), [head, h("p", { class: "problem", role: "alert" }, icon("unsupported"), saying(stored.reason))]);
    return;
  }
  const text = stored.value.text;
  const [start, end] = toUtf16(text, [place.start, place.end]);
  const reading = textElement(text, start, end, about?.language ?? null);
  if (quote !== null && text.slice(start, end) !== quote) head.append(notice(t("document.differs")));
  const first = reading.querySelector("mark");
  openPanel("document", about?.title || placeName(about?.uri) || t("panel.label"), [head, reading]);
  first?.focus({ preventScroll: true });
  first?.scrollIntoView({ block: "center" });
}

/** @param {DocumentInfo | null} about @param {boolean} older @param {() => void} current @returns {HTMLElement} */
function header(about, older, current) {
  const web = webAddress(about?.uri);
  const place = web ? h("a", { href: web.href, target: "_blank", rel: "noopener noreferrer" }, placeName(about?.uri)) : h("span", {}, placeName(about?.uri));
  const facts = [about?.author, formatDate(about?.published_at, preferences.language)].filter(Boolean);
  return h("header", { class: "document-head" },
    about && h("p", { class: "document-facts" }, place, ...facts.map((fact) => h("span", {}, fact))),
    older && notice(t("document.older"), h("button", { class: "quiet", type: "button", on: { click: current } }, t("document.current"))));
}

/** @param {string} text @param {HTMLElement} [button] */
function notice(text, button) {
  return h("p", { class: "notice", role: "note" }, icon("note"), h("span", {}, text), button);
}

/** @param {string} text @param {number} start @param {number} end @param {string | null} language @returns {HTMLElement} */
function textElement(text, start, end, language) {
  const blocks = blocksOf(text, start, end).map((pieces) =>
    h("div", { class: "document-block" }, pieces.map((piece) => (piece.marked ? h("mark", { tabindex: "-1" }, piece.text) : piece.text))),
  );
  return h("div", { class: "document-text", lang: language, dir: "auto" }, blocks);
}

/** @param {unknown} reason */
function saying(reason) {
  return reason instanceof Problem ? reason.message : String(reason);
}
