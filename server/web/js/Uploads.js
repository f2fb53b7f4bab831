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
      const done = job.done + job.failed.length;
      const words = t("upload.progress", { done, total: job.total });
      show(item, [words, h("progress", { value: done, max: job.total || 1, "aria-label": words })], null);
      await new Promise((resolve) => setTimeout(resolve, wait));
      job = await api.job(job.id);
    }
    return job;
  }

  /** @param {HTMLElement} item @param {Job} job */
  function finish(item, job) {
    const unchanged = job.unchanged ?? [];
    const words = job.done ? t("upload.done", { n: job.done }) : "";
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
    void dropped(/** @type {DataTransfer} */ (event.dataTransfer)).then(send);
  });

  return { choose: () => input.click() };
}

/**
 * The files of a drop, those inside dropped folders among them.
 * @param {DataTransfer} transfer
 * @returns {Promise<File[]>}
 */
async function dropped(transfer) {
  // Both lists are taken before the first await: they are emptied when the event is over.
  const files = [...transfer.files];
  const entries = [...transfer.items].filter(({ kind }) => kind === "file").map((item) => item.webkitGetAsEntry());
  return (await Promise.all(files.map((file, i) => (entries[i]?.isDirectory ? filesIn(entries[i]) : [file])))).flat();
}

/**
 * Files of a folder, named by their path, so that two of the same name stay two documents.
 * @param {any} entry FileSystemEntry
 * @returns {Promise<File[]>}
 */
async function filesIn(entry) {
  if (entry.name.startsWith(".")) return [];
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
    return [new File([file], entry.fullPath.slice(1), { type: file.type })];
  }
  const reader = entry.createReader();
  const found = [];
  let some;
  do {
    // A hundred at a time, and none at the end.
    some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    found.push(...some);
  } while (some.length);
  return (await Promise.all(found.map(filesIn))).flat();
}
