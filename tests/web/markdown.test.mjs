import assert from "node:assert/strict";
import { test } from "node:test";
import { toMarkdown } from "../../server/web/js/markdown.js";

test("markers become footnotes with quote, title, address and date", () => {
  const turn = {
    question: "Siapa\ndirekturnya?",
    text: "Edwin [1]. Ya [1, 2].",
    citations: [
      { n: 1, source: 1, quote: "Direktur\nEdwin" },
      { n: 2, source: 2, quote: "Ya" },
    ],
    sources: [
      { n: 1, title: "Kunjungan", uri: "a.txt", published_at: "2025-10-29" },
      { n: 2, title: "", uri: "b.txt", published_at: null },
    ],
  };
  assert.equal(
    toMarkdown(turn, "id"),
    "## Siapa direkturnya?\n\nEdwin[^1]. Ya[^1][^2].\n\n[^1]: “Direktur Edwin” — Kunjungan, a.txt, 29 Oktober 2025\n[^2]: “Ya” — b.txt\n",
  );
});
