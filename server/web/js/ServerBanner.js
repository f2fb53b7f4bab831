/** Says that the server is gone, tries again, and says when it is back. */

import { api, connection } from "./api.js";
import { announce, byId, h, icon } from "./dom.js";
import { t } from "./preferences.js";

const RETRY_MS = 3000;

/** @param {() => void} onBack */
export function watchServer(onBack) {
  const banner = byId("banner");

  function retry() {
    // Failing, it dispatches "gone" again, coming through "back": both are heard below.
    api.alive().catch(() => {});
  }

  connection.addEventListener("gone", () => {
    if (banner.hidden) {
      banner.replaceChildren(icon("unsupported"), h("span", {}, t("server.gone")), h("button", { class: "plain", type: "button", on: { click: retry } }, t("server.retry")));
      banner.hidden = false;
    }
    setTimeout(() => !banner.hidden && retry(), RETRY_MS);
  });
  connection.addEventListener("back", () => {
    if (banner.hidden) return;
    banner.hidden = true;
    announce(t("server.back"));
    onBack();
  });
}
