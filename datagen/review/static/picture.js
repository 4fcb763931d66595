/** The image with its boxes: bright lines with a dark halo, so that they show on any photograph. */

import { drawing, element } from "./elements.js";

export const BOX_COLOURS = [
  "#ffd84d",
  "#5ee0ff",
  "#ff9fb8",
  "#9cf58a",
  "#ffb066",
  "#cbb8ff",
  "#6ff0cc",
  "#ff9df3",
  "#b5d6ff",
  "#e6f26b",
  "#ffcfae",
  "#a8f0ff",
];
const CHIP_HEIGHT = 18;

/**
 * The same category has the same colour on every card, unless two of one card would share it.
 * @param {string[]} categories
 */
export function coloursOf(categories) {
  /** @type {Map<string, string>} */
  const colours = new Map();
  for (const category of categories) {
    let place = 0;
    for (const character of category) place = (place * 31 + (character.codePointAt(0) ?? 0)) % 9973;
    const free = BOX_COLOURS.map((_, step) => BOX_COLOURS[(place + step) % BOX_COLOURS.length]);
    colours.set(category, free.find((colour) => ![...colours.values()].includes(colour)) ?? free[0]);
  }
  return colours;
}

/** "dog", or "dog 2" where there are several. @param {any[]} boxes @returns {string[]} */
export function boxLabels(boxes) {
  const totals = new Map();
  for (const box of boxes) totals.set(box.category, (totals.get(box.category) ?? 0) + 1);
  const seen = new Map();
  return boxes.map((box) => {
    seen.set(box.category, (seen.get(box.category) ?? 0) + 1);
    const label = totals.get(box.category) > 1 ? `${box.category} ${seen.get(box.category)}` : box.category;
    return box.crowd ? `${label} (crowd)` : label;
  });
}

/** Large boxes lie below small ones. @param {any[]} boxes @returns {number[]} */
function boxesBySize(boxes) {
  const area = (box) => (box.x2 - box.x1) * (box.y2 - box.y1);
  return boxes.map((_, number) => number).sort((a, b) => area(boxes[b]) - area(boxes[a]));
}

/** @param {any} scene @param {Map<string, string>} colours */
function drawBoxes(scene, colours) {
  const groups = boxesBySize(scene.boxes).map((number) => {
    const box = scene.boxes[number];
    const edges = {
      x: box.x1 * scene.width,
      y: box.y1 * scene.height,
      width: Math.max(0, box.x2 - box.x1) * scene.width,
      height: Math.max(0, box.y2 - box.y1) * scene.height,
      rx: 2,
    };
    const line = drawing("rect", { ...edges, class: "line" });
    line.style.stroke = colours.get(box.category) ?? "";
    return drawing(
      "g",
      { class: box.crowd ? "box crowd" : "box", "data-box": number },
      drawing("rect", { ...edges, class: "halo" }),
      line,
    );
  });
  return drawing(
    "svg",
    {
      class: "boxes",
      viewBox: `0 0 ${scene.width} ${scene.height}`,
      preserveAspectRatio: "none",
      "aria-hidden": "true",
    },
    ...groups,
  );
}

/**
 * Where the label chips go: small boxes choose first; a chip that finds no free place shows only while its box is lit.
 * @param {any[]} boxes @param {number[]} widths of the chips @param {number} width @param {number} height of the frame, all in CSS pixels
 * @returns {{left: number, top: number, crowded: boolean}[]}
 */
