/** The service's calls that the page makes. Whatever goes wrong is a `Problem` with a sentence for the reader. */

/** @import {Collection, DocumentInfo, Job, ProblemBody} from "./types.js" */
import { t } from "./preferences.js";
import { readEvents } from "./sse.js";

export class Problem extends Error {
  /** @param {ProblemBody} body `status` 0: the server can't be reached */
  constructor(body) {
    super(body.detail || body.title);
    this.body = body;
  }

  get offline() {
    return this.body.status === 0;
  }
}

/** Dispatches "gone" when the server can't be reached, and "back" when a call has come through. */
export const connection = new EventTarget();

/**
 * @param {string} path
 * @param {RequestInit} [options]
 * @returns {Promise<Response>} a good one
 */
async function call(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch (error) {
    if (options?.signal?.aborted) throw error;
    connection.dispatchEvent(new Event("gone"));
    throw new Problem({ status: 0, title: "", detail: t("server.gone") });
  }
  connection.dispatchEvent(new Event("back"));
  if (response.ok) return response;
  /** @type {Partial<ProblemBody>} */
  const body = await response.json().catch(() => ({}));
  const detail = typeof body.detail === "string" ? body.detail : body.title;
  throw new Problem({ status: response.status, title: body.title ?? "", detail: detail || t("server.unclear", { status: response.status }) });
}

/** @param {string} path @param {RequestInit} [options] @returns {Promise<any>} */
async function json(path, options) {
  return (await call(path, options)).json();
}

/** @param {string} docId */
const documentPath = (docId) => `/v1/documents/${encodeURIComponent(docId)}`;

export const api = {
  /** @returns {Promise<Collection[]>} */
  async collections() {
    return (await json("/v1/collections")).data;
  },

  /** @param {string} collection @param {number} limit @param {string | null} [cursor] @returns {Promise<{data: DocumentInfo[], next: string | null}>} */
  documents(collection, limit, cursor) {
    const query = new URLSearchParams({ collection, limit: String(limit), ...(cursor ? { cursor } : {}) });
    return json(`/v1/documents?${query}`);
  },

  /** @param {string} docId @returns {Promise<DocumentInfo>} */
  document(docId) {
    return json(documentPath(docId));
  },

  /** @param {string} docId @param {string | null} version @returns {Promise<{text: string, version: string}>} */
  text(docId, version) {
    return json(`${documentPath(docId)}/text${version ? `?version=${encodeURIComponent(version)}` : ""}`);
  },

  /** @param {string} docId */
  async remove(docId) {
    await call(documentPath(docId), { method: "DELETE" });
  },

  /** @param {File[]} files @param {string} collection @returns {Promise<Job>} */
  async upload(files, collection) {
    const body = new FormData();
    body.append("collection", collection);
    for (const file of files) body.append("files", file, file.name);
    return (await json("/v1/documents", { method: "POST", body })).job;
  },

  /** @param {string} id @returns {Promise<Job>} */
  job(id) {
    return json(`/v1/jobs/${encodeURIComponent(id)}`);
  },

  /** Whether the server answers at all. */
  async alive() {
    await call("/healthz");
  },

  /**
   * The events of an answer as it is made. Ends after `done` or `error`; a connection that breaks before is a Problem.
   * @param {{question: string, messages: {role: string, content: string}[], collection: string}} request
   * @param {AbortSignal} signal
   * @returns {AsyncGenerator<{event: string, data: any}>}
   */
  async *answer(request, signal) {
    const response = await call("/v1/answer", {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
      body: JSON.stringify({ ...request, stream: true }),
      signal,
    });
    let ended = false;
    try {
      for await (const { event, data } of readEvents(/** @type {ReadableStream<Uint8Array>} */ (response.body))) {
        yield { event, data: JSON.parse(data) };
        ended ||= event === "done" || event === "error";
      }
    } catch (error) {
      if (signal.aborted || !(error instanceof TypeError)) throw error;
    }
    if (!ended) throw new Problem({ status: 502, title: "", detail: t("server.cut") });
  },
};
