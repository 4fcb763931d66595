/**
 * The one table of keys; no shortcut fires while a field is typed in, with a modifier held, or while text is composed.
 */

import { element } from "./elements.js";

/** @typedef {{name: string, keys: string[], says: string, group: string, repeats?: boolean}} Shortcut */

/** @type {Shortcut[]} */
export const SHORTCUTS = [
  { name: "accept", keys: ["a"], says: "Accept", group: "Decide" },
  { name: "reject", keys: ["r"], says: "Reject: then 1 to 9 choose reasons, Enter confirms", group: "Decide" },
  {
    name: "reason",
    keys: ["1", "2", "3", "4", "5", "6", "7", "8", "9"],
    says: "Reject at once for that one reason",
    group: "Decide",
  },
  { name: "skip", keys: ["s"], says: "Skip", group: "Decide" },
  { name: "flag", keys: ["f"], says: "Flag for a second look", group: "Decide" },
  { name: "undo", keys: ["u"], says: "Undo the last decision", group: "Decide" },
  { name: "edit", keys: ["e"], says: "Edit: Ctrl+Enter saves, Esc leaves", group: "Decide" },
  { name: "note", keys: ["m"], says: "Write a note to go with the decision", group: "Decide" },
  { name: "next", keys: ["j", "ArrowRight", "n"], says: "Next card", group: "Move", repeats: true },
  { name: "previous", keys: ["k", "ArrowLeft", "p"], says: "Previous card", group: "Move", repeats: true },
  { name: "jump", keys: ["g"], says: "Go to an id", group: "Move" },
  { name: "search", keys: ["/"], says: "Search", group: "Move" },
  { name: "queue", keys: ["q"], says: "Queues and filters", group: "Move" },
  { name: "down", keys: ["ArrowDown", "PageDown"], says: "Scroll the conversation down", group: "Look", repeats: true },
  { name: "up", keys: ["ArrowUp", "PageUp"], says: "Scroll the conversation up", group: "Look", repeats: true },
  { name: "boxes", keys: ["b"], says: "Boxes on or off", group: "Look" },
  { name: "difference", keys: ["d"], says: "What an edit changed", group: "Look" },
  { name: "provenance", keys: ["i"], says: "Where the sample comes from", group: "Look" },
  { name: "statistics", keys: ["v"], says: "Statistics", group: "Look" },
  { name: "theme", keys: ["t"], says: "Light, dark or as the system", group: "Look" },
  { name: "help", keys: ["?"], says: "This help", group: "Look" },
  { name: "close", keys: ["Escape"], says: "Close what is open", group: "Look" },
];

const KEY_SYMBOLS = {
  ArrowRight: "→",
  ArrowLeft: "←",
  ArrowDown: "↓",
  ArrowUp: "↑",
  PageDown: "Page ↓",
  PageUp: "Page ↑",
  Escape: "Esc",
};

/** @param {EventTarget | null} target */
export function isTypingIn(target) {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

/**
 * The key as the table writes it; on a layout without Latin letters the place of the key counts.
 * @param {KeyboardEvent} event
 */
function keyOf(event) {
  if (event.key.length === 1 && /[a-z0-9?/]/i.test(event.key)) return event.key.toLowerCase();
  if (event.key.length > 1 || event.shiftKey) return event.key;
  const place = /^(?:Key|Digit)(\w)$/.exec(event.code);
  return place ? place[1].toLowerCase() : event.key;
}

/**
 * The shortcut that an event stands for, or null.
 * @param {KeyboardEvent} event @returns {{name: string, key: string} | null}
 */
export function shortcutOf(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.keyCode === 229) return null;
  if (isTypingIn(event.target)) return null;
  const key = keyOf(event);
  const found = SHORTCUTS.find((shortcut) => shortcut.keys.includes(key));
  return found && (!event.repeat || found.repeats) ? { name: found.name, key } : null;
}

/** The keys by group, for the help. */
export function renderShortcuts() {
  const groups = [...new Set(SHORTCUTS.map((shortcut) => shortcut.group))];
  return element(
    "div",
    { class: "shortcuts" },
    groups.map((group) =>
      element(
        "section",
        {},
        element("h3", {}, group),
        element(
          "dl",
          {},
          SHORTCUTS.filter((shortcut) => shortcut.group === group).map((shortcut) => {
            const shown = shortcut.name === "reason" ? ["1", "…", "9"] : shortcut.keys;
            const caps = shown.map((key) => (key === "…" ? " … " : element("kbd", {}, KEY_SYMBOLS[key] ?? key)));
            return element("div", {}, element("dt", {}, caps), element("dd", {}, shortcut.says));
          }),
        ),
      ),
    ),
  );
}
