/** Queue, filters and card in the address: a reload, a bookmark and the back button come back to the same card. */

/**
 * @typedef {{queue: string, kind: string, check: string, category: string, state: string, q: string, seed: string, id: string}} Route
 */

/** @type {Route} */
export const FIRST_ROUTE = {
  queue: "flagged",
  kind: "",
  check: "",
  category: "",
  state: "todo",
  q: "",
  seed: "",
  id: "",
};

/** @param {string} hash @returns {Route} unknown names are left out */
export function parseRoute(hash) {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  return Object.fromEntries(Object.entries(FIRST_ROUTE).map(([name, value]) => [name, given.get(name) ?? value]));
}

/** @param {Route} route @returns {string} with "#"; what is as at first is left out */
export function formatRoute(route) {
  const said = Object.entries(route).filter(([name, value]) => value !== FIRST_ROUTE[name]);
  return `#${new URLSearchParams(said)}`;
}

/** Whether both show the same cards in the same order. @param {Route} one @param {Route} other */
export function sameQueue(one, other) {
  return formatRoute({ ...one, id: "" }) === formatRoute({ ...other, id: "" });
}
