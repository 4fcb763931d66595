/** Puts the page together: one card, its bar, the keys and the panels, over one Review. */

import { fetchProvenance, fetchState } from "./api.js";
import { renderCard } from "./card.js";
import { buildDecisionBar } from "./decisions.js";
import { openEditor } from "./edit.js";
import { element } from "./elements.js";
import { renderEnd } from "./end.js";
import { toggleFilters } from "./filters.js";
import { countFailing, describeCard } from "./findings.js";
import { handleKey, scrollColumn } from "./keyboard.js";
import { isTypingIn } from "./keys.js";
import { clearAlarm, raiseAlarm, showToast, speak } from "./notices.js";
import { fillPanel, openPanel, toggleHelp, toggleJump, togglePanel } from "./panels.js";
import { renderProvenance } from "./provenance.js";
import { Review } from "./review.js";
import { auditLines, renderStatistics } from "./statistics.js";
import { applyTheme, changeTheme, keep, readKept } from "./theme.js";
import { renderTop } from "./top.js";

/** A name chosen on the page holds until the server is started for somebody else. */
const REVIEWER_KEY = "datagen-review-reviewer-for-";
/** A card that comes unasked takes no key for so long: the hand may already be on its way. */
const UNASKED_MS = 700;

const main = document.getElementById("card");
const auditBox = element("div", { class: "audit", role: "group", "aria-label": "Audit so far" });
/** @type {Review} */
let review;
/** @type {import("./decisions.js").DecisionBar} */
let bar;
/** @type {import("./edit.js").Editor | null} */
let editor = null;
let boxesShown = true;
let aside = "";
let serverReviewer = "";
let lockedUntil = 0;

/** @param {boolean} kept the same card in a newer state: what was scrolled stays so */
function showCard(kept) {
  const { card, at } = review;
  const scrolled = kept ? [...main.querySelectorAll(".talk, .findings")].map((column) => column.scrollTop) : [];
  const held = main.contains(document.activeElement) || document.activeElement === document.body;
  if (card) {
    const reasons = new Map(review.state.reasons.map((reason) => [reason.name, reason.label]));
    const context = {
      reviewer: review.reviewer,
      reasons,
      image: review.shelf.of(card),
      aside,
      editor: editor?.root ?? null,
      audit: card.hidden ? auditBox : null,
    };
    main.replaceChildren(renderCard(card, context));
  } else
    main.replaceChildren(
      renderEnd(review.route, review.queue.total, { again: () => review.open(true), queue: actions.queue }),
    );
  [...main.querySelectorAll(".talk, .findings")].forEach((column, place) => (column.scrollTop = scrolled[place] ?? 0));
  if (!kept) {
    bar.closeReasons();
    bar.note.value = card ? (review.notes.get(card.id) ?? "") : "";
    speak(card ? describeCard(card, at, review.queue.total) : "The end of the queue");
  }
  if (held && !editor) main.focus({ preventScroll: true });
  document.title = card ? `${card.id} · Review` : "Review";
  bar.fit(card, editor !== null);
  showStatus();
}

function showStatus() {
  if (!review) return;
  const { route, state, at, queue, outbox } = review;
  const now = {
    route,
    state,
    at,
    total: queue.total,
    unsaved: outbox.unsaved,
    stopped: outbox.stopped !== null,
    theme: document.documentElement.dataset.theme,
  };
  const top = document.getElementById("top");
  const place = [...top.querySelectorAll("button")].indexOf(document.activeElement);
  top.replaceChildren(...renderTop(now, { ...actions, choose: (changes) => review.choose(changes) }));
  if (place >= 0) top.querySelectorAll("button")[place]?.focus();
  auditBox.replaceChildren(element("h2", {}, "Audit so far"), ...auditLines(state.audit));
  document.querySelector(".alarms [data-alarm=unsaved]") && !outbox.stopped && clearAlarm("unsaved");
  if (outbox.stopped) {
    const count = outbox.unsaved === 1 ? "1 decision is" : `${outbox.unsaved} decisions are`;
    raiseAlarm(
      "unsaved",
      `${count} not saved, first that on ${outbox.letters[0].verdict.id}: ${outbox.stopped.message}`,
      [
        { label: "Send again", act: () => outbox.retry() },
        { label: "Give up the first", act: () => outbox.drop() },
      ],
    );
  }
}

/** @param {any} card @param {string} sentence */
function showChanged(card, sentence) {
  const show = () => {
    clearAlarm(card.id);
    aside = sentence;
    lockedUntil = performance.now() + UNASKED_MS;
    review
      .jump(card.id)
      .catch((error) => showTrouble(error.message))
      .then(() => (aside = ""));
    speak(sentence);
  };
  if (editor || bar.choosing() || openPanel() || isTypingIn(document.activeElement)) {
    raiseAlarm(card.id, sentence, [
      { label: "Show it", act: show },
      { label: "Dismiss", act: () => clearAlarm(card.id) },
    ]);
  } else show();
}

/** @param {string} sentence */
function showTrouble(sentence) {
  raiseAlarm("trouble", sentence, [{ label: "Dismiss", act: () => clearAlarm("trouble") }]);
}

function leaveEditor() {
  editor = null;
  showCard(false);
  main.focus({ preventScroll: true });
}

