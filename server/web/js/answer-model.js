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
 * The documents that the answer rests on, each with its citations and in the order of the markers, and those only
 * consulted. Several passages of one document are one entry, which leads to the first that is cited, or else ranked.
 * @param {Turn} turn
 * @returns {{cited: ShownSource[], consulted: ShownSource[]}}
 */
export function sourcesApart(turn) {
  /** @type {Map<string, ShownSource>} */
  const documents = new Map();
  for (const source of turn.sources) {
    const citations = turn.citations.filter((citation) => citation.source === source.n);
    const shown = documents.get(source.doc_id) ?? { source, citations: [] };
    if (!shown.citations.length && citations.length) shown.source = source;
    shown.citations = [...shown.citations, ...citations].sort((a, b) => a.n - b.n);
    documents.set(source.doc_id, shown);
  }
  const all = [...documents.values()];
  return {
    cited: all.filter(({ citations }) => citations.length).sort((a, b) => a.citations[0].n - b.citations[0].n),
    consulted: all.filter(({ citations }) => !citations.length),
  };
}

/**
 * @param {Turn} turn
 * @param {Source} source
 * @returns {Source[]} one for each other document that tells the same story
 */
export function sameStory(turn, source) {
  const told = turn.sources.filter((other) => source.same_story?.includes(other.n) && other.doc_id !== source.doc_id);
  return [...new Map(told.map((other) => [other.doc_id, other])).values()];
}

/**
 * Conflicts as the rows of tables: one row for each value and source that gives it, with that source's own date.
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
        return { value, date: (source ? source.published_at : date) ?? null, citation, source };
      }),
    ),
  }));
}
