/** How often each check was right in review, the audit's error rate, and how far reviewers agree. */

import { counted, drawing, element, percent } from "./elements.js";

const EARNED = 0.9;

/** A bar from 0 to 1: the interval as a band, the estimate as a line, the mark at .90. @param {any} record */
function intervalBar(record) {
  const { low, high, right, wrong } = record;
  const estimate = right / (right + wrong);
  return drawing(
    "svg",
    { class: "interval", viewBox: "0 0 100 12", preserveAspectRatio: "none", "aria-hidden": "true" },
    drawing("rect", { class: "track", x: 0, y: 3, width: 100, height: 6 }),
    drawing("rect", {
      class: low > EARNED ? "band earned" : "band",
      x: low * 100,
      y: 3,
      width: Math.max(1, (high - low) * 100),
      height: 6,
    }),
    drawing("rect", { class: "estimate", x: Math.min(99, estimate * 100), y: 0, width: 1, height: 12 }),
    drawing("rect", { class: "goal", x: EARNED * 100, y: 1, width: 0.6, height: 10 }),
  );
}

/** @param {any} check */
function checkRow(check) {
  const judged = check.right + check.wrong;
  const shown = judged
    ? [
        element("td", { class: "number" }, `${check.right} of ${judged}`),
        element("td", {}, intervalBar(check)),
        element("td", { class: "number" }, `${percent(check.low)} to ${percent(check.high)}`),
      ]
    : [element("td", { class: "quiet", colspan: "3" }, "not judged yet")];
  return element(
    "tr",
    {},
    element("th", { scope: "row" }, check.name),
    element("td", { class: "quiet" }, check.action),
    element("td", { class: "number" }, check.failing.toLocaleString("en")),
    shown,
  );
}

/** @param {any[]} checks */
function checksTable(checks) {
  const names = ["Check", "Action", "Failing", "Right", "Interval, line at 90%", "95% interval"];
  return element(
    "table",
    {},
    element(
      "caption",
      {},
      "Precision: of the failures that a person judged, how many were faults. ",
      "A check has earned to drop by itself where the whole interval lies over 90%.",
    ),
    element(
      "thead",
      {},
      element(
        "tr",
        {},
        names.map((name) => element("th", { scope: "col" }, name)),
      ),
    ),
    element("tbody", {}, checks.map(checkRow)),
  );
}

/** The audit in words. @param {any} audit or null @returns {HTMLElement[]} */
export function auditLines(audit) {
  if (!audit || !audit.reviewed)
    return [element("p", {}, "No audit card is decided yet: only they give the error rate of the data set.")];
  const more = audit.more_to_halve ? `${counted(audit.more_to_halve, "more card")} would halve the interval.` : "";
  return [
    element(
      "p",
      { class: "large" },
      percent(audit.estimate),
      element("span", {}, ` in error · 95% interval ${percent(audit.low)} to ${percent(audit.high)}`),
    ),
    element(
      "p",
      {},
      `${counted(audit.errors, "error")} in ${counted(audit.reviewed, "audited card")}; with 95% certainty at most ${percent(audit.upper)}. ${more}`,
    ),
  ];
}

/** @param {any[]} pairs */
function agreementTable(pairs) {
  if (!pairs.length) return element("p", { class: "quiet" }, "No two reviewers have decided on the same sample yet.");
  const rows = pairs.map((pair) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, `${pair.a} and ${pair.b}`),
      element("td", { class: "number" }, pair.both),
      element("td", { class: "number" }, percent(pair.percent)),
      element("td", { class: "number" }, pair.ac1.toFixed(2)),
    ),
  );
  return element(
    "table",
    {},
    element(
      "thead",
      {},
      element(
        "tr",
        {},
        ["Reviewers", "Both decided", "Agree", "Gwet's AC1"].map((name) => element("th", { scope: "col" }, name)),
      ),
    ),
    element("tbody", {}, rows),
  );
}

/** @param {any} state @returns {Node[]} */
export function renderStatistics(state) {
  const { progress } = state;
  const numbers = [
    ["reviewed", progress.reviewed],
    ["accepted", progress.accepted],
    ["rejected", progress.rejected],
    ["edited", progress.edited],
    ["flagged", progress.flagged],
    ["on an earlier text", progress.stale],
    ["by you", progress.by_me],
  ];
  return [
    element(
      "dl",
      { class: "tiles" },
      numbers.map(([name, value]) =>
        element("div", {}, element("dt", {}, name), element("dd", {}, value.toLocaleString("en"))),
      ),
    ),
    element("h3", {}, "Audit"),
    ...auditLines(state.audit),
    element("h3", {}, "Checks"),
    checksTable(state.checks),
    element("h3", {}, "Agreement"),
    agreementTable(state.agreement),
  ];
}
