/** Editing a conversation in place: fields that grow, the word diff below each, turns added and removed. */

import { element, keyButton } from "./elements.js";
import { renderDiff } from "./words.js";

/**
 * @typedef {object} Editor
 * @property {HTMLElement} root
 * @property {() => boolean} changed
 * @property {() => void} save
 * @property {() => void} leave asks first where something was changed
 * @property {(sentence: string) => void} say
 * @property {(sentence: string) => void} fail the text was not saved: it can be typed in again
 * @property {() => void} focus
 */

/** Old engines have no `field-sizing`. @param {HTMLTextAreaElement} field */
function growField(field) {
  if (CSS.supports("field-sizing", "content")) return;
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + 2}px`;
}

/** @param {string} part @param {string} value @param {string | null} before null for a new turn */
function editField(part, value, before) {
  const name = part === "question" ? "Question" : "Answer";
  const field = element("textarea", { class: part, dir: "auto", rows: "1", spellcheck: "true", "aria-label": name });
  field.value = value;
  const shown = element("div", { class: "live-difference", "aria-hidden": "true" });
  const refresh = () => {
    growField(field);
    shown.replaceChildren(...(before !== null && field.value !== before ? [renderDiff(before, field.value)] : []));
  };
  field.addEventListener("input", refresh);
  requestAnimationFrame(refresh);
  return { field, part: element("div", { class: "edit-part" }, field, shown) };
}

/** @param {any} turn @param {any | null} before */
function editTurn(turn, before) {
  const question = editField("question", turn.question, before ? before.question : null);
  const answer = editField("answer", turn.answer, before ? before.answer : null);
  const remove = element("button", { type: "button", class: "small", "aria-label": "Remove this turn" }, "Remove");
  const row = element("li", { class: "turn edit-turn" }, question.part, remove, answer.part);
  return { row, remove, question: question.field, answer: answer.field };
}

/** Why these turns cannot be saved, or "". @param {any[]} turns */
function faultIn(turns) {
  if (!turns.length) return "A sample needs at least one turn: add one, or leave and reject the sample.";
  const empty = turns.findIndex((turn) => !turn.question.trim() || !turn.answer.trim());
  return empty < 0 ? "" : `Turn ${empty + 1} has an empty question or answer: fill it in or remove the turn.`;
}

/**
 * @param {any} card
 * @param {{save: (turns: any[]) => void, leave: () => void}} actions
 * @returns {Editor}
 */
export function openEditor(card, actions) {
  const before = card.turns ?? [];
  let rows = [];
  let asked = false;
  const list = element("ol", { class: "turns" });
  const message = element("p", { class: "edit-message", role: "alert" });
  const turns = () => rows.map((row) => ({ question: row.question.value.trim(), answer: row.answer.value.trim() }));
  const changed = () =>
    JSON.stringify(rows.map((row) => [row.question.value, row.answer.value])) !==
    JSON.stringify(before.map((t) => [t.question, t.answer]));
  const say = (sentence) => message.replaceChildren(sentence);
  const add = (turn, old) => {
    const row = editTurn(turn, old);
    row.remove.addEventListener("click", () => {
      const place = rows.indexOf(row);
      rows = rows.filter((other) => other !== row);
      row.row.remove();
      (rows[place] ?? rows[place - 1])?.question.focus();
    });
    rows.push(row);
    list.append(row.row);
    return row;
  };
  before.forEach((turn) => add(turn, turn));
  if (!rows.length) add({ question: "", answer: "" }, null);

  /** While the text travels nothing is typed, as the answer replaces the fields. @param {boolean} travelling */
  const freeze = (travelling) => {
    for (const field of root.querySelectorAll("textarea")) field.readOnly = travelling;
    for (const button of root.querySelectorAll("button")) button.disabled = travelling;
    root.setAttribute("aria-busy", String(travelling));
  };
  const save = () => {
    if (root.getAttribute("aria-busy") === "true") return;
    const fault = faultIn(turns());
    if (fault) say(fault);
    else if (!changed()) actions.leave();
    else {
      say("Saving and checking…");
      freeze(true);
      actions.save(turns());
    }
  };
  const discard = keyButton("Discard", "Esc", { class: "small danger", hidden: true, click: () => actions.leave() });
  const leave = () => {
    if (root.getAttribute("aria-busy") === "true") return;
    if (!changed() || asked) return actions.leave();
    asked = true;
    discard.hidden = false;
    say("You have changes that are not saved. Esc once more discards them, Ctrl+Enter saves them.");
  };
  const root = element(
    "form",
    {
      class: "editor",
      "aria-label": "Edit the conversation",
      submit: (event) => event.preventDefault(),
      input: () => {
        asked = false;
        discard.hidden = true;
        message.replaceChildren();
      },
      keydown: (event) => {
        if (event.isComposing) return;
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          save();
        } else if (event.key === "Escape") {
          event.preventDefault();
          event.stopPropagation();
          leave();
        }
      },
    },
    list,
    message,
    element(
      "div",
      { class: "edit-actions" },
      keyButton("Save and check", "Ctrl+Enter", { class: "small strong", click: save }),
      element(
        "button",
        { type: "button", class: "small", click: () => add({ question: "", answer: "" }, null).question.focus() },
        "Add a turn",
      ),
      keyButton("Leave", "Esc", { class: "small", click: leave }),
      discard,
    ),
  );
  const focus = () => {
    const faulty = card.findings.find((finding) => finding.verdict === "fail" && finding.turn !== null);
    const row = rows[faulty?.turn ?? 0] ?? rows[0];
    const field = faulty?.part === "question" ? row.question : row.answer;
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
  };
  const fail = (sentence) => {
    freeze(false);
    say(sentence);
  };
  return { root, changed, save, leave, say, fail, focus };
}
