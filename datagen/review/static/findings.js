/** What the checks found, in words: failing ones first, then what cannot be verified, passing ones folded. */

import { counted, element } from "./elements.js";
import { VERDICT_SIGNS, VERDICT_WORDS, distinctFindings } from "./claims.js";

/** "turn 1, answer: ..." -> what is said, without the place, which is shown beside it. @param {any} finding */
function withoutPlace(finding) {
  return finding.turn === null ? finding.message : finding.message.replace(/^turn \d+, (question|answer): /, "");
}

/** @param {any} finding @param {number} number its place in the card's findings */
function findingRow(finding, number) {
  const isNotice = finding.verdict === "fail" && finding.action === "info";
  const place = finding.turn === null ? "whole reply" : `turn ${finding.turn + 1}, ${finding.part}`;
  return element(
    "li",
    { class: `finding ${finding.verdict}`, "data-findings": number, id: `finding-${number}`, tabindex: "0" },
    element("span", { class: "sign", "aria-hidden": "true" }, VERDICT_SIGNS[finding.verdict]),
    element("span", { class: "spoken" }, `${VERDICT_WORDS[finding.verdict]}: `),
    element(
      "p",
      { class: "reason" },
      element("span", { dir: "auto" }, withoutPlace(finding)),
      element(
        "span",
        { class: "place" },
        element("b", {}, finding.check),
        ` · ${place}${isNotice ? " · for information only" : ""}`,
      ),
    ),
  );
}

/** @param {any[]} findings @param {string} verdict */
function rowsOf(findings, verdict) {
  return findings
    .map((finding, number) => ({ finding, number }))
    .filter((entry) => entry.finding.verdict === verdict)
    .sort((a, b) => Number(a.finding.action === "info") - Number(b.finding.action === "info"))
    .map((entry) => findingRow(entry.finding, entry.number));
}

/** The list beside the conversation. @param {any} card */
export function renderFindings(card) {
  if (card.hidden) {
    return element("p", { class: "quiet" }, "Flags are hidden in the audit: judge by the picture and the text alone.");
  }
  if (!card.findings.length) {
    return element(
      "p",
      { class: "quiet" },
      card.turns ? "The checks found nothing to judge in this text." : "There is no text to check.",
    );
  }
  const failing = rowsOf(card.findings, "fail");
  const open = rowsOf(card.findings, "unverifiable");
  const passing = rowsOf(card.findings, "pass");
  return element(
    "div",
    { class: "finding-list" },
    failing.length
      ? element("ul", { "aria-label": "Failing" }, failing)
      : element("p", { class: "quiet" }, "No check fails."),
    open.length ? element("ul", { "aria-label": "Cannot be verified" }, open) : null,
    passing.length
      ? element(
          "details",
          {},
          element("summary", {}, passing.length === 1 ? "1 claim holds" : `${passing.length} claims hold`),
          element("ul", { "aria-label": "Holding" }, passing),
        )
      : null,
  );
}

/** Failing findings that point at no span stand above the text. @param {any} card */
export function renderWholeReply(card) {
  const rows = card.findings.filter((finding) => finding.turn === null && finding.verdict === "fail");
  return rows.map((finding) =>
    element(
      "p",
      { class: `notice ${finding.action === "info" ? "info" : "fail"}` },
      element("b", {}, `${finding.check}: `),
      element("span", { dir: "auto" }, finding.message),
    ),
  );
}

/** @param {any} card @returns {number} how many findings fail, each counted once */
export function countFailing(card) {
  return distinctFindings(card.findings).filter((finding) => finding.verdict === "fail").length;
}

/** The card in one sentence, for screen readers. @param {any} card @param {number | null} at @param {number} total */
export function describeCard(card, at, total) {
  const failing = countFailing(card);
  const place = at === null ? "Outside the queue" : `Card ${at + 1} of ${total}`;
  const found = card.hidden ? "" : `, ${failing ? counted(failing, "failing finding") : "no failing finding"}`;
  return `${place}, ${card.kind} ${card.id}${found}`;
}
