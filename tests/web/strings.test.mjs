import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { STRINGS, languageFor, translate } from "../../server/web/js/strings.js";

const WEB = new URL("../../server/web/", import.meta.url);
const forms = (phrase) => (typeof phrase === "string" ? [phrase] : Object.values(phrase));
const names = (text) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

test("both languages have the same keys", () => {
  assert.deepEqual(Object.keys(STRINGS.id).sort(), Object.keys(STRINGS.en).sort());
});

test("both languages put in the same values", () => {
  for (const key of Object.keys(STRINGS.id)) {
    const [first, ...others] = [...forms(STRINGS.id[key]), ...forms(STRINGS.en[key])].map(names);
    for (const other of others) assert.deepEqual(other, first, key);
  }
});

test("every phrase that the page asks for exists, and every phrase is asked for", () => {
  const html = readFileSync(new URL("index.html", WEB), "utf8");
  const js = readdirSync(new URL("js/", WEB)).filter((name) => name !== "strings.js").map((name) => readFileSync(new URL(`js/${name}`, WEB), "utf8")).join("\n");
  const keys = Object.keys(STRINGS.id);
  const whole = [...html.matchAll(/data-t(?:-label)?="([^"]+)"/g), ...js.matchAll(/"([a-z]+\.[a-zA-Z]+)"/g)].map((match) => match[1]);
  const prefixes = [...js.matchAll(/t\(`([a-z]+\.)\$\{/g)].map((match) => match[1]);
  const asked = new Set(whole.filter((key) => keys.some((known) => known.split(".")[0] === key.split(".")[0])));
  assert.deepEqual([...asked].filter((key) => !keys.includes(key)), []);
  assert.deepEqual(keys.filter((key) => !asked.has(key) && !prefixes.some((prefix) => key.startsWith(prefix))), []);
});

test("values are put in as they are", () => {
  assert.equal(translate("id", "turn.searched", { question: "$& {question}" }), "Dicari: $& {question}");
});

test("English knows one and many", () => {
  assert.equal(translate("en", "sources.story", { n: 1 }), "also in 1 other source");
  assert.equal(translate("en", "sources.story", { n: 3 }), "also in 3 other sources");
  assert.equal(translate("id", "sources.story", { n: 3 }), "juga di 3 sumber lain");
});

test("a phrase that doesn't exist is an error", () => {
  assert.throws(() => translate("id", "nothing.here"), /nothing\.here/);
});

test("the page's language follows the browser's list", () => {
  assert.equal(languageFor(["id-ID", "en"]), "id");
  assert.equal(languageFor(["nl", "en-GB", "id"]), "en");
  assert.equal(languageFor(["ms-MY"]), "id");
  assert.equal(languageFor([]), "en");
});
