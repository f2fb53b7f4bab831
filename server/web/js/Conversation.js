/** The turns of the conversation: asking, streaming, stopping, keeping. */

/** @import {Open, ProblemBody, Turn} from "./types.js" */
import { applyEvent, isBusy, messagesOf, newTurn } from "./answer-model.js";
import { withoutMarkers } from "./answer-text.js";
import { api, Problem } from "./api.js";
import { loadTurns, saveTurns } from "./conversation-store.js";
import { announce, byId } from "./dom.js";
import { toMarkdown } from "./markdown.js";
import { changes, preferences, t } from "./preferences.js";
import { createTurn } from "./Turn.js";

/**
 * @param {object} options
 * @param {HTMLElement} options.empty shown while there is no turn
 * @param {Open} options.onOpen
 * @param {(question: string) => void} options.onEdit
 * @param {(busy: boolean) => void} options.onBusy
 */
export function createConversation({ empty, onOpen, onEdit, onBusy }) {
  const root = byId("conversation");
  /** @type {Turn[]} */
  let turns = loadTurns();
  /** @type {Map<string, ReturnType<typeof createTurn>>} */
  const views = new Map();
  /** @type {AbortController | null} */
  let running = null;

  const handlers = { onOpen, onRetry: retry, onEdit: (/** @type {Turn} */ turn) => onEdit(turn.question), onCopy: copy };

  function show() {
    root.setAttribute("aria-label", t("talk.label"));
    root.classList.toggle("bare", !turns.length);
    if (!turns.length) root.replaceChildren(empty);
    else empty.remove();
    for (const turn of turns) {
      if (views.has(turn.id)) continue;
      const view = createTurn(turn, handlers);
      views.set(turn.id, view);
      root.append(view.element);
    }
  }

  /** @param {Turn} turn */
  function keep(turn) {
    turns = turns.map((each) => (each.id === turn.id ? turn : each));
    views.get(turn.id)?.update(turn);
  }

  /** @param {string} question */
  function ask(question) {
    const turn = newTurn(crypto.randomUUID?.() ?? `${Date.now()}-${turns.length}`, question);
    const messages = messagesOf(turns);
    turns = [...turns, turn];
    show();
    views.get(turn.id)?.element.scrollIntoView({ block: "start" });
    return run(turn, messages);
  }

  /** @param {Turn} old */
  function retry(old) {
    const messages = messagesOf(turns.slice(0, turns.findIndex((turn) => turn.id === old.id)));
    return run(newTurn(old.id, old.question), messages);
  }

  /** @param {Turn} turn @param {{role: string, content: string}[]} messages */
  async function run(turn, messages) {
    running?.abort();
    const controller = (running = new AbortController());
    onBusy(true);
    keep(turn);
    try {
      const request = { question: turn.question, messages, collection: preferences.collection };
      for await (const { event, data } of api.answer(request, controller.signal)) {
        // The conversation may have been begun anew meanwhile.
        if (controller.signal.aborted) break;
        turn = applyEvent(turn, event, data);
        keep(turn);
        // The connection may close later than the page.
        if (!isBusy(turn)) saveTurns(turns);
      }
    } catch (error) {
      if (!controller.signal.aborted) turn = applyEvent(turn, "error", problemBody(error));
    }
    if (isBusy(turn)) turn = { ...turn, phase: "stopped" };
    keep(turn);
    saveTurns(turns);
    if (running !== controller) return;
    running = null;
    onBusy(false);
    if (turn.phase === "done") announce(t("turn.ready", { answer: withoutMarkers(turn.text) }));
    if (turn.phase === "stopped") announce(t("turn.stopped"));
  }

  /** @param {Turn} turn */
  async function copy(turn) {
    await navigator.clipboard.writeText(toMarkdown(turn, preferences.language));
    announce(t("turn.copied"));
  }

  changes.addEventListener("language", () => {
    root.setAttribute("aria-label", t("talk.label"));
    for (const view of views.values()) view.redraw();
  });
  show();
  if (turns.length) views.get(turns[turns.length - 1].id)?.element.scrollIntoView({ block: "start" });

  return {
    ask,
    stop() {
      running?.abort();
    },
    clear() {
      running?.abort();
      turns = [];
      views.clear();
      root.replaceChildren();
      saveTurns(turns);
      show();
    },
  };
}

/** @param {unknown} error @returns {ProblemBody} */
function problemBody(error) {
  return error instanceof Problem ? error.body : { status: 500, title: "", detail: String(error) };
}
