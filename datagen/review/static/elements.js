/** Elements from plain values: texts become text nodes, so nothing in the data is ever read as markup. */

/**
 * @typedef {Node | string | number | null | undefined | false} Child
 * @typedef {Record<string, any>} Attributes names to values; a function listens to the event of that name,
 *   `false` and `null` leave the attribute out, `true` sets it empty
 */

/**
 * @template {Element} E
 * @param {E} made @param {Attributes} attributes @param {(Child | Child[])[]} children
 */
function fillElement(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (value !== false && value !== null && value !== undefined)
      made.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat()) {
    if (child !== null && child !== undefined && child !== false)
      made.append(child instanceof Node ? child : String(child));
  }
  return made;
}

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} [attributes]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, ...children) {
  return fillElement(document.createElement(tag), attributes, children);
}

/**
 * The same for SVG.
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} [attributes]
 * @param {...Child} children
 * @returns {SVGElementTagNameMap[Tag]}
 */
export function drawing(tag, attributes = {}, ...children) {
  return fillElement(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

/** A button that shows its key. @param {string} label @param {string} key @param {Attributes} attributes */
export function keyButton(label, key, attributes) {
  return element(
    "button",
    { type: "button", "aria-keyshortcuts": key.replace("Ctrl", "Control") || null, ...attributes },
    element("span", {}, label),
    key ? element("kbd", { "aria-hidden": "true" }, key) : null,
  );
}

/** "1 card", "3 cards". @param {number} count @param {string} noun */
export function counted(count, noun) {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}

/** 0.034 -> "3.4%". @param {number} share */
export function percent(share) {
  const value = share * 100;
  return `${value > 0 && value < 9.95 ? value.toFixed(1) : Math.round(value)}%`;
}

/** An element that the page itself has, whatever it shows. @param {string} id @returns {HTMLElement} */
export function fixture(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}
