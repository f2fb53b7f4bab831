/** Offsets on the wire count Unicode code points; JavaScript strings count UTF-16 units. Pure. */

/**
 * UTF-16 offsets of ascending code-point offsets, in one pass over the text. Past the end means the end.
 * @param {string} text
 * @param {number[]} codePoints ascending
 * @returns {number[]}
 */
export function toUtf16(text, codePoints) {
  const found = [];
  let unit = 0;
  let point = 0;
  for (const wanted of codePoints) {
    while (point < wanted && unit < text.length) {
      unit += width(text, unit);
      point += 1;
    }
    found.push(unit);
  }
  return found;
}

/**
 * @param {string} text
 * @returns {number} how many code points the text has
 */
export function codePointLength(text) {
  let count = 0;
  for (let unit = 0; unit < text.length; unit += width(text, unit)) count += 1;
  return count;
}

/** @param {string} text @param {number} unit */
function width(text, unit) {
  return /** @type {number} */ (text.codePointAt(unit)) > 0xffff ? 2 : 1;
}

/**
 * A long text as blocks of about `size` UTF-16 units, each cut after a line end, so that a browser lays out only the
 * blocks on screen. Within a block the pieces that lie inside [start, end) are marked. Joined, the pieces are the text.
 * @param {string} text
 * @param {number} start UTF-16, inclusive
 * @param {number} end UTF-16, exclusive; not after `start` means nothing is marked
 * @param {number} [size]
 * @returns {{text: string, marked: boolean}[][]}
 */
export function blocksOf(text, start, end, size = 4000) {
  const blocks = [];
  for (let from = 0; from < text.length; ) {
    const line = text.indexOf("\n", Math.min(from + size, text.length));
    const to = line < 0 ? text.length : line + 1;
    blocks.push(
      [
        { text: text.slice(from, clamp(start, from, to)), marked: false },
        { text: text.slice(clamp(start, from, to), clamp(end, from, to)), marked: true },
        { text: text.slice(Math.max(clamp(start, from, to), clamp(end, from, to)), to), marked: false },
      ].filter((piece) => piece.text),
    );
    from = to;
  }
  return blocks;
}

/** @param {number} value @param {number} low @param {number} high */
function clamp(value, low, high) {
  return Math.min(Math.max(value, low), high);
}
