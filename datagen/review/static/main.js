/** Starts the live page: the state of the review, the desk, and what the keys and the window do to them. */

import { buildActions } from "./actions.js";
import { raiseTrouble } from "./alarms.js";
import { fetchState } from "./api.js";
import { buildDecisionBar } from "./decisions.js";
import { Desk } from "./desk.js";
import { fixture } from "./elements.js";
import { handleKey } from "./keyboard.js";
import { showToast, speak } from "./notices.js";
import { Review } from "./review.js";
import { applyTheme, keep, readKept } from "./theme.js";

/** A name chosen on the page holds until the server is started for somebody else. */
const REVIEWER_KEY = "datagen-review-reviewer-for-";

/** @param {Desk} desk @returns {import("./browsing.js").View} */
function viewOf(desk) {
  return {
    card: (kept) => desk.showCard(kept),
    status: () => desk.showStatus(),
    toast: (sentence, undo) => {
      showToast(sentence, undo ? desk.actions.undo : null);
      speak(`${sentence}. ${fixture("spoken").textContent}`);
    },
    changed: (card, sentence) => desk.showChanged(card, sentence),
    grown: () => desk.showGrown(),
    trouble: raiseTrouble,
    busy: () => desk.editor !== null,
  };
}

/** @param {Desk} desk */
function listen(desk) {
  const { review, bar, actions, main } = desk;
  bar.note.addEventListener("input", () => review.card && review.notes.set(review.card.id, bar.note.value));
  document.addEventListener("keydown", (event) => handleKey(event, actions, bar, main));
  window.addEventListener("popstate", () => desk.moves(() => review.follow()));
  window.addEventListener("focus", () => !desk.editor && review.refresh());
  window.addEventListener("storage", () => {
    applyTheme();
    desk.showStatus();
  });
  window.addEventListener("beforeunload", (event) => {
    if (review.outbox.unsaved || desk.editor?.changed()) event.preventDefault();
  });
}

/** @param {Desk} desk */
async function start(desk) {
  applyTheme();
  document.documentElement.classList.remove("starting");
  const given = await fetchState("");
  const kept = readKept(REVIEWER_KEY + given.reviewer);
  const state = kept ? await fetchState(kept) : given;
  const review = new Review(state, kept || state.reviewer, viewOf(desk));
  desk.review = review;
  desk.actions = buildActions(desk, (name) => {
    keep(REVIEWER_KEY + given.reviewer, name);
    review.reviewer = name;
    review.open().then(() => review.refresh());
  });
  desk.bar = buildDecisionBar(fixture("bar"), state.reasons, desk.actions);
  listen(desk);
  await review.open();
  desk.main.focus({ preventScroll: true });
}

start(new Desk(fixture("card"))).catch((error) => raiseTrouble(error.message));
