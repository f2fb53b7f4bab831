import assert from "node:assert/strict";
import { test } from "node:test";
import { formatDate, formatNumber, formatSeconds, placeName, webAddress } from "../../server/web/js/format.js";

test("dates as exact as they are given", () => {
  for (const [value, id, en] of [
    ["2025-10-29", "29 Oktober 2025", "29 October 2025"],
    ["2019-10", "Oktober 2019", "October 2019"],
    ["2025", "2025", "2025"],
    ["2025-01-01T23:30:00Z", "1 Januari 2025", "1 January 2025"],
    ["2025-01-01T23:30:00-07:00", "1 Januari 2025", "1 January 2025"],
    ["kemarin", "kemarin", "kemarin"],
    ["2025-02-31", "2025-02-31", "2025-02-31"],
    ["2025-13", "2025-13", "2025-13"],
    [null, "", ""],
  ]) {
    assert.equal(formatDate(value, "id"), id);
    assert.equal(formatDate(value, "en"), en);
  }
});

test("numbers and seconds", () => {
  assert.equal(formatNumber(4000, "id"), "4.000");
  assert.equal(formatNumber(4000, "en"), "4,000");
  assert.equal(formatSeconds(432, "id"), "0,43");
  assert.equal(formatSeconds(4000, "en"), "4");
  assert.equal(formatSeconds(73_400, "en"), "73");
});

test("places", () => {
  assert.equal(placeName("https://www.kabar.example/2025/10/a.html"), "kabar.example");
  assert.equal(placeName("file:///data/berita/a%20b.txt"), "a%20b.txt");
  assert.equal(placeName("berita\\a.txt"), "a.txt");
  assert.equal(placeName(null), "");
});

test("only web addresses are linked to", () => {
  for (const uri of ["javascript:alert(1)", " https://x", "data:text/html,x", "//x", "https://", "file:///etc/passwd", null]) assert.equal(webAddress(uri), null);
  assert.equal(webAddress("HTTPS://kabar.example/a").href, "https://kabar.example/a");
});