export function placeChips(boxes, widths, width, height) {
  /** @type {{left: number, top: number, right: number, bottom: number}[]} */
  const taken = [];
  const places = [];
  for (const number of boxesBySize(boxes).reverse()) {
    const box = boxes[number];
    const chip = widths[number];
    const [x1, y1, x2, y2] = [box.x1 * width, box.y1 * height, box.x2 * width, box.y2 * height];
    const spots = [
      [x1, y1 - CHIP_HEIGHT],
      [x1, y1],
      [x2 - chip, y1 - CHIP_HEIGHT],
      [x1, y2 - CHIP_HEIGHT],
      [x2 - chip, y1],
      [x1, y2],
    ];
    const inside = spots.map(([left, top]) => ({
      left: Math.max(0, Math.min(left, width - chip)),
      top: Math.max(0, Math.min(top, height - CHIP_HEIGHT)),
    }));
    const collides = ({ left, top }) =>
      taken.some(
        (other) =>
          left < other.right && left + chip > other.left && top < other.bottom && top + CHIP_HEIGHT > other.top,
      );
    const free = inside.find((spot) => !collides(spot));
    const place = free ?? inside[0];
    places[number] = { ...place, crowded: !free };
    if (free)
      taken.push({ left: place.left, top: place.top, right: place.left + chip, bottom: place.top + CHIP_HEIGHT });
  }
  return places;
}

/** @param {HTMLElement} frame @param {any} scene @param {HTMLElement[]} chips */
function keepChipsPlaced(frame, scene, chips) {
  new ResizeObserver(() => {
    const widths = chips.map((chip) => chip.offsetWidth + 1);
    placeChips(scene.boxes, widths, frame.clientWidth, frame.clientHeight).forEach((place, number) => {
      chips[number].style.left = `${place.left}px`;
      chips[number].style.top = `${place.top}px`;
      chips[number].classList.toggle("crowded", place.crowded);
    });
  }).observe(frame);
}

/**
 * Categories with how many there are; pointing at one lights its boxes.
 * @param {any[]} boxes
 * @param {Map<string, string>} colours
 */
function renderLegend(boxes, colours) {
  const entries = [...colours].map(([category, colour]) => {
    const numbers = boxes.flatMap((box, number) => (box.category === category ? [number] : []));
    const swatch = element("span", { class: "swatch" });
    swatch.style.background = colour;
    const count = numbers.length > 1 ? element("span", { class: "many" }, ` ${numbers.length}`) : null;
    return element("li", { "data-boxes": numbers.join(" "), tabindex: "0" }, swatch, category, count);
  });
  return element("ul", { class: "legend", "aria-label": "Boxes in the image" }, entries);
}

/** Says why there is no photograph. @param {HTMLElement} frame @param {string} sentence */
function showEmptyCanvas(frame, sentence) {
  frame.classList.add("empty");
  frame.querySelector("img")?.remove();
  frame.append(element("p", { class: "absent" }, sentence));
}

/**
 * The picture with boxes, chips and legend.
 * @param {any} scene @param {string} name the image's file name @param {HTMLImageElement | null} preloaded
 */
export function renderPicture(scene, name, preloaded) {
  const colours = coloursOf([...new Set(scene.boxes.map((box) => box.category))]);
  const labels = boxLabels(scene.boxes);
  const chips = labels.map((label, number) => {
    const chip = element("span", { class: "chip", "data-box": number }, label);
    chip.style.background = colours.get(scene.boxes[number].category) ?? "";
    return chip;
  });
  const frame = element("div", { class: "frame" });
  frame.style.setProperty("--ratio", String(scene.width / scene.height));
  if (scene.picture) {
    const image = preloaded ?? element("img", { src: scene.picture });
    const lost = () => showEmptyCanvas(frame, `The picture ${name} could not be loaded: only its boxes are shown.`);
    image.alt = `The image ${name}`;
    if (image.complete && !image.naturalWidth) queueMicrotask(lost);
    else image.addEventListener("error", lost, { once: true });
    frame.append(image);
  } else showEmptyCanvas(frame, "There is no picture in this folder: only its boxes are shown.");
  frame.append(drawBoxes(scene, colours), element("div", { class: "chips", "aria-hidden": "true" }, chips));
  keepChipsPlaced(frame, scene, chips);
  return [element("div", { class: "canvas" }, frame), scene.boxes.length ? renderLegend(scene.boxes, colours) : null];
}

/** @param {string[]} captions */
export function renderCaptions(captions) {
  if (!captions.length) return element("p", { class: "quiet" }, "This image has no captions.");
  return element(
    "ol",
    { class: "captions", "aria-label": "Captions", tabindex: "0" },
    captions.map((caption, number) => element("li", { "data-caption": number, dir: "auto" }, caption)),
  );
}
