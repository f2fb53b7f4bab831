import assert from "node:assert/strict";
import { test } from "node:test";
import { answerBlocks, withoutHalfMarker, withoutMarkers } from "../../server/web/js/answer-text.js";

const cite = (n, start, end) => ({ n, start, end, source: n });
/** Blocks as short strings: text with its claims in braces, markers as n→position. */
const brief = (blocks) =>
  blocks.map(({ kind, items }) => [
    kind,
    ...items.map((tokens) =>
      tokens.map((token) => (token.kind === "text" ? token.text + (token.claims.length ? `{${token.claims}}` : "") : `<${token.n}→${token.citation}>`)).join("|"),
    ),
  ]);

test("a sentence, its marker and what follows", () => {
  assert.deepEqual(brief(answerBlocks("Direkturnya Edwin [1].", [cite(1, 0, 17)])), [["paragraph", "Direkturnya Edwin{0}|<1→0>|."]]);
});

test("spans count code points", () => {
  assert.deepEqual(brief(answerBlocks("😀😀 ya [1] tidak", [cite(1, 0, 5)])), [["paragraph", "😀😀 ya{0}|<1→0>| tidak"]]);
});

test("one pair of brackets may hold several numbers", () => {
  assert.deepEqual(brief(answerBlocks("Ya [1, 2].", [cite(1, 0, 2), cite(2, 0, 2)])), [["paragraph", "Ya{0,1}|<1→0>|<2→1>|."]]);
});

test("a number without a citation stays what it is", () => {
  assert.deepEqual(answerBlocks("Tahun [99].", [])[0].items[0][1], { kind: "marker", text: "[99]", n: 99, citation: null });
});

test("brackets that hold no number are text", () => {
  assert.deepEqual(brief(answerBlocks("[sic] [2025a] [] [1234]", [])), [["paragraph", "[sic] [2025a] [] [1234]"]]);
});

test("paragraphs and lists", () => {
  const text = "Empat sektor:\n- pangan [1]\n- kreatif\n\n1. satu\n2) dua\nlalu";
  assert.deepEqual(brief(answerBlocks(text, [cite(1, 16, 22)])), [
    ["paragraph", "Empat sektor:"],
    ["bullets", "pangan{0}|<1→0>", "kreatif"],
    ["numbers", "satu", "dua"],
    ["paragraph", "lalu"],
  ]);
});

test("text that looks like markup is text", () => {
  assert.deepEqual(brief(answerBlocks("<img src=x onerror=alert(1)>", [])), [["paragraph", "<img src=x onerror=alert(1)>"]]);
});

test("half a marker at the end of what has come so far is held back", () => {
  for (const half of [" [", " [1", " [1, ", "["]) assert.equal(withoutHalfMarker(`Ya${half}`), "Ya");
  for (const whole of ["Ya [1]", "Ya [sic", "Ya"]) assert.equal(withoutHalfMarker(whole), whole);
});

test("without markers", () => {
  assert.equal(withoutMarkers("Satu [1]. Dua [1, 2][3]."), "Satu. Dua.");
});
