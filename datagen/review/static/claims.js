/** The claims of a text, marked in place by what the checks found; spans may overlap and nest. */

import { element } from "./elements.js";

export const VERDICT_SIGNS = { fail: "✕", unverifiable: "?", pass: "✓" };
export const VERDICT_WORDS = { fail: "Fails", unverifiable: "Cannot be verified", pass: "Holds" };
const VERDICT_RANKS = { fail: 2, unverifiable: 1, pass: 0 };

/**
 * Offsets in the data count Unicode code points, those of JavaScript UTF-16 units.
 * @param {string} text @returns {(codePoints: number) => number}
 */
export function unitOffsets(text) {
  if (!/[\ud800-\udfff]/.test(text)) return (offset) => Math.min(Math.max(offset, 0), text.length);
  const offsets = [];
  let units = 0;
  for (const character of text) {
    offsets.push(units);
    units += character.length;
  }
  offsets.push(units);
  return (offset) => offsets[Math.min(Math.max(offset, 0), offsets.length - 1)];
}

/**
 * Cut a text wherever a claim begins or ends.
 * @param {string} text @param {{number: number, start: number, end: number}[]} spans in code points
 * @returns {{text: string, numbers: number[]}[]} pieces in order with the findings that cover them
 */
export function cutAtClaims(text, spans) {
  const unit = unitOffsets(text);
  const placed = spans.map((span) => ({ number: span.number, start: unit(span.start), end: unit(span.end) }));
  const edges = [...new Set([0, text.length, ...placed.flatMap((span) => [span.start, span.end])])].sort(
    (a, b) => a - b,
  );
  return edges.slice(1).map((end, index) => ({
    text: text.slice(edges[index], end),
    numbers: placed
      .filter((span) => span.start <= edges[index] && span.end >= end && span.end > span.start)
      .map((span) => span.number),
  }));
}

/**
 * A check can say the same of one span twice, by the question and by the sentence: it is shown once.
 * @param {any[]} findings @returns {any[]}
 */
export function distinctFindings(findings) {
  const kept = new Map();
  for (const finding of findings) {
    const { check, verdict, message, turn, part, start, end } = finding;
    const key = JSON.stringify([check, verdict, message, turn, part, start, end]);
    const same = kept.get(key);
    const union = (name) => [...new Set([...(same?.[name] ?? []), ...finding[name]])];
    kept.set(key, { ...finding, boxes: union("boxes"), captions: union("captions") });
  }
  return [...kept.values()];
}

/** @typedef {"fail" | "unverifiable" | "pass"} Verdict */

/** @param {{verdict: Verdict}[]} findings @returns {Verdict} */
export function worstVerdict(findings) {
  return findings.map((finding) => finding.verdict).sort((a, b) => VERDICT_RANKS[b] - VERDICT_RANKS[a])[0];
}

/**
 * A question or an answer with its claims marked. The first piece of each claim takes the focus.
 * @param {string} text @param {any[]} findings all of the card @param {number} turn @param {"question" | "answer"} part
 */
export function markClaims(text, findings, turn, part) {
  const spans = findings
    .map((finding, number) => ({ ...finding, number }))
    .filter(
      (finding) => finding.turn === turn && finding.part === part && finding.start !== null && finding.end !== null,
    );
  const begun = new Set();
  return cutAtClaims(text, spans).map((piece) => {
    if (!piece.numbers.length) return piece.text;
    const verdict = worstVerdict(piece.numbers.map((number) => findings[number]));
    const opens = piece.numbers.some((number) => !begun.has(number));
    piece.numbers.forEach((number) => begun.add(number));
    return element(
      "mark",
      {
        class: `claim ${verdict}${piece.numbers.length > 1 ? " several" : ""}`,
        "data-findings": piece.numbers.join(" "),
        "aria-describedby": piece.numbers.map((number) => `finding-${number}`).join(" "),
        tabindex: opens ? "0" : null,
      },
      piece.text,
    );
  });
}
