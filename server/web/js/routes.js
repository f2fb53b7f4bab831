/** Addresses of a place in a document: `/documents/<doc_id>?version=…#<start>-<end>`, offsets in code points. Pure. */

/** @import {Place} from "./types.js" */

/**
 * @param {string} url path, query and fragment; an absolute URL works too
 * @returns {Place | null} null when the address is no document's
 */
export function parsePlace(url) {
  const { pathname, searchParams, hash } = new URL(url, "http://kutip.invalid");
  const path = /^\/documents\/([^/]+)$/.exec(pathname);
  if (!path) return null;
  const span = /^#(\d+)-(\d+)$/.exec(hash);
  return {
    docId: decodeURIComponent(path[1]),
    version: searchParams.get("version"),
    start: span ? Number(span[1]) : 0,
    end: span ? Number(span[2]) : 0,
  };
}

/**
 * @param {Place} place
 * @returns {string}
 */
export function placeUrl({ docId, version, start, end }) {
  const query = version ? `?version=${encodeURIComponent(version)}` : "";
  return `/documents/${encodeURIComponent(docId)}${query}${end > start ? `#${start}-${end}` : ""}`;
}
