/** Files on their way in: dropped anywhere or chosen, sent, followed until they can be asked. */

/** @import {Job} from "./types.js" */
import { api, Problem } from "./api.js";
import { announce, byId, h, icon, label } from "./dom.js";
import { preferences, t } from "./preferences.js";

const POLL_MS = 400;
/** Polling slows down to this for long jobs. */
const POLL_MOST_MS = 3000;

/** @param {{onAdded: () => void}} handlers told when documents may have been added */
export function createUploads({ onAdded }) {
  const list = byId("uploads");
  const input = /** @type {HTMLInputElement} */ (byId("files"));
  const overlay = byId("overlay");

  /** @param {File[]} files */
  async function send(files) {
    if (!files.length) return;
    const item = h("li", { class: "upload" });
    list.append(item);
    list.hidden = false;
    show(item, [t("upload.sending", { n: files.length })], null);
    try {
      finish(item, await follow(item, await api.upload(files, preferences.collection)));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      show(item, [error.message], dismiss(item));
      item.classList.add("trouble");
      announce(error.message);
    }
    onAdded();
  }

  /** @param {HTMLElement} item @param {Job} job @returns {Promise<Job>} the job, ended */
  async function follow(item, job) {
    for (let wait = POLL_MS; job.status === "queued" || job.status === "running"; wait = Math.min(wait * 1.3, POLL_MOST_MS)) {
      const words = t("upload.progress", { done: job.done, total: job.total });
      show(item, [words, h("progress", { value: job.done, max: job.total || 1, "aria-label": words })], null);
      await new Promise((resolve) => setTimeout(resolve, wait));
      job = await api.job(job.id);
    }
    return job;
  }

  /** @param {HTMLElement} item @param {Job} job */
  function finish(item, job) {
    const unchanged = job.unchanged ?? [];
    const ready = job.total - job.failed.length;
    const words = ready > 0 ? t("upload.done", { n: ready }) : "";
    const trouble = job.failed.length ? t("upload.trouble", { n: job.failed.length }) : "";
    const lines = [
      ...job.failed.map(({ name, reason }) => t("upload.failed", { name, reason })),
      ...unchanged.map((name) => t("upload.unchanged", { name })),
    ];
    show(item, [[words, trouble].filter(Boolean).join(" "), lines.length > 0 && h("ul", {}, lines.map((line) => h("li", { dir: "auto" }, line)))], dismiss(item));
    item.classList.toggle("trouble", job.failed.length > 0);
    announce([words, trouble, ...lines].filter(Boolean).join(" "));
  }

  /** @param {HTMLElement} item @param {(import("./dom.js").Child)[]} content @param {HTMLElement | null} button */
  function show(item, content, button) {
    item.replaceChildren(h("div", { class: "upload-what" }, ...content), ...(button ? [button] : []));
  }

  /** @param {HTMLElement} item */
  function dismiss(item) {
    const click = () => {
      item.remove();
      list.hidden = !list.children.length;
      byId("question").focus();
    };
    const button = h("button", { class: "tool", type: "button", on: { click } }, icon("close"));
    label(button, t("upload.dismiss"));
    return button;
  }

  input.addEventListener("change", () => {
    const files = [...(input.files ?? [])];
    // Emptied, so that choosing the same file again is a change again.
    input.value = "";
    void send(files);
  });

  /** @param {DragEvent} event */
  const hasFiles = (event) => event.dataTransfer?.types.includes("Files") ?? false;
  addEventListener("dragenter", (event) => {
    if (!hasFiles(event)) return;
    byId("overlay-text").textContent = t("upload.overlay", { name: preferences.collection });
    overlay.hidden = false;
  });
  addEventListener("dragover", (event) => hasFiles(event) && event.preventDefault());
  addEventListener("dragleave", (event) => {
    // The pointer has left the window, not just gone from one element to the next.
    if (!event.relatedTarget) overlay.hidden = true;
  });
  addEventListener("drop", (event) => {
    overlay.hidden = true;
    if (!hasFiles(event)) return;
    event.preventDefault();
    void send([...(event.dataTransfer?.files ?? [])]);
  });

  return { choose: () => input.click() };
}
