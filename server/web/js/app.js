/** The page put together: which part tells which. */

/** @import {Collection, DocumentInfo, Place} from "./types.js" */
import { api, Problem } from "./api.js";
import { hideCard } from "./CitationCard.js";
import { createComposer } from "./Composer.js";
import { createConversation } from "./Conversation.js";
import { showDocument } from "./DocumentView.js";
import { byId, h, icon, label, translatePage } from "./dom.js";
import { createEmptyState } from "./EmptyState.js";
import { listenToKeys } from "./keys.js";
import { createLibrary } from "./Library.js";
import { closePanel, panelKind } from "./Panel.js";
import { changes, nextTheme, preferences, t } from "./preferences.js";
import { parsePlace, placeUrl } from "./routes.js";
import { watchServer } from "./ServerBanner.js";
import { createUploads } from "./Uploads.js";

/** Documents looked at for the suggestions of the empty page. */
const SAMPLE = 50;

/** @type {{collections: Collection[], sample: DocumentInfo[]}} */
const shelf = { collections: [], sample: [] };

const composer = createComposer({ onAsk: (question) => void conversation.ask(question), onStop: () => conversation.stop() });
const uploads = createUploads({ onAdded: shelfChanged });
const library = createLibrary({ onOpen: (place) => openDocument(place, null), onAdd: uploads.choose, onChanged: loadShelf });
const emptyState = createEmptyState({ onAsk: (question) => void conversation.ask(question), onAdd: uploads.choose });
const conversation = createConversation({
  empty: emptyState.element,
  onOpen: openDocument,
  onEdit: composer.edit,
  onBusy: composer.setBusy,
});

/** @param {Place} place @param {string | null} quote */
function openDocument(place, quote) {
  hideCard();
  const url = placeUrl(place);
  if (panelKind() === "document") history.replaceState({ quote }, "", url);
  else history.pushState({ quote }, "", url);
  void showDocument(place, quote, (other) => openDocument(other, null));
}

/** Shows what the address names: a document, or none. */
function followAddress() {
  const place = parsePlace(location.href);
  if (place) void showDocument(place, history.state?.quote ?? null, (other) => openDocument(other, null));
  else if (panelKind() === "document") closePanel();
}

function leavePanel() {
  if (parsePlace(location.href)) history.replaceState(null, "", "/");
  closePanel();
}

function openLibrary() {
  if (parsePlace(location.href)) history.replaceState(null, "", "/");
  void library.open();
}

function shelfChanged() {
  void loadShelf();
  void library.refresh();
}

async function loadShelf() {
  try {
    shelf.collections = await api.collections();
    if (shelf.collections.length && !shelf.collections.some(({ name }) => name === preferences.collection)) {
      preferences.collection = shelf.collections[0].name;
      return;
    }
    shelf.sample = (await api.documents(preferences.collection, SAMPLE)).data;
  } catch (error) {
    // A server that is gone has its own banner; anything else is told when something is asked of it.
    if (!(error instanceof Problem)) throw error;
  }
  drawShelf();
}

function drawShelf() {
  const names = shelf.collections.map(({ name }) => name);
  const picker = byId("collection");
  picker.replaceChildren(...(names.length ? names : [preferences.collection]).map((name) => h("option", { value: name }, name)));
  picker.value = preferences.collection;
  emptyState.show(shelf.collections.find(({ name }) => name === preferences.collection), shelf.sample);
}

function drawPage() {
  document.documentElement.lang = preferences.language;
  document.title = t("page.title");
  translatePage();
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(/** @type {HTMLElement} */ (button).dataset.language === preferences.language));
  }
  drawTheme();
  drawShelf();
}

function drawTheme() {
  byId("theme").replaceChildren(icon(preferences.theme));
  label(byId("theme"), t(`theme.${preferences.theme}`));
}

byId("theme").addEventListener("click", () => {
  nextTheme();
  drawTheme();
});
for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", () => {
    preferences.language = /** @type {HTMLElement} */ (button).dataset.language === "en" ? "en" : "id";
  });
}
changes.addEventListener("language", () => {
  drawPage();
  if (panelKind() === "library") void library.redraw();
  else followAddress();
});
changes.addEventListener("collection", () => {
  void loadShelf();
  void library.redraw();
});
byId("collection").addEventListener("change", (/** @type {Event} */ event) => {
  preferences.collection = /** @type {HTMLSelectElement} */ (event.target).value;
});
byId("new-conversation").addEventListener("click", () => {
  conversation.clear();
  leavePanel();
  composer.focus();
});
byId("open-library").addEventListener("click", () => (panelKind() === "library" ? leavePanel() : openLibrary()));
byId("panel-back").addEventListener("click", openLibrary);
byId("panel-close").addEventListener("click", leavePanel);
byId("attach").addEventListener("click", uploads.choose);
addEventListener("popstate", followAddress);
listenToKeys({
  ask: composer.focus,
  documents: openLibrary,
  close() {
    if (hideCard()) return true;
    const open = panelKind() !== null;
    leavePanel();
    return open;
  },
});
watchServer(shelfChanged);

drawPage();
void loadShelf();
followAddress();
document.documentElement.dataset.ready = "";
