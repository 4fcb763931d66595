/** The bar of decisions: buttons with their keys, the note, and the reasons of a rejection. */

import { element, fixture, keyButton } from "./elements.js";

/**
 * @typedef {object} DecisionBar
 * @property {() => boolean} choosing whether the reasons are open
 * @property {() => void} openReasons
 * @property {() => void} closeReasons
 * @property {(name: string) => void} toggleReason
 * @property {() => string[]} chosen
 * @property {HTMLInputElement} note
 * @property {(card: any | null, busy: boolean) => void} fit which buttons make sense for this card
 */

/**
 * @param {HTMLElement} bar @param {any[]} reasons
 * @param {{accept: () => void, reject: () => void, confirm: () => void, skip: () => void, edit: () => void, flag: () => void,
 *   undo: () => void, next: () => void, previous: () => void}} actions
 * @returns {DecisionBar}
 */
export function buildDecisionBar(bar, reasons, actions) {
  /** @type {Set<string>} */
  const chosen = new Set();
  const toggles = reasons.map((reason) =>
    element(
      "button",
      {
        type: "button",
        class: "reason-button",
        "aria-pressed": "false",
        "data-reason": reason.name,
        click: () => toggleReason(reason.name),
      },
      element("kbd", { "aria-hidden": "true" }, reason.key),
      element("span", {}, reason.label),
    ),
  );
  const panel = element(
    "div",
    { class: "reasons", role: "group", "aria-label": "Why is it rejected?", hidden: true },
    element(
      "h2",
      {},
      "Why is it rejected? ",
      element("span", { class: "quiet" }, "Choose any number of reasons, or none."),
    ),
    element("div", { class: "reason-buttons" }, toggles),
    element(
      "div",
      { class: "reason-actions" },
      keyButton("Reject", "Enter", { class: "strong danger", click: actions.confirm }),
      keyButton("Cancel", "Esc", { "data-native-enter": true, click: () => closeReasons() }),
    ),
  );
  const note = element("input", {
    type: "text",
    class: "note",
    placeholder: "Note (m)",
    "aria-label": "Note to go with the decision",
    maxlength: "2000",
    autocomplete: "off",
    dir: "auto",
  });
  const buttons = {
    accept: keyButton("Accept", "a", { class: "good", click: actions.accept }),
    reject: keyButton("Reject", "r", { class: "bad", click: actions.reject, "aria-expanded": "false" }),
    skip: keyButton("Skip", "s", { click: actions.skip }),
    edit: keyButton("Edit", "e", { click: actions.edit }),
    flag: keyButton("Flag", "f", { click: actions.flag }),
    undo: keyButton("Undo", "u", { click: actions.undo }),
    previous: keyButton("Previous", "k", { click: actions.previous }),
    next: keyButton("Next", "j", { click: actions.next }),
  };
  bar.replaceChildren(
    panel,
    element(
      "div",
      { class: "group", role: "group", "aria-label": "Decide" },
      buttons.accept,
      buttons.reject,
      buttons.skip,
      buttons.edit,
      buttons.flag,
    ),
    note,
    element(
      "div",
      { class: "group", role: "group", "aria-label": "Move" },
      buttons.undo,
      buttons.previous,
      buttons.next,
    ),
  );

  function toggleReason(name) {
    if (chosen.has(name)) chosen.delete(name);
    else chosen.add(name);
    for (const toggle of toggles) toggle.setAttribute("aria-pressed", String(chosen.has(toggle.dataset.reason ?? "")));
  }
  function openReasons() {
    panel.hidden = false;
    buttons.reject.setAttribute("aria-expanded", "true");
    toggles[0]?.focus({ preventScroll: true });
  }
  function closeReasons() {
    const held = panel.contains(document.activeElement);
    chosen.clear();
    for (const toggle of toggles) toggle.setAttribute("aria-pressed", "false");
    panel.hidden = true;
    buttons.reject.setAttribute("aria-expanded", "false");
    if (held) fixture("card").focus({ preventScroll: true });
  }
  /** @param {any | null} card @param {boolean} busy while a card is edited, nothing else is decided */
  function fit(card, busy) {
    const none = !card || busy;
    for (const name of ["reject", "skip", "edit", "flag"]) buttons[name].disabled = none;
    buttons.accept.disabled = none || !card.turns;
    buttons.accept.title =
      card && !card.turns ? "A reply that could not be read cannot be accepted: edit it, or reject it." : "";
    buttons.undo.disabled = busy;
    note.disabled = !card;
  }
  return {
    choosing: () => !panel.hidden,
    openReasons,
    closeReasons,
    toggleReason,
    chosen: () => reasons.map((r) => r.name).filter((n) => chosen.has(n)),
    note,
    fit,
  };
}
