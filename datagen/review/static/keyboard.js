/** What a pressed key does: a panel that is open comes first, then the reasons, then the card. */

import { isTypingIn, shortcutOf } from "./keys.js";
import { openPanel } from "./panels.js";

/**
 * In the note, Enter and Escape lead back to the card.
 * @param {KeyboardEvent} event
 * @param {any} actions
 * @param {any} bar
 * @param {HTMLElement} card
 */
function handleKeyInNote(event, actions, bar, card) {
  if (event.isComposing || (event.key !== "Enter" && event.key !== "Escape")) return;
  event.preventDefault();
  if (bar.choosing() && event.key === "Enter") actions.confirm();
  else card.focus({ preventScroll: true });
}

/**
 * The key that opened a panel closes it; only the theme changes under it.
 * @param {KeyboardEvent} event
 * @param {any} actions
 * @param {HTMLDialogElement} panel
 */
function handleKeyInPanel(event, actions, panel) {
  const found = shortcutOf(event);
  if (found?.name === "theme") actions.theme();
  if (found?.key !== panel.dataset.key) return;
  event.preventDefault();
  panel.close();
}

/**
 * @param {KeyboardEvent} event
 * @param {Record<string, (key: string) => any>} actions by the names of the table of keys
 * @param {{note: HTMLElement | null, choosing: () => boolean}} bar @param {HTMLElement} card
 */
export function handleKey(event, actions, bar, card) {
  if (event.defaultPrevented) return;
  if (event.target === bar.note) return handleKeyInNote(event, actions, bar, card);
  const panel = openPanel();
  if (panel) return handleKeyInPanel(event, actions, panel);
  const target = event.target instanceof Element ? event.target : null;
  if (bar.choosing() && event.key === "Enter" && !isTypingIn(target) && !target?.closest("[data-native-enter]")) {
    event.preventDefault();
    return actions.confirm("Enter");
  }
  const found = shortcutOf(event);
  const scrolls = found?.name === "up" || found?.name === "down";
  if (!found || (scrolls && target?.closest(".findings, .captions, pre, .talk"))) return;
  event.preventDefault();
  actions[found.name](found.key);
}

/** @param {HTMLElement | null} column @param {number} direction 1 down, -1 up @param {string} key */
export function scrollColumn(column, direction, key) {
  column?.scrollBy({ top: direction * (key.startsWith("Page") ? column.clientHeight * 0.9 : 60) });
}
