/**
 * Types only: nothing here is loaded by the page. First the shapes of the wire contract that it reads.
 *
 * @typedef {{start: number, end: number}} Location
 *
 * @typedef {object} Citation
 * @property {number} n the number in the answer's marker `[n]`
 * @property {number} start span of the answer that it supports, code points
 * @property {number} end
 * @property {number} source `n` of the source
 * @property {string} doc_id
 * @property {string} version
 * @property {string} quote
 * @property {Location} location
 * @property {"verbatim" | "supported" | "partial" | "unsupported"} support
 *
 * @typedef {object} Source
 * @property {number} n
 * @property {string} doc_id
 * @property {string} version
 * @property {string} title
 * @property {string} uri
 * @property {string | null} author
 * @property {string | null} published_at
 * @property {string | null} language
 * @property {string} text
 * @property {boolean} cited
 * @property {number[]} [same_story]
 * @property {string} view_url
 *
 * @typedef {{about: string, values: {value: string, date: string | null, citations: number[]}[]}} Conflict
 *
 * @typedef {object} Answer
 * @property {string} id
 * @property {string} model
 * @property {string} question
 * @property {string} standalone_question
 * @property {"answered" | "partial" | "abstained"} status
 * @property {string} answer
 * @property {string} language
 * @property {Citation[]} citations
 * @property {Source[]} sources
 * @property {Conflict[]} [conflicts]
 * @property {string[]} [missing]
 * @property {string[]} [warnings]
 * @property {{total_ms?: number}} [timings]
 *
 * @typedef {object} DocumentInfo
 * @property {string} doc_id
 * @property {string} uri
 * @property {string} title
 * @property {string} version
 * @property {string | null} language
 * @property {string | null} published_at
 * @property {string | null} author
 * @property {number} passages
 *
 * @typedef {object} Job
 * @property {string} id
 * @property {"queued" | "running" | "done" | "failed"} status
 * @property {number} total
 * @property {number} done files finished, failed ones not among them
 * @property {{name: string, reason: string}[]} failed
 * @property {string[]} [unchanged]
 *
 * @typedef {{name: string, documents: number, passages: number}} Collection
 *
 * @typedef {{title: string, detail: string, status: number}} ProblemBody
 *
 * And the page's own.
 *
 * @typedef {object} Place a stretch of a document
 * @property {string} docId
 * @property {string | null} version null means the current one
 * @property {number} start code points
 * @property {number} end equal to `start` when nothing is to be shown marked
 *
 * @typedef {(place: Place, quote: string | null) => void} Open `quote`: what the citation says stands there
 *
 * @typedef {object} Turn
 * @property {string} id
 * @property {string} question as typed
 * @property {"asking" | "reading" | "writing" | "done" | "stopped" | "failed"} phase
 * @property {Source[]} sources
 * @property {string} text the answer so far
 * @property {Citation[]} citations
 * @property {Answer | null} answer the whole object, once it has come
 * @property {ProblemBody | null} problem
 *
 * @typedef {object} TurnHandlers
 * @property {Open} onOpen
 * @property {(turn: Turn) => void} onRetry
 * @property {(turn: Turn) => void} onEdit
 * @property {(turn: Turn) => void} onCopy
 *
 * @typedef {{source: Source, citations: Citation[]}} ShownSource a source with its citations
 *
 * @typedef {{value: string, date: string | null, citation: Citation | null, source: Source | null}} ConflictRow
 *
 * @typedef {{kind: "text", text: string, claims: number[]}} TextToken `claims`: positions in `citations` of those that support it
 * @typedef {{kind: "marker", text: string, n: number, citation: number | null}} MarkerToken `citation`: position in `citations`; null while unknown
 * @typedef {TextToken | MarkerToken} Token
 * @typedef {{kind: "paragraph" | "bullets" | "numbers", items: Token[][]}} Block
 */
export {};
