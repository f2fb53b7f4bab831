/** The conversation kept for this tab, so that a reload doesn't lose it. Not longer than the tab: it quotes people's documents. */

/** @import {Turn} from "./types.js" */
import { settled } from "./answer-model.js";

const KEY = "kutip.conversation";

/** @returns {Turn[]} */
export function loadTurns() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "[]").map(settled);
  } catch {
    return [];
  }
}

/**
 * Keeps the turns; where they don't fit, the oldest go.
 * @param {Turn[]} turns
 */
export function saveTurns(turns) {
  for (let from = 0; from <= turns.length; from += 1) {
    try {
      sessionStorage.setItem(KEY, JSON.stringify(turns.slice(from)));
      return;
    } catch {
      // Full (or forbidden, and then every round fails and nothing is kept).
    }
  }
}
