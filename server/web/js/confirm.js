/** Asks before something is done that can't be undone. */

import { byId } from "./dom.js";
import { t } from "./preferences.js";

const dialog = /** @type {HTMLDialogElement} */ (byId("confirm"));
byId("confirm-no").addEventListener("click", () => dialog.close("no"));
byId("confirm-yes").addEventListener("click", () => dialog.close("yes"));

/**
 * @param {string} title of the document
 * @returns {Promise<boolean>}
 */
export function confirmDelete(title) {
  byId("confirm-text").textContent = t("confirm.text", { title });
  // Escape closes without a value: that is a no, whatever the answer before was.
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true }));
}
