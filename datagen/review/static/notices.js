/**
 * What the page says of itself: a short toast with undo, alarms that stay until they are dealt with, words for screen
 * readers.
 */

import { element, fixture, keyButton } from "./elements.js";

const TOAST_MS = 6000;
let toastTimer = 0;

/** Said once by screen readers. @param {string} sentence */
export function speak(sentence) {
  fixture("spoken").textContent = sentence;
}

/** In the room that the line at the top has free. @param {string} sentence @param {(() => void) | null} [undo] */
export function showToast(sentence, undo = null) {
  const toast = fixture("toast");
  clearTimeout(toastTimer);
  toast.replaceChildren(
    element("span", {}, sentence),
    undo ? keyButton("Undo", "u", { class: "small", click: undo }) : "",
  );
  const room = document.querySelector(".filter-chips")?.getBoundingClientRect();
  toast.style.right = room ? `${innerWidth - room.right}px` : "14px";
  toast.style.maxWidth = `${Math.max(room?.width ?? 0, 320)}px`;
  toast.hidden = false;
  const hide = () => {
    if (toast.matches(":hover, :focus-within")) toastTimer = setTimeout(hide, TOAST_MS);
    else toast.hidden = true;
  };
  toastTimer = setTimeout(hide, TOAST_MS);
}

/**
 * Show an alarm; one of the same name is replaced.
 * @param {string} name @param {string} sentence @param {{label: string, act: () => void}[]} buttons
 */
export function raiseAlarm(name, sentence, buttons) {
  clearAlarm(name);
  const pressed = buttons.map(({ label, act }) =>
    element("button", { type: "button", class: "small", click: act }, label),
  );
  fixture("alarms")
    .append(element("div", { class: "alarm", "data-alarm": name }, element("p", {}, sentence), pressed));
}

/** @param {string} name */
export function clearAlarm(name) {
  const alarms = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-alarm]"));
  for (const alarm of alarms) if (alarm.dataset.alarm === name) alarm.remove();
}
