/** The question box, with its limit, its send and stop button. */

import { byId, icon, label } from "./dom.js";
import { formatNumber } from "./format.js";
import { codePointLength } from "./offsets.js";
import { changes, preferences, t } from "./preferences.js";

const LIMIT = 4000;
/** From here on the count is shown. */
const NEAR = 3500;

/**
 * @param {{onAsk: (question: string) => void, onStop: () => void}} handlers
 */
export function createComposer({ onAsk, onStop }) {
  const form = byId("composer");
  const box = /** @type {HTMLTextAreaElement} */ (byId("question"));
  const send = /** @type {HTMLButtonElement} */ (byId("send"));
  const count = byId("count");
  let busy = false;

  function show() {
    const length = codePointLength(box.value);
    const tooLong = length > LIMIT;
    const numbers = { count: formatNumber(length, preferences.language), limit: formatNumber(LIMIT, preferences.language) };
    count.textContent = tooLong ? t("ask.tooLong", numbers) : length >= NEAR ? t("ask.count", numbers) : "";
    count.classList.toggle("over", tooLong);
    box.setAttribute("aria-invalid", String(tooLong));
    box.placeholder = t("ask.placeholder");
    send.disabled = !busy && (tooLong || !box.value.trim());
    send.replaceChildren(icon(busy ? "stop" : "send"));
    send.classList.toggle("stopping", busy);
    label(send, t(busy ? "ask.stop" : "ask.send"));
    box.style.height = "auto";
    box.style.height = `${box.scrollHeight}px`;
  }

  form.addEventListener("submit", (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    if (busy) {
      onStop();
      return;
    }
    const question = box.value.trim();
    if (!question || codePointLength(box.value) > LIMIT) return;
    box.value = "";
    show();
    onAsk(question);
  });
  box.addEventListener("keydown", (event) => {
    // While an input method composes a word, Enter chooses it.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (!busy) form.requestSubmit();
  });
  box.addEventListener("input", show);
  changes.addEventListener("language", show);
  show();

  return {
    /** @param {boolean} now */
    setBusy(now) {
      busy = now;
      show();
    },
    /** @param {string} question */
    edit(question) {
      box.value = question;
      show();
      box.focus();
    },
    focus() {
      box.focus();
    },
  };
}
