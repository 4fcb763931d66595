/** The page to send to somebody: the cards that its file holds, one at a time; it decides nothing and asks nothing. */

import { renderCard } from "./card.js";
import { counted, element, fixture, keyButton } from "./elements.js";
import { QUEUES } from "./filters.js";
import { describeCard } from "./findings.js";
import { handleKey, scrollColumn } from "./keyboard.js";
import { SHORTCUTS } from "./keys.js";
import { showToast, speak } from "./notices.js";
import { openPanel, toggleHelp, toggleJump, togglePanel } from "./panels.js";
import { renderProvenance } from "./provenance.js";
import { PictureShelf } from "./queue.js";
import { applyTheme, changeTheme } from "./theme.js";

/** Stands where the live page has its bar of decisions. */
const NO_DECISIONS = { note: null, choosing: () => false };

/** The cards of the file, the ones that a search has left, and which of them is shown. */
class Reader {
  /** @param {any} data */
  constructor(data) {
    this.data = data;
    this.shelf = new PictureShelf();
    this.reasons = new Map(Object.entries(data.reasons));
    this.places = new Map(data.cards.map((card, place) => [card.id, place]));
    this.texts = data.cards.map((card) =>
      [card.id, card.image, card.reply ?? "", ...(card.turns ?? []).flatMap((turn) => [turn.question, turn.answer])]
        .join("\n")
        .toLowerCase(),
    );
    this.text = "";
    this.found = this.search("");
    this.at = 0;
  }

  /** @param {string} text @returns {number[]} places of the cards that have it */
  search(text) {
    const wanted = text.toLowerCase();
    return [...this.texts.keys()].filter((place) => this.texts[place].includes(wanted));
  }

  /** The card at a position, its picture read from its block. @param {number} at */
  card(at) {
    const card = this.data.cards[this.found[at]];
    if (!card?.scene?.picture) return card;
    const block = document.getElementById(`picture-${card.scene.picture}`);
    return { ...card, scene: { ...card.scene, picture: block?.textContent ?? null } };
  }

  /** Why the card has no picture. @param {any} card */
  lack(card) {
    if (!this.data.pictures) return "This page was made without pictures: only the boxes are shown.";
    const had = this.data.cards[this.places.get(card.id)].scene?.picture;
    return had
      ? "The image could not be read when this page was made: only its boxes are shown."
      : "The image was not found when this page was made: only its boxes are shown.";
  }

  /** The address that leads to the shown card. */
  address() {
    const said = { q: this.text, id: this.data.cards[this.found[this.at]].id };
    return `#${new URLSearchParams(Object.entries(said).filter(([, value]) => value))}`;
  }

