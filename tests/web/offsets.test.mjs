import assert from "node:assert/strict";
import { test } from "node:test";
import { blocksOf, codePointLength, toUtf16 } from "../../server/web/js/offsets.js";

const TEXTS = ["", "Banyuwangi", "kopi ☕ enak", "𝒌𝓾𝓽𝓲𝓹", "a😀b👨‍👩‍👧c", "e\u0301 dan é", "سلام dunia", "😀\n😀\n"];

test("every slice by code points is the slice by converted offsets", () => {
  for (const text of TEXTS) {
    const points = [...text];
    for (let start = 0; start <= points.length; start += 1) {
      for (let end = start; end <= points.length; end += 1) {
        const [from, to] = toUtf16(text, [start, end]);
        assert.equal(text.slice(from, to), points.slice(start, end).join(""), `${text} ${start}-${end}`);
      }
    }
  }
});

test("offsets past the end are the end", () => {
  assert.deepEqual(toUtf16("😀", [0, 1, 9]), [0, 2, 2]);
});

test("a lone surrogate counts as one", () => {
  assert.deepEqual(toUtf16("a\ud83db", [2]), [2]);
});

test("length in code points", () => {
  for (const text of TEXTS) assert.equal(codePointLength(text), [...text].length);
});

test("blocks joined are the text, and the marked pieces joined are the marked span", () => {
  const text = "baris pertama\nbaris kedua\n\nbaris keempat tanpa akhir";
  for (const size of [1, 5, 14, 1000]) {
    for (let start = 0; start <= text.length; start += 1) {
      for (const end of [start, start + 1, start + 20, text.length]) {
        const pieces = blocksOf(text, start, end, size).flat();
        assert.equal(pieces.map((piece) => piece.text).join(""), text);
        const marked = pieces.filter((piece) => piece.marked).map((piece) => piece.text).join("");
        assert.equal(marked, text.slice(start, end), `${size}: ${start}-${end}`);
      }
    }
  }
});

test("blocks are cut only after a line end", () => {
  const blocks = blocksOf("satu\ndua\ntiga", 0, 0, 1).map((pieces) => pieces.map((piece) => piece.text).join(""));
  assert.deepEqual(blocks, ["satu\n", "dua\n", "tiga"]);
});

test("an empty text has no blocks", () => {
  assert.deepEqual(blocksOf("", 0, 0), []);
});
