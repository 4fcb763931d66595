/** Pointing at a claim lights what it rests on, pointing at a box or caption lights the claims that rest on it. */

import { element } from "./elements.js";
import { VERDICT_SIGNS } from "./claims.js";

const LIGHT_SOURCES = "[data-findings],[data-box],[data-boxes],[data-caption]";

/** @param {string | undefined} list @returns {Set<number>} */
function numbersIn(list) {
  return new Set(list ? list.split(" ").map(Number) : []);
}

/** @param {HTMLElement} source @param {any[]} findings */
function litBy(source, findings) {
  const { findings: claimed, box, boxes: several, caption } = source.dataset;
  if (claimed !== undefined) {
    const numbers = numbersIn(claimed);
    const rested = [...numbers].map((number) => findings[number]);
    return {
      findings: numbers,
      boxes: new Set(rested.flatMap((finding) => finding.boxes)),
      captions: new Set(rested.flatMap((finding) => finding.captions)),
    };
  }
  const boxes = numbersIn(several ?? box);
  const captions = numbersIn(caption);
  const resting = findings
    .map((finding, number) => ({ finding, number }))
    .filter(
      (entry) => entry.finding.boxes.some((b) => boxes.has(b)) || entry.finding.captions.some((c) => captions.has(c)),
    );
  return { findings: new Set(resting.map((entry) => entry.number)), boxes, captions };
}

/** What lights something, at or around a place. @param {EventTarget | null} place @returns {HTMLElement | null} */
function sourceAt(place) {
  return place instanceof Element ? place.closest(LIGHT_SOURCES) : null;
}

/** @param {HTMLElement} root @param {string} name @param {string} key @param {Set<number>} lit */
function applyLight(root, name, key, lit) {
  root.classList.toggle(`lights-${name}`, lit.size > 0);
  for (const target of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(`[data-${key}]`))) {
    const numbers = numbersIn(target.dataset[key]);
    target.classList.toggle(
      "lit",
      [...numbers].some((number) => lit.has(number)),
    );
  }
}

/**
 * The reasons beside the claim that is pointed at.
 * @param {HTMLElement} whisper
 * @param {HTMLElement} mark
 * @param {any[]} findings
 */
function showWhisper(whisper, mark, findings) {
  const numbers = [...numbersIn(mark.dataset.findings)];
  whisper.replaceChildren(
    ...numbers.map((number) => {
      const { verdict, check, message } = findings[number];
      const said = message.replace(/^turn \d+, (question|answer): /, "");
      return element(
        "p",
        { class: verdict },
        element("span", { class: "sign" }, VERDICT_SIGNS[verdict]),
        element("b", {}, check),
        ` ${said}`,
      );
    }),
  );
  whisper.hidden = false;
  const place = mark.getClientRects()[0];
  const size = whisper.getBoundingClientRect();
  const above = place.top - size.height - 8;
  const left = Math.min(Math.max(8, place.left), innerWidth - size.width - 8);
  whisper.style.left = `${left}px`;
  whisper.style.top = `${above > 8 ? above : mark.getBoundingClientRect().bottom + 8}px`;
}

/** Listen on a card. @param {HTMLElement} root @param {any[]} findings */
export function attachSpotlight(root, findings) {
  const whisper = element("div", { class: "whisper", "aria-hidden": "true", hidden: true });
  root.append(whisper);
  /** @param {HTMLElement | null} source */
  const light = (source) => {
    const lit = source ? litBy(source, findings) : { findings: new Set(), boxes: new Set(), captions: new Set() };
    applyLight(root, "claims", "findings", lit.findings);
    applyLight(root, "boxes", "box", lit.boxes);
    applyLight(root, "captions", "caption", lit.captions);
    if (source?.matches("mark.claim")) showWhisper(whisper, source, findings);
    else whisper.hidden = true;
  };
  const focused = () => {
    const active = sourceAt(document.activeElement);
    return active && root.contains(active) ? active : null;
  };
  root.addEventListener("pointerover", (event) => light(sourceAt(event.target) ?? focused()));
  root.addEventListener("pointerleave", () => light(focused()));
  root.addEventListener("focusin", () => light(focused()));
  root.addEventListener("focusout", () => light(null));
  root.addEventListener("scroll", () => (whisper.hidden = true), { capture: true, passive: true });
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape") whisper.hidden = true;
  });
}