  /**
   * Go where an address leads; what it names and the file does not have is said.
   * @param {string} hash @returns {string} a complaint, "" for none
   */
  follow(hash) {
    const given = new URLSearchParams(hash.replace(/^#/, ""));
    const [id, text] = [given.get("id") ?? "", given.get("q") ?? ""];
    const place = this.places.get(id);
    const found = this.search(text);
    const fits = found.length > 0 && (place === undefined || found.includes(place));
    this.text = fits ? text : "";
    this.found = fits ? found : this.search("");
    this.at = Math.max(0, this.found.indexOf(place));
    if (id && place === undefined) return `There is no card ${id} in this file.`;
    return text && !found.length ? `No card has the text “${text}”.` : "";
  }
}

/** @param {Reader} reader @param {Record<string, any>} does */
function readerTop(reader, does) {
  const { run } = reader.data;
  const total = reader.found.length;
  const theme = document.documentElement.dataset.theme;
  const chip = element(
    "button",
    { type: "button", class: "chip-button", "aria-label": "Remove the search", click: () => does.narrow("") },
    element("span", {}, `“${reader.text}”`),
    " ×",
  );
  return [
    element("div", { class: "run" }, element("b", {}, run.name), element("span", { class: "quiet" }, run.model)),
    element("div", { class: "filter-chips" }, reader.text ? chip : null),
    element(
      "div",
      { class: "position" },
      element("span", { class: "numbers" }, `${reader.at + 1} of ${total}`),
      element("progress", { max: total, value: reader.at + 1, "aria-label": "Position among the cards" }),
    ),
    element(
      "div",
      { class: "group" },
      keyButton("Search", "/", { class: "small", "aria-haspopup": "dialog", click: does.search }),
      keyButton("Go to", "g", { class: "small", "aria-haspopup": "dialog", click: does.jump }),
      keyButton({ system: "System", light: "Light", dark: "Dark" }[theme], "t", {
        class: "small",
        title: "Theme",
        click: does.theme,
      }),
      keyButton("Keys", "?", { class: "small", "aria-haspopup": "dialog", click: does.help }),
    ),
  ];
}

/** What this file is, and the way through it. @param {Reader} reader @param {Record<string, any>} does */
function readerBar(reader, does) {
  const { cards, total, queue, filters } = reader.data;
  const held = [`${cards.length.toLocaleString("en")} of ${counted(total, "card")}`, QUEUES[queue]?.[0], ...filters];
  return [
    element("p", { class: "quiet held" }, `Read only · ${held.filter(Boolean).join(" · ")}`),
    element(
      "div",
      { class: "group" },
      keyButton("Previous", "k", { disabled: reader.at === 0, click: does.previous }),
      keyButton("Next", "j", { disabled: reader.at === reader.found.length - 1, click: does.next }),
    ),
  ];
}

/** @param {Reader} reader @param {(text: string) => void} narrow */
function toggleSearch(reader, narrow) {
  const field = element("input", { type: "text", id: "search-text", autocomplete: "off", spellcheck: "false" });
  const hits = element("p", { class: "hits", role: "status" });
  const count = () => {
    const found = reader.search(field.value.trim()).length;
    hits.textContent = found ? `${found} of ${counted(reader.data.cards.length, "card")}` : "No card has this text.";
    return found;
  };
  field.addEventListener("input", count);
  field.value = reader.text;
  const form = element(
    "form",
    {
      submit: (event) => {
        event.preventDefault();
        if (!count()) return field.select();
        openPanel()?.close();
        narrow(field.value.trim());
      },
    },
    element("label", { for: "search-text" }, "Text in questions, answers, ids and file names"),
    element("div", { class: "row" }, field, element("button", { class: "strong" }, "Search")),
    hits,
  );
  if (!togglePanel("search", "Search", () => [form], "/")) return;
  count();
  field.select();
}

/** @param {Reader} reader @param {Record<string, any>} does */
function showReaderCard(reader, does) {
  const stage = fixture("card");
  const held = stage.contains(document.activeElement) || document.activeElement === document.body;
  const card = reader.card(reader.at);
  const context = {
    reviewer: "",
    reasons: reader.reasons,
    image: reader.shelf.of(card),
    aside: "",
    audit: null,
    editor: null,
  };
  stage.replaceChildren(renderCard(card, context));
  if (card.scene && !card.scene.picture) stage.querySelector(".absent")?.replaceChildren(reader.lack(card));
  if (held) stage.focus({ preventScroll: true });
  scrollTo(0, 0);
  document.title = `${card.id} · ${reader.data.run.name}`;
  speak(describeCard(card, reader.at, reader.found.length));
  showReaderFrame(reader, does);
  const next = reader.card(reader.at + 1);
  if (next) reader.shelf.of(next);
}

/** Top and bar anew; the focus stays on the button it was on. @param {Reader} reader @param {Record<string, any>} does */
function showReaderFrame(reader, does) {
  const frames = { top: readerTop(reader, does), bar: readerBar(reader, does) };
  for (const [id, parts] of Object.entries(frames)) {
    const frame = fixture(id);
    const label = frame.contains(document.activeElement) ? document.activeElement?.textContent : null;
    frame.replaceChildren(...parts);
    if (label) [...frame.querySelectorAll("button")].find((button) => button.textContent === label)?.focus();
  }
}

/** @param {Reader} reader @returns {Record<string, any>} what keys and buttons do, by the names of the table of keys */
function readerActions(reader) {
  const stage = fixture("card");
  /** @param {boolean} [remember] as a step of the back button */
  const show = (remember = false) => {
    showReaderCard(reader, does);
    try {
      history[remember ? "pushState" : "replaceState"](null, "", reader.address());
    } catch {
      // a viewer that shows the page in a frame of its own may forbid it: the page works without
    }
  };
  const go = (delta) => {
    const to = reader.at + delta;
    if (to < 0 || to >= reader.found.length) return;
    reader.at = to;
    show();
  };
  const does = {
    next: () => go(1),
    previous: () => go(-1),
    jump: () =>
      toggleJump(async (id) => {
        const place = reader.places.get(id);
        if (place === undefined) throw new Error(`There is no card ${id} in this file.`);
        if (!reader.found.includes(place)) does.narrow("");
        reader.at = reader.found.indexOf(place);
        show(true);
      }),
    search: () => toggleSearch(reader, does.narrow),
    narrow: (text) => {
      const place = reader.found[reader.at];
      Object.assign(reader, { text, found: reader.search(text) });
      reader.at = text ? 0 : reader.found.indexOf(place);
      show(true);
    },
    down: (key) => scrollColumn(stage.querySelector(".talk"), 1, key),
    up: (key) => scrollColumn(stage.querySelector(".talk"), -1, key),
    boxes: () => speak(stage.classList.toggle("without-boxes") ? "Boxes hidden" : "Boxes shown"),
    difference: () => {
      const changes = /** @type {HTMLDetailsElement | null} */ (stage.querySelector("details.changes"));
      if (!changes) return showToast("Nothing was changed on this card.");
      changes.open = !changes.open;
      if (changes.open) changes.scrollIntoView({ block: "nearest" });
    },
    provenance: () => {
      const card = reader.card(reader.at);
      if (card.hidden) return showToast("Withheld in the audit.");
      togglePanel("provenance", `Where ${card.id} comes from`, () => [renderProvenance(card, null)[0]], "i");
    },
    theme: () => {
      speak(`Theme: ${changeTheme()}`);
      showReaderFrame(reader, does);
    },
    help: toggleHelp,
    close: () => (fixture("toast").hidden = true),
    follow: () => {
      const complaint = reader.follow(location.hash);
      show();
      if (complaint) showToast(complaint);
    },
  };
  return does;
}

function startReading() {
  const reader = new Reader(JSON.parse(fixture("data").textContent));
  const does = readerActions(reader);
  // One table says what keys do, what the help lists, and here what there is.
  SHORTCUTS.splice(0, SHORTCUTS.length, ...SHORTCUTS.filter((shortcut) => shortcut.name in does));
  applyTheme();
  document.documentElement.classList.remove("starting");
  document.addEventListener("keydown", (event) =>
    handleKey(event, does, NO_DECISIONS, fixture("card")),
  );
  window.addEventListener("popstate", does.follow);
  does.follow();
  fixture("card").focus({ preventScroll: true });
}

startReading();
