import assert from "node:assert/strict";
import { test } from "node:test";
import { applyEvent, conflictTables, isBusy, messagesOf, newTurn, sameStory, searchedFor, settled, sourcesApart } from "../../server/web/js/answer-model.js";

const source = (n, more = {}) => ({ n, doc_id: `d${n}`, title: `Sumber ${n}`, uri: `${n}.txt`, ...more });
const citation = (n, from) => ({ n, source: from, start: 0, end: 4, quote: `kutipan ${n}`, support: "verbatim" });
const answer = (more = {}) => ({
  question: "Siapa?", standalone_question: "Siapa?", status: "answered", answer: "Edwin [1].",
  citations: [citation(1, 2)], sources: [source(1), source(2)], ...more,
});
const after = (...events) => events.reduce((turn, [event, data]) => applyEvent(turn, event, data), newTurn("t1", "Siapa?"));

test("a stream from sources to the whole answer", () => {
  const asking = newTurn("t1", "Siapa?");
  assert.ok(isBusy(asking));
  const reading = applyEvent(asking, "retrieval", { sources: [source(1)] });
  assert.equal(reading.phase, "reading");
  assert.equal(reading.sources.length, 1);
  const writing = applyEvent(applyEvent(reading, "delta", { text: "Edwin" }), "delta", { text: " [1]." });
  assert.equal(writing.text, "Edwin [1].");
  assert.equal(applyEvent(writing, "citation", citation(1, 1)).citations[0].n, 1);
  const done = applyEvent(writing, "done", answer({ answer: "Tubagus Edwin [1]." }));
  assert.equal(done.text, "Tubagus Edwin [1].");
  assert.ok(!isBusy(done));
  assert.equal(asking.text, "", "a turn is never changed in place");
});

test("an error keeps what has come, unknown events change nothing", () => {
  const turn = after(["delta", { text: "Edw" }], ["error", { detail: "model tidak menjawab" }]);
  assert.equal(turn.phase, "failed");
  assert.equal(turn.text, "Edw");
  assert.equal(turn.problem.detail, "model tidak menjawab");
  assert.equal(applyEvent(turn, "heartbeat", {}), turn);
});

test("what was under way when the page was left is stopped when it comes back", () => {
  assert.equal(settled(after(["delta", { text: "Edw" }])).phase, "stopped");
  assert.equal(settled(after(["done", answer()])).phase, "done");
});

test("only answered turns are remembered, the last eight", () => {
  const turns = Array.from({ length: 10 }, (_, i) => ({ ...after(["done", answer({ answer: `j${i}` })]), question: `q${i}` }));
  turns.push(after(["error", { detail: "x" }]));
  const messages = messagesOf(turns);
  assert.equal(messages.length, 16);
  assert.deepEqual(messages.slice(0, 2), [{ role: "user", content: "q2" }, { role: "assistant", content: "j2" }]);
});

test("what was searched for is shown when it differs in more than case, space and the question mark", () => {
  assert.equal(searchedFor(after(["done", answer({ standalone_question: "siapa " })])), null);
  assert.equal(searchedFor(after(["done", answer({ standalone_question: "Siapa direkturnya?" })])), "Siapa direkturnya?");
  assert.equal(searchedFor(newTurn("t", "Siapa?")), null);
});

test("cited and consulted sources are apart, cited ones in the order of their markers", () => {
  const citations = [citation(1, 3), citation(2, 1), citation(3, 3)];
  const { cited, consulted } = sourcesApart(after(["done", answer({ citations, sources: [source(1), source(2), source(3)] })]));
  assert.deepEqual(cited.map((each) => [each.source.n, each.citations.map(({ n }) => n)]), [[3, [1, 3]], [1, [2]]]);
  assert.deepEqual(consulted.map((each) => each.source.n), [2]);
});

test("passages of one document are one entry, which leads to the one that is cited", () => {
  const sources = [source(1), source(2, { doc_id: "d1" }), source(3, { doc_id: "d9" }), source(4, { doc_id: "d9" })];
  const { cited, consulted } = sourcesApart(after(["done", answer({ sources, citations: [citation(1, 2)] })]));
  assert.deepEqual(cited.map((each) => each.source.n), [2]);
  assert.deepEqual(consulted.map((each) => each.source.n), [3]);
});

test("the same story elsewhere never counts the source itself or one that isn't there", () => {
  const turn = after(["done", answer({ sources: [source(1, { same_story: [1, 2, 3, 9] }), source(2), source(3, { doc_id: "d2" })] })]);
  assert.deepEqual(sameStory(turn, turn.sources[0]).map((each) => each.doc_id), ["d2"]);
  assert.deepEqual(sameStory(turn, turn.sources[1]), []);
});

test("a conflict is a row for each value and source", () => {
  const conflicts = [{ about: "pengunjung", values: [{ value: "18", date: "2025-08", citations: [1, 2] }, { value: "20", date: null, citations: [3] }, { value: "21", date: null, citations: [] }] }];
  const [table] = conflictTables(after(["done", answer({ conflicts, citations: [citation(1, 2), citation(2, 1), citation(3, 3)], sources: [source(1), source(2, { published_at: "2025-08" }), source(3, { published_at: "2025" })] })]));
  assert.deepEqual(table.rows.map((row) => [row.value, row.date, row.citation?.n, row.source?.n]), [
    ["18", "2025-08", 1, 2],
    ["18", null, 2, 1],
    ["20", "2025", 3, 3],
    ["21", null, undefined, undefined],
  ]);
  assert.deepEqual(conflictTables(newTurn("t", "Siapa?")), []);
});
