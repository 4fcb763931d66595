/** The panel of queues, filters and search; every change takes effect at once and stands in the address. */

import { element } from "./elements.js";
import { togglePanel } from "./panels.js";

export const QUEUES = {
  flagged: ["Flagged", "Something fails, worst first"],
  random: ["Random", "All kinds in proportion, flags shown"],
  audit: ["Audit", "The error rate: flags hidden"],
  rejected: ["Rejected by the checks", "What was left out, and why"],
  disagreements: ["Disagreements", "Reviewers differ: your word settles it"],
  all: ["All", "Everything by id"],
};
export const STATES = {
  todo: "Not decided by you",
  any: "Any",
  accepted: "Accepted",
  rejected: "Rejected",
  edited: "Edited",
  flagged: "Flagged",
  stale: "Judged on an earlier text",
};
/** Empty for the run's own. @param {string} value */
export const isSeed = (value) => /^(-?\d{1,18})?$/.test(value);
const FILTERS_OFF = { kind: "", check: "", category: "", state: "todo", q: "" };

/**
 * @param {string} label
 * @param {string} name
 * @param {[string, string][]} options
 * @param {string} value
 * @param {(name: string, value: string) => void} choose
 */
function chooser(label, name, options, value, choose) {
  const select = element(
    "select",
    { id: `filter-${name}`, change: () => choose(name, select.value) },
    options.map(([option, text]) => element("option", { value: option, selected: option === value }, text)),
  );
  return element("div", { class: "field" }, element("label", { for: `filter-${name}` }, label), select);
}

/**
 * @param {string} label
 * @param {string} name
 * @param {string} value
 * @param {(name: string, value: string) => void} choose
 * @param {Record<string, any>} [attributes]
 */
function typer(label, name, value, choose, attributes = {}) {
  const input = element("input", {
    type: "text",
    id: `filter-${name}`,
    autocomplete: "off",
    change: () => choose(name, input.value.trim()),
    ...attributes,
  });
  input.value = value;
  return element("div", { class: "field" }, element("label", { for: `filter-${name}` }, label), input);
}

/**
 * @param {any} route
 * @param {(name: string, value: string) => void} choose
 * @param {Record<string, HTMLElement>} counts filled later
 */
function queueButtons(route, choose, counts) {
  return element(
    "ul",
    { class: "queues", "aria-label": "Queues" },
    Object.entries(QUEUES).map(([name, [label, says]]) => {
      counts[name] = element("span", { class: "count" }, "");
      return element(
        "li",
        {},
        element(
          "button",
          {
            type: "button",
            "data-queue": name,
            "aria-pressed": String(name === route.queue),
            click: () => choose("queue", name),
          },
          element("b", {}, label),
          counts[name],
          element("small", {}, says),
        ),
      );
    }),
  );
}

/** The categories to choose from; they may be read only after the page began. @param {any} state @param {() => Promise<any>} renew */
function categoryList(state, renew) {
  const options = () => state.categories.map((row) => element("option", { value: row.name }, `${row.count} images`));
  const list = element("datalist", { id: "categories" }, options());
  if (!state.categories.length)
    renew()
      .then((newer) => {
        state.categories = newer.categories;
        list.replaceChildren(...options());
      })
      .catch(() => {});
  return list;
}

/**
 * @param {any} route @param {any} state @param {(name: string, value: string) => void} choose
 * @param {() => Promise<any>} renew
 */
function filterFields(route, state, choose, renew) {
  const named = (rows, count) => rows.map((row) => [row.name, `${row.name} (${row[count].toLocaleString("en")})`]);
  const blind = route.queue === "audit";
  const category = (name, value) => {
    const { categories } = state;
    const known = !value || !categories.length || categories.some((row) => row.name === value);
    fault.replaceChildren(known ? "" : `There are no boxes of "${value}": choose one of the list.`);
    if (known) choose(name, value);
  };
  const seed = (name, value) => {
    fault.replaceChildren(isSeed(value) ? "" : `"${value}" is not a seed: give a whole number.`);
    if (isSeed(value)) choose(name, value);
  };
  const fault = element("p", { class: "fault", role: "alert" });
  return [
    typer("Search in texts, ids and images", "q", route.q, choose, { role: "searchbox", maxlength: "200" }),
    chooser("State", "state", Object.entries(STATES), route.state, choose),
    chooser("Kind", "kind", [["", "All kinds"], ...named(state.kinds, "count")], route.kind, choose),
    blind
      ? element("p", { class: "quiet" }, "No filter by check in the audit: it would show what the checks found.")
      : chooser(
          "Failing check",
          "check",
          [["", "Any or none"], ...named(state.checks, "failing")],
          route.check,
          choose,
        ),
    typer("Category in the image", "category", route.category, category, { list: "categories" }),
    categoryList(state, renew),
    fault,
    typer("Seed of random and audit", "seed", route.seed || String(state.seed ?? ""), seed, { inputmode: "numeric" }),
  ];
}

/**
 * @param {any} route @param {any} state @param {string} reviewer
 * @param {{choose: (changes: any) => void, count: (queue: string) => Promise<number>, rename: (name: string) => void,
 *   renew: () => Promise<any>}} actions `renew` fetches the state anew
 */
export function toggleFilters(route, state, reviewer, actions) {
  /** @type {Record<string, HTMLElement>} */
  const counts = {};
  const choose = (name, value) => {
    const blind = name === "queue" && value === "audit" ? { check: "", state: "todo" } : {};
    actions.choose({ [name]: value, ...blind });
    const body = dialog?.querySelector(".panel-body");
    const held = /** @type {HTMLElement | null} */ (document.activeElement);
    const focused = held?.id || held?.dataset.queue;
    Object.assign(route, { [name]: value, ...blind });
    body?.replaceChildren(...content());
    /** @type {HTMLElement[]} */ ([...(body?.querySelectorAll("input, select, button") ?? [])])
      .find((field) => field.id === focused || field.dataset.queue === focused)
      ?.focus();
  };
  const content = () => {
    const filtered = Object.entries(FILTERS_OFF).some(([name, value]) => route[name] !== value);
    const parts = [
      queueButtons(route, choose, counts),
      element("h3", {}, "Filters"),
      ...filterFields(route, state, choose, actions.renew),
      element(
        "button",
        {
          type: "button",
          class: "small",
          disabled: !filtered,
          click: () =>
            Object.entries(FILTERS_OFF).forEach(([name, value]) => route[name] !== value && choose(name, value)),
        },
        "Clear the filters",
      ),
      element("h3", {}, "Reviewer"),
      typer("Your name on each decision", "reviewer", reviewer, (_, name) => name && actions.rename(name), {
        maxlength: "80",
      }),
    ];
    for (const queue of Object.keys(QUEUES)) {
      const shown = counts[queue];
      actions
        .count(queue)
        .then((total) => shown.replaceChildren(total.toLocaleString("en")))
        .catch(() => {});
    }
    return parts;
  };
  const dialog = togglePanel("filters", "Queues and filters", content, "q");
  /** @type {HTMLElement | null} */ (dialog?.querySelector('.queues [aria-pressed="true"]'))?.focus();
  return dialog;
}
