/** A turn of the conversation: how the events of a stream change it, and what the page shows of it. Pure. */

/** @import {ConflictRow, ShownSource, Source, Turn} from "./types.js" */

/** How many earlier turns go along with a question; older ones don't help to resolve a follow-up. */
const REMEMBERED_TURNS = 8;

/**
 * @param {string} id
 * @param {string} question
 * @returns {Turn}
 */
export function newTurn(id, question) {
  return { id, question, phase: "asking", sources: [], text: "", citations: [], answer: null, problem: null };
}

/**
 * The turn after one event of the stream. Unknown events change nothing.
 * @param {Turn} turn
 * @param {string} event
 * @param {any} data
 * @returns {Turn}
 */
export function applyEvent(turn, event, data) {
  switch (event) {
    case "retrieval":
      return { ...turn, phase: "reading", sources: data.sources };
    case "delta":
      return { ...turn, phase: "writing", text: turn.text + data.text };
    case "citation":
      return { ...turn, citations: [...turn.citations, data] };
    case "done":
      return { ...turn, phase: "done", text: data.answer, citations: data.citations, sources: data.sources, answer: data };
    case "error":
      return { ...turn, phase: "failed", problem: data };
    default:
      return turn;
  }
}

/** @param {Turn} turn */
export function isBusy(turn) {
  return turn.phase === "asking" || turn.phase === "reading" || turn.phase === "writing";
}

/**
 * A turn as it is after the page was loaded anew: what was under way then is not any more.
 * @param {Turn} turn
 * @returns {Turn}
 */
export function settled(turn) {
  return isBusy(turn) ? { ...turn, phase: "stopped" } : turn;
}

/**
 * Earlier turns as the request's `messages`: those answered, oldest first.
 * @param {Turn[]} turns
 * @returns {{role: "user" | "assistant", content: string}[]}
 */
export function messagesOf(turns) {
  return turns
    .filter((turn) => turn.answer)
    .slice(-REMEMBERED_TURNS)
    .flatMap((turn) => [
      { role: "user", content: turn.question },
      { role: "assistant", content: turn.text },
    ]);
}

/**
 * What was really searched for, when that differs from what was typed.
 * @param {Turn} turn
 * @returns {string | null}
 */
export function searchedFor(turn) {
  const standalone = turn.answer?.standalone_question;
  return standalone && plain(standalone) !== plain(turn.question) ? standalone : null;
}

/** @param {string} question */
function plain(question) {
  return question.normalize("NFC").toLowerCase().replace(/\s+/g, " ").replace(/[\s?.!]+$/, "").trim();
}

/**
 * The sources that the answer rests on, each with its citations in the order of the markers, and those only consulted.
 * @param {Turn} turn
 * @returns {{cited: ShownSource[], consulted: Source[]}}
 */
export function sourcesApart(turn) {
  const shown = turn.sources.map((source) => ({
    source,
    citations: turn.citations.filter((citation) => citation.source === source.n).sort((a, b) => a.n - b.n),
  }));
  const cited = shown.filter((each) => each.citations.length).sort((a, b) => a.citations[0].n - b.citations[0].n);
  return { cited, consulted: shown.filter((each) => !each.citations.length).map((each) => each.source) };
}

/**
 * @param {Turn} turn
 * @param {Source} source
 * @returns {Source[]} the other sources that tell the same story
 */
export function sameStory(turn, source) {
  const numbers = new Set(source.same_story ?? []);
  return turn.sources.filter((other) => other.n !== source.n && numbers.has(other.n));
}

/**
 * Conflicts as the rows of tables: one row for each value and source that gives it.
 * @param {Turn} turn
 * @returns {{about: string, rows: ConflictRow[]}[]}
 */
export function conflictTables(turn) {
  return (turn.answer?.conflicts ?? []).map(({ about, values }) => ({
    about,
    rows: values.flatMap(({ value, date, citations }) =>
      (citations.length ? citations : [0]).map((n) => {
        const citation = turn.citations.find((each) => each.n === n) ?? null;
        const source = turn.sources.find((each) => each.n === citation?.source) ?? null;
        return { value, date: date ?? source?.published_at ?? null, citation, source };
      }),
    ),
  }));
}
