/** The answer's text as blocks and tokens: paragraphs and lists, words, and the markers of citations. Pure. */

/** @import {Block, Citation, TextToken, Token} from "./types.js" */
import { toUtf16 } from "./offsets.js";

const MARKER = /\[(\d{1,3}(?:\s*,\s*\d{1,3})*)\]/g;
const BULLET = /^\s*[-*•]\s+/;
const NUMBER = /^\s*\d{1,3}[.)]\s+/;

/**
 * @param {string} text
 * @param {Citation[]} citations
 * @returns {Block[]}
 */
export function answerBlocks(text, citations) {
  const spans = spansOf(text, citations);
  /** @type {Block[]} */
  const blocks = [];
  let open = false;
  for (const line of linesOf(text)) {
    if (!line.text.trim()) {
      open = false;
      continue;
    }
    const kind = BULLET.test(line.text) ? "bullets" : NUMBER.test(line.text) ? "numbers" : "paragraph";
    const lead = kind === "paragraph" ? 0 : /** @type {RegExpExecArray} */ ((kind === "bullets" ? BULLET : NUMBER).exec(line.text))[0].length;
    const tokens = tokensOf(line.text.slice(lead), line.start + lead, citations, spans);
    const last = blocks.at(-1);
    if (open && last?.kind === kind && kind !== "paragraph") last.items.push(tokens);
    else blocks.push({ kind, items: [tokens] });
    open = true;
  }
  return blocks;
}

/**
 * The text without its markers, for reading aloud and for a title.
 * @param {string} text
 */
export function withoutMarkers(text) {
  return text.replace(/\s*\[\d{1,3}(?:\s*,\s*\d{1,3})*\]/g, "");
}

/**
 * A text still being written, less a marker of which only the beginning has come.
 * @param {string} text
 */
export function withoutHalfMarker(text) {
  return text.replace(/\s*\[[\d,\s]{0,12}$/, "");
}

/** @param {string} text @param {Citation[]} citations @returns {[number, number][]} spans in UTF-16 */
function spansOf(text, citations) {
  return citations.map(({ start, end }) => /** @type {[number, number]} */ (toUtf16(text, [start, end])));
}

/** @param {string} text */
function linesOf(text) {
  const lines = [];
  for (let start = 0; start <= text.length; ) {
    const end = text.indexOf("\n", start);
    lines.push({ start, text: text.slice(start, end < 0 ? undefined : end) });
    start = end < 0 ? text.length + 1 : end + 1;
  }
  return lines;
}

/**
 * @param {string} text
 * @param {number} offset where it starts in the answer
 * @param {Citation[]} citations
 * @param {[number, number][]} spans
 * @returns {Token[]}
 */
function tokensOf(text, offset, citations, spans) {
  /** @type {Token[]} */
  const tokens = [];
  let from = 0;
  for (const match of text.matchAll(MARKER)) {
    // The space before a marker goes: the marker is set as a superscript, and must not wrap away from its sentence.
    tokens.push(...words(text.slice(from, match.index).replace(/[ \u00a0]+$/, ""), offset + from, spans));
    for (const n of match[1].split(",").map(Number)) {
      const position = citations.findIndex((citation) => citation.n === n);
      tokens.push({ kind: "marker", text: `[${n}]`, n, citation: position < 0 ? null : position });
    }
    from = match.index + match[0].length;
  }
  return [...tokens, ...words(text.slice(from), offset + from, spans)];
}

/**
 * A stretch without markers, cut where the span of a citation begins or ends.
 * @param {string} text
 * @param {number} offset
 * @param {[number, number][]} spans
 * @returns {TextToken[]}
 */
function words(text, offset, spans) {
  const end = offset + text.length;
  const cuts = [...new Set([offset, end, ...spans.flat().filter((cut) => cut > offset && cut < end)])].sort((a, b) => a - b);
  return cuts.slice(0, -1).map((from, i) => ({
    kind: /** @type {const} */ ("text"),
    text: text.slice(from - offset, cuts[i + 1] - offset),
    claims: spans.flatMap(([start, stop], position) => (start <= from && cuts[i + 1] <= stop ? [position] : [])),
  }));
}
