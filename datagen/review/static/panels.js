/** Panels over the page, one at a time: native dialogs, so that focus stays inside and Esc closes them. */

import { element } from "./elements.js";
import { renderShortcuts } from "./keys.js";

/**
 * Open a panel, or close it where it is open already.
 * @param {string} name also its class @param {string} title @param {() => Node[]} fill
 * @param {string} key that closes it again
 * @returns {HTMLDialogElement | null} null where it was closed
 */
export function togglePanel(name, title, fill, key) {
  const open = openPanel();
  open?.close();
  if (open?.dataset.panel === name) return null;
  const heading = `panel-${name}`;
  const dialog = element(
    "dialog",
    { class: `panel ${name}`, "data-panel": name, "data-key": key, "aria-labelledby": heading },
    element(
      "header",
      {},
      element("h2", { id: heading }, title),
      element(
        "button",
        { type: "button", class: "small", "aria-label": `Close ${title.toLowerCase()}`, click: () => dialog.close() },
        "Close ",
        element("kbd", { "aria-hidden": "true" }, "Esc"),
      ),
    ),
    element("div", { class: "panel-body", tabindex: "-1" }, fill()),
  );
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener("close", () => dialog.remove());
  // One that was closed a moment ago goes when its event comes; two at once would share their ids.
  for (const closed of document.querySelectorAll("dialog:not([open])")) closed.remove();
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** @returns {HTMLDialogElement | null} */
export function openPanel() {
  return document.querySelector("dialog[open]");
}

/**
 * Put new content in a panel that may have been closed meanwhile.
 * @param {HTMLDialogElement} dialog
 * @param {...Node} content
 */
export function fillPanel(dialog, ...content) {
  dialog.querySelector(".panel-body")?.replaceChildren(...content);
}

export function toggleHelp() {
  togglePanel(
    "help",
    "Keys",
    () => [
      renderShortcuts(),
      element(
        "p",
        { class: "quiet" },
        "No key works while you type in a field. Pointing at a claim lights the boxes and captions it rests on.",
      ),
    ],
    "?",
  );
}

/** @param {(id: string) => Promise<void>} jump rejects with the sentence to show */
export function toggleJump(jump) {
  const field = element("input", { type: "text", id: "jump-id", autocomplete: "off", spellcheck: "false" });
  const fault = element("p", { class: "fault", role: "alert" });
  const form = element(
    "form",
    {
      submit: async (event) => {
        event.preventDefault();
        try {
          if (field.value.trim()) await jump(field.value.trim());
          openPanel()?.close();
        } catch (error) {
          fault.replaceChildren(error.message);
          field.select();
        }
      },
    },
    element("label", { for: "jump-id" }, "Id of the sample"),
    element("div", { class: "row" }, field, element("button", { class: "strong" }, "Go")),
    fault,
  );
  if (togglePanel("jump", "Go to a card", () => [form], "g")) field.focus();
}
