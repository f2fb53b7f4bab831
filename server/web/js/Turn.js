/** One question and its answer. */

/** @import {ConflictRow, Token, Turn, TurnHandlers} from "./types.js" */
import { conflictTables, isBusy, searchedFor } from "./answer-model.js";
import { answerBlocks, withoutHalfMarker } from "./answer-text.js";
import { h, icon, label } from "./dom.js";
import { formatDate, formatSeconds, placeName } from "./format.js";
import { markerLink } from "./marker.js";
import { preferences, t } from "./preferences.js";
import { sourcesSection } from "./Sources.js";

/**
 * The element of a turn, and how to bring it up to date. Only what has changed is made anew.
 * @param {Turn} first
 * @param {TurnHandlers} handlers
 */
export function createTurn(first, handlers) {
  const heading = h("h2", { class: "question", dir: "auto", tabindex: "-1" }, first.question);
  const searched = h("p", { class: "searched" });
  const body = h("div", { class: "answer", role: "group" });
  const foot = h("div", { class: "foot" });
  const aside = h("div", { class: "margin" });
  const element = h("article", { class: "turn" }, h("header", { class: "turn-head" }, heading, searched), h("div", { class: "column" }, body, foot), aside);
  /** @type {Turn | null} */
  let shown = null;

  /** @param {Turn} turn @param {boolean} [all] */
  function update(turn, all = false) {
    const before = all ? null : shown;
    shown = turn;
    element.dataset.phase = turn.phase;
    element.dataset.status = turn.answer?.status ?? "";
    element.setAttribute("aria-busy", String(isBusy(turn)));
    const search = searchedFor(turn);
    searched.textContent = search ? t("turn.searched", { question: search }) : "";
    if (turn.text !== before?.text || turn.citations !== before.citations || turn.phase !== before.phase) {
      keepingFocus(body, () => body.replaceChildren(...answerParts(turn, handlers)));
      body.setAttribute("aria-label", t("turn.answer"));
      body.lang = turn.answer?.language ?? "";
    }
    if (turn.phase !== before?.phase) {
      foot.replaceChildren(...footParts(turn, handlers));
    }
    if (turn.sources !== before?.sources || turn.phase !== before.phase) {
      aside.replaceChildren(sourcesSection(turn, handlers.onOpen));
    }
  }

  update(first);
  return { element, heading, update, redraw: () => shown && update(shown, true) };
}

/** @param {Turn} turn @param {TurnHandlers} handlers @returns {HTMLElement[]} */
function answerParts(turn, handlers) {
  const text = isBusy(turn) ? withoutHalfMarker(turn.text) : turn.text;
  /** @type {HTMLElement[]} */
  const parts = [];
  const status = turn.answer?.status;
  if (status === "abstained" || status === "partial") parts.push(h("p", { class: "verdict" }, icon("note"), t(`turn.${status}`)));
  for (const block of answerBlocks(text, turn.citations)) {
    const items = block.items.map((tokens) => h(block.kind === "paragraph" ? "p" : "li", { dir: "auto" }, ...tokens.map((token) => tokenElement(token, turn, handlers))));
    if (block.kind === "paragraph") parts.push(...items);
    else parts.push(h(block.kind === "bullets" ? "ul" : "ol", {}, items));
  }
  if (isBusy(turn)) parts.push(h("p", { class: "progress" }, h("span", { class: "pulse" }), t(`turn.${turn.phase}`, { n: turn.sources.length })));
  return parts;
}

/** @param {Token} token @param {Turn} turn @param {TurnHandlers} handlers @returns {Node | string} */
function tokenElement(token, turn, handlers) {
  if (token.kind === "text") return token.claims.length ? h("span", { class: "claim", "data-claims": token.claims.join(" ") }, token.text) : token.text;
  if (token.citation === null) return token.text;
  return markerLink(turn, turn.citations[token.citation], handlers.onOpen);
}

/** @param {Turn} turn @param {TurnHandlers} handlers @returns {(HTMLElement | false)[]} */
function footParts(turn, handlers) {
  if (isBusy(turn)) return [];
  const answer = turn.answer;
  const parts = [];
  for (const { about, rows } of conflictTables(turn)) parts.push(conflictTable(about, rows, turn, handlers));
  if (answer?.missing?.length) parts.push(listed("missing", t("turn.missing"), answer.missing));
  if (answer?.status === "abstained") parts.push(h("p", { class: "aside" }, t("turn.advice")));
  if (turn.problem) parts.push(h("p", { class: "problem", role: "alert" }, icon("unsupported"), turn.problem.detail || turn.problem.title));
  if (turn.phase === "stopped") parts.push(h("p", { class: "aside" }, t("turn.stopped")));
  if (answer?.warnings?.length) parts.push(listed("warnings", t("turn.warnings"), answer.warnings));
  const facts = answer && [
    answer.model === "extractive" ? t("turn.extractive") : t("turn.model", { model: answer.model }),
    answer.timings?.total_ms !== undefined && t("turn.seconds", { seconds: formatSeconds(answer.timings.total_ms, preferences.language) }),
  ];
  parts.push(
    h("div", { class: "turn-actions" },
      answer ? action("copy", "turn.copy", () => handlers.onCopy(turn)) : action("retry", "turn.retry", () => handlers.onRetry(turn), true),
      action("new", "turn.edit", () => handlers.onEdit(turn)),
      facts && h("span", { class: "facts" }, facts.filter(Boolean).join(" · "))),
  );
  return parts;
}

/** @param {string} picture @param {string} key @param {() => void} click @param {boolean} [named] */
function action(picture, key, click, named = false) {
  const button = h("button", { class: "quiet", type: "button", on: { click } }, icon(picture), named && h("span", {}, t(key)));
  if (!named) label(button, t(key));
  return button;
}

/** @param {string} name @param {string} heading @param {string[]} lines */
function listed(name, heading, lines) {
  return h("section", { class: name }, h("h3", {}, heading), h("ul", {}, lines.map((line) => h("li", { dir: "auto" }, line))));
}

/**
 * @param {string} about
 * @param {ConflictRow[]} rows
 * @param {Turn} turn
 * @param {TurnHandlers} handlers
 */
function conflictTable(about, rows, turn, handlers) {
  const head = h("tr", {}, ["conflict.value", "conflict.source", "conflict.date"].map((key) => h("th", { scope: "col" }, t(key))));
  const body = rows.map(({ value, date, citation, source }) =>
    h("tr", {},
      h("td", { dir: "auto" }, value),
      h("td", { dir: "auto" }, placeName(source?.uri) || source?.title, citation && markerLink(turn, citation, handlers.onOpen)),
      h("td", {}, formatDate(date, preferences.language) || t("sources.undated"))),
  );
  return h("table", { class: "conflict" }, h("caption", {}, t("conflict.caption", { about })), h("thead", {}, head), h("tbody", {}, body));
}

/**
 * While an answer is written, its markers are made anew: whoever is on one stays on it.
 * @param {HTMLElement} root
 * @param {() => void} change
 */
function keepingFocus(root, change) {
  const focused = root.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement).dataset.citation : undefined;
  change();
  if (focused !== undefined) /** @type {HTMLElement | null} */ (root.querySelector(`[data-citation="${Number(focused)}"]`))?.focus();
}
