/**
 * The line at the top: run, queue with filters, position and progress, whether all is saved, and the panels' buttons.
 */

import { element, keyButton } from "./elements.js";
import { QUEUES, STATES } from "./filters.js";

/** @param {any} route @param {(changes: any) => void} choose */
function filterChips(route, choose) {
  const set = [
    ["kind", route.kind],
    ["check", route.check && `${route.check} fails`],
    ["category", route.category],
    ["q", route.q && `“${route.q}”`],
    ["state", route.state !== "todo" && `state: ${(STATES[route.state] ?? route.state).toLowerCase()}`],
  ].filter(([, shown]) => shown);
  return set.map(([name, shown]) =>
    element(
      "button",
      {
        type: "button",
        class: "chip-button",
        title: "Remove this filter",
        "aria-label": `Remove the filter ${shown}`,
        click: () => choose({ [name]: name === "state" ? "todo" : "" }),
      },
      element("span", {}, shown),
      " ×",
    ),
  );
}

/** @param {number} unsaved @param {boolean} stopped */
function savedWords(unsaved, stopped) {
  if (stopped) return `${unsaved} not saved`;
  return unsaved ? `Saving ${unsaved}…` : "All saved";
}

/**
 * @param {{route: any, state: any, at: number | null, total: number, unsaved: number, stopped: boolean, theme: string | undefined}} now
 * @param {{choose: (changes: any) => void, queue: () => void, statistics: () => void, help: () => void, theme: () => void}} actions
 */
export function renderTop(now, actions) {
  const { route, state, at, total } = now;
  const bar = element("progress", {
    max: Math.max(1, total),
    value: at === null ? 0 : Math.min(at + 1, total),
    "aria-label": "Position in the queue",
  });
  const { reviewed } = state.progress;
  return [
    element(
      "div",
      { class: "run" },
      element("b", {}, state.run.name),
      element("span", { class: "quiet" }, state.run.model),
    ),
    keyButton(QUEUES[route.queue]?.[0] ?? route.queue, "q", {
      class: "small",
      "aria-haspopup": "dialog",
      title: "Queues and filters",
      click: actions.queue,
    }),
    element("div", { class: "filter-chips" }, filterChips(route, actions.choose)),
    element(
      "div",
      { class: "position" },
      element(
        "span",
        { class: "numbers" },
        at === null
          ? "outside the queue"
          : `${Math.min(at + 1, total).toLocaleString("en")} of ${total.toLocaleString("en")}`,
      ),
      bar,
    ),
    element(
      "span",
      {
        class: "quiet numbers",
        title: `${state.progress.accepted} accepted, ${state.progress.rejected} rejected, ${state.progress.edited} edited`,
      },
      `${reviewed.toLocaleString("en")} reviewed`,
    ),
    element(
      "span",
      { class: `saved${now.stopped ? " not" : ""}`, "data-unsaved": now.unsaved },
      savedWords(now.unsaved, now.stopped),
    ),
    element(
      "div",
      { class: "group" },
      keyButton("Statistics", "v", { class: "small", click: actions.statistics }),
      keyButton({ system: "System", light: "Light", dark: "Dark" }[now.theme], "t", {
        class: "small",
        title: "Theme",
        click: actions.theme,
      }),
      keyButton("Keys", "?", { class: "small", click: actions.help }),
    ),
  ];
}
