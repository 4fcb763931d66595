/** Where a sample comes from: its source in a few words, and each attempt with prompt and reply, folded. */

import { element } from "./elements.js";

const PROVENANCE_WORDS = {
  llm: "LLM",
  model: "Model",
  split: "Split",
  license: "Licence",
  images: "Saw the image",
  context: "Was told",
  grounded: "Turns from facts",
  prompt: "Prompt",
  fingerprint: "Request",
};

/** @param {any} value */
function inWords(value) {
  if (value === true) return "yes";
  if (value === false) return "no";
  return String(value);
}

/** @param {any} card */
function renderFacts(card) {
  const known = Object.entries({ ...card.provenance, license: card.provenance.license ?? card.scene?.license }).filter(
    ([, value]) => value !== null && value !== undefined,
  );
  const rows = [
    ["Image", card.image],
    ...known.map(([name, value]) => [PROVENANCE_WORDS[name] ?? name, inWords(value)]),
  ];
  return element(
    "dl",
    { class: "facts" },
    rows.map(([name, value]) => element("div", {}, element("dt", {}, name), element("dd", { dir: "auto" }, value))),
  );
}

/** @param {string} title @param {string} text @param {boolean} open */
function foldedText(title, text, open) {
  return element(
    "details",
    { open },
    element("summary", {}, title),
    element("pre", { dir: "auto", tabindex: "0" }, text || "(empty)"),
  );
}

/** @param {any} attempt @param {boolean} last */
function renderAttempt(attempt, last) {
  const latency = typeof attempt.latency_s === "number" ? `${attempt.latency_s.toFixed(1)} s` : null;
  const tokens = attempt.tokens === null || attempt.tokens === undefined ? null : `${inWords(attempt.tokens)} tokens`;
  const told = [attempt.model, attempt.finish_reason, latency, tokens].filter(Boolean).join(" · ");
  return element(
    "section",
    { class: "attempt" },
    element("h3", {}, `Attempt ${attempt.attempt} `, element("span", { class: "quiet" }, told)),
    attempt.messages.map((message) => foldedText(`Prompt: ${message.role}`, message.text, false)),
    foldedText("Reply", attempt.reply ?? "", last),
  );
}

/**
 * @param {any} card
 * @param {{attempts: any[], note?: string} | null} found null while it is fetched
 * @returns {Node[]}
 */
export function renderProvenance(card, found) {
  if (!found) return [renderFacts(card), element("p", { class: "quiet" }, "Reading the attempts…")];
  const none = element("p", { class: "quiet" }, "The replies of this sample are not in the run folder.");
  const { attempts, note } = found;
  return [
    renderFacts(card),
    ...(note ? [element("p", { class: "quiet" }, note)] : []),
    ...(attempts.length ? attempts.map((attempt, n) => renderAttempt(attempt, n === attempts.length - 1)) : [none]),
  ];
}
