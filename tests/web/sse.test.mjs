import assert from "node:assert/strict";
import { test } from "node:test";
import { EventStreamParser, readEvents } from "../../server/web/js/sse.js";

const parse = (...chunks) => {
  const parser = new EventStreamParser();
  return chunks.flatMap((chunk) => parser.push(chunk));
};

const STREAM = 'event: retrieval\ndata: {"sources":[]}\n\n: a comment\n\nevent: delta\ndata: {"text":"Halo"}\n\n';
const EVENTS = [
  { event: "retrieval", data: '{"sources":[]}' },
  { event: "delta", data: '{"text":"Halo"}' },
];

test("events come out in order, comments don't", () => {
  assert.deepEqual(parse(STREAM), EVENTS);
});

test("any cut between two pieces gives the same events", () => {
  for (const ends of ["\n", "\r\n", "\r"]) {
    // A stream that ends in a lone \r can't be known to be complete: a comment follows.
    const stream = STREAM.replaceAll("\n", ends) + ":\n";
    for (let cut = 0; cut <= stream.length; cut += 1) {
      assert.deepEqual(parse(stream.slice(0, cut), stream.slice(cut)), EVENTS, `${JSON.stringify(ends)} cut at ${cut}`);
    }
  }
});

test("several data lines are joined by a line feed; one space after the colon goes", () => {
  assert.deepEqual(parse("data: a\ndata:  b\ndata\n\n"), [{ event: "message", data: "a\n b\n" }]);
});

test("an event without data, or without its blank line, is not dispatched", () => {
  assert.deepEqual(parse("event: delta\n\ndata: unfinished\n"), []);
});

test("an event's name doesn't stick to the next", () => {
  assert.deepEqual(parse("event: done\ndata: 1\n\ndata: 2\n\n").map(({ event }) => event), ["done", "message"]);
});

test("a byte order mark and fields of no concern are passed over", () => {
  assert.deepEqual(parse("\uFEFFid: 4\nretry: 10\ndata: x\n\n"), [{ event: "message", data: "x" }]);
});

test("a stream of bytes is decoded across cuts inside a character", async () => {
  const bytes = new TextEncoder().encode("data: kopi ☕ 𝒌\n\n");
  const stream = new ReadableStream({
    start(controller) {
      for (const byte of bytes) controller.enqueue(new Uint8Array([byte]));
      controller.close();
    },
  });
  assert.deepEqual(await Array.fromAsync(readEvents(stream)), [{ event: "message", data: "kopi ☕ 𝒌" }]);
});

test("leaving the loop early cancels the stream", async () => {
  let cancelled = false;
  const stream = new ReadableStream({
    pull: (controller) => controller.enqueue(new TextEncoder().encode("data: more\n\n")),
    cancel: () => (cancelled = true),
  });
  for await (const event of readEvents(stream)) {
    assert.equal(event.data, "more");
    break;
  }
  assert.ok(cancelled);
});
