/** One card: image, captions, conversation with its claims, findings and the standing; shows and asks for nothing. */

import { element } from "./elements.js";
import { distinctFindings, markClaims } from "./claims.js";
import { renderFindings, renderWholeReply } from "./findings.js";
import { renderCaptions, renderPicture } from "./picture.js";
import { attachSpotlight } from "./spotlight.js";
import { renderTurnsDiff } from "./words.js";

/**
 * @typedef {object} CardContext
 * @property {string} reviewer whose own opinion is called "you"; "" for none
 * @property {Map<string, string>} reasons reason names to labels
 * @property {HTMLImageElement | null} image the picture if it was loaded ahead
 * @property {string} aside a sentence that stands above all, "" for none
 * @property {HTMLElement | null} audit stands below the sentence that flags are hidden
 * @property {HTMLElement | null} editor stands in place of the conversation while it is edited
 */

export const DECISION_WORDS = {
  accept: "accepted",
  reject: "rejected",
  edit: "edited",
  flag: "flagged",
  skip: "skipped",
};

/** @param {any} opinion @param {CardContext} context */
function renderOpinion(opinion, context) {
  const who = opinion.reviewer === context.reviewer ? "you" : opinion.reviewer;
  const reasons = opinion.reasons.map((name) => context.reasons.get(name) ?? name).join("; ");
  return element(
    "li",
    { class: `opinion ${opinion.decision}${opinion.stale ? " stale" : ""}` },
    element("b", {}, who),
    ` ${DECISION_WORDS[opinion.decision] ?? opinion.decision}`,
    reasons ? `: ${reasons}` : null,
    opinion.note ? element("q", { dir: "auto" }, opinion.note) : null,
    opinion.stale ? element("em", {}, "an earlier text") : null,
  );
}

/**
 * What people have said so far; in the audit only what this reviewer said.
 * @param {any} card
 * @param {CardContext} context
 */
function renderStanding(card, context) {
  const { opinions, disagree, edited, flagged } = card.standing;
  const shown = card.hidden ? opinions.filter((opinion) => opinion.reviewer === context.reviewer) : opinions;
  const marks = [
    disagree && !card.hidden ? element("span", { class: "mark disagree" }, "Reviewers disagree") : null,
    edited ? element("span", { class: "mark" }, "Edited") : null,
    flagged && !card.hidden ? element("span", { class: "mark" }, "Flagged") : null,
  ].filter(Boolean);
  if (!shown.length && !marks.length) return null;
  return element(
    "div",
    { class: "standing" },
    marks,
    shown.length
      ? element(
          "ul",
          { "aria-label": "Opinions" },
          shown.map((opinion) => renderOpinion(opinion, context)),
        )
      : null,
  );
}

/** @param {any} card */
function renderHeading(card) {
  return element(
    "header",
    { class: "heading" },
    element("h1", {}, card.id),
    element("span", { class: "mark kind" }, card.kind),
    card.status === "rejection" ? element("span", { class: "mark disagree" }, "Rejected by the checks") : null,
    card.attempt > 1 && !card.hidden ? element("span", { class: "mark" }, `attempt ${card.attempt}`) : null,
    element("span", { class: "quiet file", title: card.image }, card.image),
  );
}

/** @param {any} card */
function renderTurns(card) {
  if (!card.turns) return null;
  const turns = card.turns.map((turn, number) =>
    element(
      "li",
      { class: "turn" },
      element("p", { class: "question", dir: "auto" }, markClaims(turn.question, card.findings, number, "question")),
      element("p", { class: "answer", dir: "auto" }, markClaims(turn.answer, card.findings, number, "answer")),
    ),
  );
  return element("ol", { class: "turns" }, turns);
}

/** @param {any} card */
function renderRejection(card) {
  if (!card.rejected_by) return null;
  const { check, message } = card.rejected_by;
  return element(
    "p",
    { class: "notice fail" },
    element("b", {}, `Rejected by ${check}: `),
    element("span", { dir: "auto" }, message),
  );
}

/** @param {any} card */
function renderReply(card) {
  if (card.turns) return null;
  return element(
    "div",
    { class: "raw" },
    element("h2", {}, "The reply, which could not be read as turns"),
    element("pre", { dir: "auto", tabindex: "0" }, card.reply ?? "(the endpoint gave no reply)"),
  );
}

/** @param {any} card */
function renderChanges(card) {
  if (!card.original) return null;
  return element(
    "details",
    { class: "changes" },
    element("summary", {}, "What was changed ", element("kbd", { "aria-hidden": "true" }, "d")),
    renderTurnsDiff(card.original, card.turns ?? []),
  );
}

/** @param {any} card @param {CardContext} context */
function renderConversation(card, context) {
  const whole = card.rejected_by && !card.turns ? [] : renderWholeReply(card);
  return element(
    "section",
    { class: "talk", "aria-label": "Conversation", tabindex: "0" },
    renderRejection(card),
    whole,
    context.editor ?? [renderTurns(card), renderReply(card), renderChanges(card)],
  );
}

/** @param {any} card @param {CardContext} context */
function renderSight(card, context) {
  const scene = card.scene;
  if (!scene) {
    return element(
      "section",
      { class: "sight", "aria-label": "Image" },
      element("p", { class: "quiet" }, "This folder has no scenes.jsonl: neither picture nor boxes can be shown."),
    );
  }
  return element(
    "section",
    { class: "sight", "aria-label": "Image" },
    renderPicture(scene, card.image, context.image),
    renderCaptions(scene.captions),
  );
}

/** @param {any} given @param {CardContext} context @returns {HTMLElement} */
export function renderCard(given, context) {
  const card = { ...given, findings: distinctFindings(given.findings) };
  const root = element(
    "article",
    { class: "card", "aria-label": `Sample ${card.id}`, "data-id": card.id },
    renderSight(card, context),
    element(
      "div",
      { class: "told" },
      context.aside ? element("p", { class: "notice aside" }, context.aside) : null,
      renderHeading(card),
      renderStanding(card, context),
      renderConversation(card, context),
    ),
    element(
      "section",
      { class: "findings", "aria-label": "Findings", tabindex: "0" },
      element("h2", {}, "Findings"),
      renderFindings(card),
      context.audit,
    ),
  );
  attachSpotlight(root, card.findings);
  return root;
}
