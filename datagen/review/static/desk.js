/** What stands on the page: the card or its editor, the line at the top, alarms; over one Review and its bar. */

import { raiseChanged, raiseGrown, raiseTrouble, raiseUnsaved } from "./alarms.js";
import { renderCard } from "./card.js";
import { openEditor } from "./edit.js";
import { element, fixture } from "./elements.js";
import { renderEnd } from "./end.js";
import { countFailing, describeCard } from "./findings.js";
import { isTypingIn } from "./keys.js";
import { clearAlarm, showToast, speak } from "./notices.js";
import { openPanel } from "./panels.js";
import { auditLines } from "./statistics.js";
import { renderTop } from "./top.js";

/** A card that comes unasked takes no key for so long: the hand may already be on its way. */
const UNASKED_MS = 700;

/** `review`, `bar` and `actions` are put in place when the page starts. */
export class Desk {
  /** @param {HTMLElement} main where the card stands */
  constructor(main) {
    this.main = main;
    this.auditBox = element("div", { class: "audit", role: "group", "aria-label": "Audit so far" });
    /** @type {import("./review.js").Review} */
    this.review = /** @type {any} */ (null);
    /** @type {import("./decisions.js").DecisionBar} */
    this.bar = /** @type {any} */ (null);
    /** @type {import("./actions.js").Actions} */
    this.actions = /** @type {any} */ (null);
    /** @type {import("./edit.js").Editor | null} */
    this.editor = null;
    this.aside = "";
    this.lockedUntil = 0;
  }

  /** @param {boolean} kept the same card in a newer state: what was scrolled stays so */
  showCard(kept) {
    const { main, review, bar, editor } = this;
    const { card, at } = review;
    const columns = () => [...main.querySelectorAll(".talk, .findings")];
    const scrolled = kept ? columns().map((column) => column.scrollTop) : [];
    const held = main.contains(document.activeElement) || document.activeElement === document.body;
    main.replaceChildren(card ? renderCard(card, this.context(card)) : this.end());
    columns().forEach((column, place) => (column.scrollTop = scrolled[place] ?? 0));
    if (!kept) {
      bar.closeReasons();
      bar.note.value = card ? (review.notes.get(card.id) ?? "") : "";
      speak(card ? describeCard(card, at, review.queue.total) : "The end of the queue");
    }
    if (held && !editor) main.focus({ preventScroll: true });
    document.title = card ? `${card.id} · Review` : "Review";
    bar.fit(card, editor !== null);
    this.showStatus();
  }

  /** @param {any} card @returns {import("./card.js").CardContext} */
  context(card) {
    const { review, editor, aside, auditBox } = this;
    return {
      reviewer: review.reviewer,
      reasons: new Map(review.state.reasons.map((reason) => [reason.name, reason.label])),
      image: review.shelf.of(card),
      aside,
      editor: editor?.root ?? null,
      audit: card.hidden ? auditBox : null,
    };
  }

  end() {
    const { review, actions } = this;
    return renderEnd(review.route, review.queue.total, { again: () => review.open(true), queue: actions.queue });
  }

  showStatus() {
    if (!this.review) return;
    const { route, state, at, queue, outbox } = this.review;
    const now = {
      route,
      state,
      at,
      total: queue.total,
      unsaved: outbox.unsaved,
      stopped: outbox.stopped !== null,
      theme: document.documentElement.dataset.theme,
    };
    const top = fixture("top");
    const place = [...top.querySelectorAll("button")].findIndex((button) => button === document.activeElement);
    top.replaceChildren(...renderTop(now, { ...this.actions, choose: (changes) => this.review.choose(changes) }));
    if (place >= 0) top.querySelectorAll("button")[place]?.focus();
    this.auditBox.replaceChildren(element("h2", {}, "Audit so far"), ...auditLines(state.audit));
    raiseUnsaved(outbox);
  }

  /** @param {any} card @param {string} sentence */
  showChanged(card, sentence) {
    const show = () => {
      clearAlarm(card.id);
      this.aside = sentence;
      this.lockedUntil = performance.now() + UNASKED_MS;
      this.review
        .jump(card.id)
        .catch((error) => raiseTrouble(error.message))
        .then(() => (this.aside = ""));
      speak(sentence);
    };
    if (this.editor || this.bar.choosing() || openPanel() || isTypingIn(document.activeElement)) {
      raiseChanged(card.id, sentence, show);
    } else show();
  }

  showGrown() {
    raiseGrown(this.review.state.run, () => this.moves(() => this.review.open(true)));
  }

  edit() {
    this.editor = openEditor(this.review.card, {
      save: (turns) => this.saveEdit(turns),
      leave: () => this.leaveEdit(),
    });
    this.showCard(false);
    this.editor.focus();
  }

  leaveEdit() {
    this.editor = null;
    this.showCard(false);
    this.main.focus({ preventScroll: true });
  }

  /** @param {any[]} turns */
  async saveEdit(turns) {
    const open = this.editor;
    try {
      await this.review.saveEdit(turns);
      this.leaveEdit();
      const failing = countFailing(this.review.card);
      const said = this.review.card.hidden
        ? ""
        : failing
          ? `: ${failing} finding${failing === 1 ? "" : "s"} still fail${failing === 1 ? "s" : ""}`
          : ": no check fails";
      showToast(`Saved${said}`, this.actions.undo);
      speak(`Saved${said}`);
    } catch (error) {
      const more =
        error.status === 409
          ? " Your text is still in the fields: save again to put it in place of the other, or leave to see the other."
          : "";
      open?.fail(`${error.message}${more}`);
    }
  }

  /** While a text is edited no other card is opened: what was typed would be lost. @param {() => any} move */
  moves(move) {
    if (!this.editor?.changed()) {
      if (this.editor) this.leaveEdit();
      return move();
    }
    this.editor.say("Save or leave the text first: Ctrl+Enter saves, Esc leaves.");
    this.editor.focus();
  }

  /** What is decided while a card is edited, or just after one came unasked, would be a slip. */
  decides() {
    return this.review.card && !this.editor && performance.now() > this.lockedUntil;
  }
}