/** @param {any[]} turns */
async function saveEditor(turns) {
  const open = editor;
  try {
    await review.saveEdit(turns);
    leaveEditor();
    const failing = countFailing(review.card);
    const said = review.card.hidden
      ? ""
      : failing
        ? `: ${failing} finding${failing === 1 ? "" : "s"} still fail${failing === 1 ? "s" : ""}`
        : ": no check fails";
    showToast(`Saved${said}`, actions.undo);
    speak(`Saved${said}`);
  } catch (error) {
    const more =
      error.status === 409
        ? " Your text is still in the fields: save again to put it in place of the other, or leave to see the other."
        : "";
    open.fail(`${error.message}${more}`);
  }
}

/** What is decided while a card is edited, or just after one came unasked, would be a slip. */
const decides = () => review.card && !editor && performance.now() > lockedUntil;

const actions = {
  accept: () => decides() && review.decide("accept"),
  reject: () => {
    if (!decides()) return;
    if (bar.choosing()) bar.closeReasons();
    else bar.openReasons();
  },
  confirm: () => decides() && review.decide("reject", bar.chosen()),
  reason: (key) => {
    const reason = review.state.reasons.find((row) => String(row.key) === key);
    if (!reason || !decides()) return;
    if (bar.choosing()) bar.toggleReason(reason.name);
    else review.decide("reject", [reason.name]);
  },
  skip: () => decides() && review.decide("skip"),
  flag: () => decides() && review.decide("flag"),
  undo: () => !editor && review.undo(),
  edit: () => {
    if (!decides()) return;
    editor = openEditor(review.card, { save: saveEditor, leave: leaveEditor });
    showCard(false);
    editor.focus();
  },
  note: () => bar.note.focus(),
  next: () => moves(() => review.go(1)),
  previous: () => moves(() => review.go(-1)),
  jump: () => moves(() => toggleJump((id) => review.jump(id))),
  search: () =>
    moves(() => {
      actions.queue();
      document.getElementById("filter-q")?.select();
    }),
  queue: () =>
    moves(() =>
      toggleFilters({ ...review.route }, review.state, review.reviewer, {
        choose: (changes) => review.choose(changes),
        count: (queue) => review.count(queue),
        rename: renameReviewer,
      }),
    ),
  down: (key) => scrollColumn(main.querySelector(".talk"), 1, key),
  up: (key) => scrollColumn(main.querySelector(".talk"), -1, key),
  boxes: () => {
    boxesShown = !boxesShown;
    main.classList.toggle("without-boxes", !boxesShown);
    speak(boxesShown ? "Boxes shown" : "Boxes hidden");
  },
  difference: () => {
    const changes = main.querySelector("details.changes");
    if (!changes) return showToast("Nothing was changed on this card.");
    changes.open = !changes.open;
    if (changes.open) changes.scrollIntoView({ block: "nearest" });
  },
  provenance: showProvenance,
  statistics: async () => {
    const dialog = togglePanel("statistics", "Statistics", () => renderStatistics(review.state), "v");
    if (!dialog) return;
    review.state = await fetchState(review.reviewer).catch(() => review.state);
    fillPanel(dialog, ...renderStatistics(review.state));
  },
  theme: () => {
    speak(`Theme: ${changeTheme()}`);
    showStatus();
  },
  help: toggleHelp,
  close: () => {
    if (bar.choosing()) bar.closeReasons();
    else document.getElementById("toast").hidden = true;
  },
};

/** While a text is edited no other card is opened: what was typed would be lost. @param {() => any} move */
function moves(move) {
  if (!editor?.changed()) {
    if (editor) leaveEditor();
    return move();
  }
  editor.say("Save or leave the text first: Ctrl+Enter saves, Esc leaves.");
}

/** @param {string} name */
function renameReviewer(name) {
  keep(REVIEWER_KEY + serverReviewer, name);
  review.reviewer = name;
  review.open().then(() => review.refresh());
}

async function showProvenance() {
  const card = review.card;
  if (!card) return;
  if (card.hidden) return showToast("Withheld in the audit: the attempts tell what the checks found.");
  const dialog = togglePanel("provenance", `Where ${card.id} comes from`, () => renderProvenance(card, null), "i");
  if (!dialog) return;
  try {
    fillPanel(dialog, ...renderProvenance(card, await fetchProvenance(card.id)));
  } catch (error) {
    fillPanel(dialog, element("p", { class: "fault", role: "alert" }, error.message));
  }
}

async function start() {
  applyTheme();
  document.documentElement.classList.remove("starting");
  const given = await fetchState("");
  const kept = readKept(REVIEWER_KEY + given.reviewer);
  const state = kept ? await fetchState(kept) : given;
  serverReviewer = given.reviewer;
  const view = {
    card: showCard,
    status: showStatus,
    toast: (sentence, undo) => {
      showToast(sentence, undo ? actions.undo : null);
      speak(`${sentence}. ${document.getElementById("spoken").textContent}`);
    },
    changed: showChanged,
    trouble: showTrouble,
    busy: () => editor !== null,
  };
  review = new Review(state, kept || state.reviewer, view);
  bar = buildDecisionBar(document.getElementById("bar"), state.reasons, actions);
  bar.note.addEventListener("input", () => review.card && review.notes.set(review.card.id, bar.note.value));
  document.addEventListener("keydown", (event) => handleKey(event, actions, bar, main));
  window.addEventListener("popstate", () => moves(() => review.follow()));
  window.addEventListener("focus", () => !editor && review.refresh());
  window.addEventListener("storage", () => {
    applyTheme();
    showStatus();
  });
  window.addEventListener("beforeunload", (event) => {
    if (review.outbox.unsaved || editor?.changed()) event.preventDefault();
  });
  await review.open();
  main.focus({ preventScroll: true });
}

start().catch((error) => showTrouble(error.message));
