/** A turn as Markdown with footnotes, for the clipboard. Pure. */

/** @import {Turn} from "./types.js" */
/** @import {Language} from "./format.js" */
import { formatDate } from "./format.js";

/**
 * @param {Turn} turn
 * @param {Language} language
 */
export function toMarkdown(turn, language) {
  const body = turn.text.replace(/\s*\[(\d{1,3}(?:\s*,\s*\d{1,3})*)\]/g, (_, numbers) =>
    numbers.split(",").map((/** @type {string} */ n) => `[^${n.trim()}]`).join(""),
  );
  const notes = turn.citations.map((citation) => {
    const source = turn.sources.find((each) => each.n === citation.source);
    const from = [source?.title, source?.uri, formatDate(source?.published_at, language)].filter(Boolean).join(", ");
    return `[^${citation.n}]: “${citation.quote.replace(/\s+/g, " ")}” — ${from}`;
  });
  return [`## ${turn.question.replace(/\s+/g, " ")}`, body, [...new Set(notes)].join("\n")].filter(Boolean).join("\n\n") + "\n";
}
