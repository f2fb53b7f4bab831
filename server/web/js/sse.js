/**
 * Server-sent events read from a fetch body, after the WHATWG standard (EventSource itself can't POST).
 * Pure apart from the stream that `readEvents` is handed.
 */

/** @typedef {{event: string, data: string}} ServerEvent */

export class EventStreamParser {
  #buffer = "";
  #event = "";
  /** @type {string[]} */
  #data = [];
  #first = true;

  /**
   * Takes the next piece of decoded text; returns the events that it completes.
   * @param {string} chunk
   * @returns {ServerEvent[]}
   */
  push(chunk) {
    let text = this.#buffer + chunk;
    if (this.#first && text) {
      text = text.replace(/^\uFEFF/, "");
      this.#first = false;
    }
    // A lone \r at the very end may be the first half of \r\n: it waits for the next piece.
    const held = text.endsWith("\r") ? "\r" : "";
    const lines = text.slice(0, text.length - held.length).split(/\r\n|\n|\r/);
    this.#buffer = lines.pop() + held;
    return lines.flatMap((line) => this.#line(line));
  }

  /**
   * @param {string} line
   * @returns {ServerEvent[]}
   */
  #line(line) {
    if (line === "") return this.#dispatch();
    const colon = line.indexOf(":");
    if (colon === 0) return [];
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "event") this.#event = value;
    if (field === "data") this.#data.push(value);
    return [];
  }

  /** @returns {ServerEvent[]} */
  #dispatch() {
    const complete = this.#data.length ? [{ event: this.#event || "message", data: this.#data.join("\n") }] : [];
    this.#event = "";
    this.#data = [];
    return complete;
  }
}

/**
 * @param {ReadableStream<Uint8Array>} stream
 * @returns {AsyncGenerator<ServerEvent>}
 */
export async function* readEvents(stream) {
  const parser = new EventStreamParser();
  const decoder = new TextDecoder();
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield* parser.push(decoder.decode(value, { stream: true }));
    }
  } finally {
    // Leaving early (stop, an error event) must close the connection, so that the work upstream ends too.
    await reader.cancel().catch(() => {});
  }
}
