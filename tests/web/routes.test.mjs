import assert from "node:assert/strict";
import { test } from "node:test";
import { parsePlace, placeUrl } from "../../server/web/js/routes.js";

test("an address that was made is read back the same", () => {
  for (const place of [
    { docId: "doc_1", version: "sha256:ab", start: 812, end: 934 },
    { docId: "a/b ?#ü", version: null, start: 0, end: 0 },
  ]) assert.deepEqual(parsePlace(placeUrl(place)), place);
});

test("what the service writes is understood, relative or absolute", () => {
  const place = { docId: "doc_1", version: "sha256:ab", start: 3, end: 9 };
  assert.deepEqual(parsePlace("/documents/doc_1?version=sha256:ab#3-9"), place);
  assert.deepEqual(parsePlace("http://127.0.0.1:8000/documents/doc_1?version=sha256%3Aab#3-9"), place);
});

test("a fragment that is no span marks nothing", () => {
  assert.deepEqual(parsePlace("/documents/doc_1#top"), { docId: "doc_1", version: null, start: 0, end: 0 });
});

test("other addresses are no place", () => {
  for (const url of ["/", "/documents/", "/documents/a/b", "/v1/documents/a"]) assert.equal(parsePlace(url), null);
});
