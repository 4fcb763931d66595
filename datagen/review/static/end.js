/** What stands in place of a card where a queue is empty or at its end. */

import { element, keyButton } from "./elements.js";
import { QUEUES } from "./filters.js";

/**
 * @param {any} route
 * @param {number} total cards in the queue
 * @param {{again: () => void, queue: () => void}} actions
 */
export function renderEnd(route, total, actions) {
  const name = QUEUES[route.queue]?.[0] ?? route.queue;
  const undecided = route.state === "todo" ? " that you have not decided" : "";
  return element(
    "div",
    { class: "end" },
    element("h1", {}, total ? "That was the last card" : "There is no card here"),
    element(
      "p",
      {},
      total
        ? `You are through the queue “${name}”.`
        : `The queue “${name}” has nothing left under these filters${undecided}.`,
    ),
    element(
      "div",
      { class: "row" },
      element("button", { type: "button", class: "strong", click: actions.again }, "Look again for what is left"),
      keyButton("Choose another queue", "q", { click: actions.queue }),
    ),
  );
}
