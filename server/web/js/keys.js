/** Keys that work anywhere on the page, and the dialog that lists them. */

import { byId } from "./dom.js";
import { preferences } from "./preferences.js";

/**
 * @param {object} actions
 * @param {() => void} actions.ask
 * @param {() => void} actions.documents
 * @param {() => boolean} actions.close closes the topmost thing; false when there was none
 */
export function listenToKeys({ ask, documents, close }) {
  const dialog = /** @type {HTMLDialogElement} */ (byId("keys"));
  const enabled = /** @type {HTMLInputElement} */ (byId("shortcuts"));
  const showKeys = () => dialog.showModal();
  byId("open-keys").addEventListener("click", showKeys);
  byId("keys-close").addEventListener("click", () => dialog.close());
  enabled.checked = preferences.shortcuts;
  // WCAG 2.1.4: shortcuts of a single character can be turned off.
  enabled.addEventListener("change", () => (preferences.shortcuts = enabled.checked));

  /** @type {Record<string, () => void>} */
  const shortcuts = { "/": ask, "?": showKeys, d: documents };
  addEventListener("keydown", (event) => {
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "Escape") {
      if (close()) event.preventDefault();
      return;
    }
    const typing = event.target instanceof Element && event.target.matches("input, textarea, select");
    const shortcut = shortcuts[event.key];
    if (!shortcut || typing || !preferences.shortcuts || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    shortcut();
  });
}
