/** Queue, filters and card in the address: a reload, a bookmark and the back button come back to the same card. */

import { QUEUES, STATES, isSeed } from "./filters.js";

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
const MAX_LENGTHS = { id: 500 };
const MAX_LENGTH = 200;

/** Whether the server can take a value. @type {Record<string, (value: string) => boolean>} */
const FITS = {
  queue: (value) => Object.hasOwn(QUEUES, value),
  state: (value) => Object.hasOwn(STATES, value),
  seed: isSeed,
};

/**
 * Unknown names are left out; a value that cannot be is the first one instead, and a sentence says so.
 * @param {string} hash @returns {{route: Route, faults: string[]}}
 */
export function parseRoute(hash) {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const route = { ...FIRST_ROUTE };
  const faults = [];
  for (const [name, first] of Object.entries(FIRST_ROUTE)) {
    const value = given.get(name) ?? first;
    if (value.length <= (MAX_LENGTHS[name] ?? MAX_LENGTH) && (FITS[name]?.(value) ?? true)) route[name] = value;
    else faults.push(faultOf(name, value));
  }
  return { route, faults };
}

/** @param {string} name @param {string} value */
function faultOf(name, value) {
  const shown = value.length > 40 ? `${value.slice(0, 40)}…` : value;
  const first = { queue: QUEUES[FIRST_ROUTE.queue], state: [STATES[FIRST_ROUTE.state]] }[name];
  const instead = first ? `“${first[0]}” is shown instead` : "it is left out";
  return `The address has “${shown}” as ${name}, which cannot be: ${instead}.`;
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
