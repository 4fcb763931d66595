/**
 * The state of a review: which card of which queue stands open, what was decided, what is still on its way to the
 * server.
 */

import { fetchCards, fetchState, sendVerdict } from "./api.js";
import { DECISION_WORDS } from "./card.js";
import { Outbox } from "./outbox.js";
import { CardQueue, PictureShelf } from "./queue.js";
import { formatRoute, parseRoute, sameQueue } from "./route.js";

/**
 * @typedef {object} View what the page does when the state has changed
 * @property {(kept: boolean) => void} card `kept`: the same card in a newer state
 * @property {() => void} status
 * @property {(sentence: string, undo?: boolean) => void} toast
 * @property {(card: any, sentence: string) => void} changed a decision was refused, as the text has changed meanwhile
 * @property {(sentence: string) => void} trouble
 * @property {() => boolean} busy whether a card is being edited
 */

/** Not `randomUUID`: it is missing where the page is served to another machine. */
function randomName() {
  return [...crypto.getRandomValues(new Uint8Array(9))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class Review {
  /** @param {any} state @param {string} reviewer @param {View} view */
  constructor(state, reviewer, view) {
    Object.assign(this, { state, reviewer, view });
    this.session = randomName();
    this.route = parseRoute(location.hash);
    this.shelf = new PictureShelf();
    this.outbox = new Outbox((verdict, doubtful) => (doubtful ? this.sendAgain(verdict) : sendVerdict(verdict)), {
      saved: (verdict, answer) => this.saved(verdict, answer),
      refused: (verdict, error) => this.refused(verdict, error),
      moved: () => view.status(),
    });
    /** @type {any} */
    this.card = null;
    /** @type {number | null} null: the card is not in this queue */
    this.at = 0;
    this.returnTo = 0;
    this.steps = 0;
    /** The next card is on its way: the one that still stands there is dealt with. */
    this.leaving = false;
    /**
     * Decisions of this page, the latest last.
     * @type {{verdict: any, card: any, at: number | null, queue: CardQueue}[]}
     */
    this.made = [];
    /** Notes not yet sent, by card. @type {Map<string, string>} */
    this.notes = new Map();
    this.queue = this.newQueue();
  }

  query(queue = this.route.queue) {
    const { kind, check, category, state, q, seed } = this.route;
    return {
      queue,
      kind,
      check: queue === "audit" ? "" : check,
      category,
      state,
      q,
      seed,
      reviewer: this.reviewer,
      session: this.session,
    };
  }

  newQueue() {
    return new CardQueue(fetchCards, this.query(), this.shelf);
  }

  /** Begin the queue of the route, at its card. @param {boolean} [afresh] with a new snapshot of the order */
  async open(afresh = false) {
    if (afresh) this.session = randomName();
    this.queue = this.newQueue();
    const step = ++this.steps;
    try {
      const found = this.route.id ? await this.lookUp(this.route.id) : null;
      if (step !== this.steps) return;
      if (found) return this.show(found.card, found.at);
      const first = await this.queue.load(0);
      if (step === this.steps) this.show(first, 0);
    } catch (error) {
      this.view.trouble(error.message);
    }
  }

  /** @param {string} id */
  async lookUp(id) {
    try {
      return await this.queue.find(id);
    } catch (error) {
      if (error.status !== 404) throw error;
      this.view.trouble(error.message);
      return null;
    }
  }

  /**
   * @param {any} card null at the end of the queue
   * @param {number | null} at
   * @param {boolean} [remember] as a step of the back button
   */
  show(card, at, remember = false) {
    this.steps++;
    if (at !== null) this.returnTo = at;
    Object.assign(this, { card, at, leaving: false });
    this.route = { ...this.route, id: card?.id ?? "" };
    const address = formatRoute(this.route);
    if (remember && address !== location.hash) history.pushState(null, "", address);
    else history.replaceState(null, "", address);
    this.view.card(false);
    if (at !== null) this.queue.lookAhead(at);
  }

  /** @param {number} delta */
  async go(delta) {
    const from = this.at ?? this.returnTo - Math.max(0, delta);
    const to = Math.max(0, Math.min(from + delta, this.queue.total));
    if (to === this.at) return;
    if (this.queue.renewed) return this.openRenewed();
    const here = this.queue.here(to);
    if (here || to === this.queue.total) return this.show(here, to);
    const step = ++this.steps;
    this.leaving = true;
    try {
      const card = await this.queue.load(to);
      if (step !== this.steps) return;
      if (this.queue.renewed) return this.openRenewed();
      this.show(card, to);
    } catch (error) {
      this.leaving = false;
      this.view.trouble(error.message);
    }
  }

  /** What is to do begins at the first card again: the decided ones have left the order. */
  openRenewed() {
    if (this.route.state === "todo") this.route = { ...this.route, id: "" };
    this.view.toast("The order of this queue was made anew.");
    return this.open();
  }

  /** Rejects where there is no such card. @param {string} id */
  async jump(id) {
    const { card, at } = await this.queue.find(id);
    this.show(card, at, true);
  }

  /** @param {any} changes */
  choose(changes) {
    this.route = { ...this.route, ...changes, id: "" };
    history.pushState(null, "", formatRoute(this.route));
    return this.open();
  }

  /** The address has changed under the page. */
  async follow() {
    const route = parseRoute(location.hash);
    const same = sameQueue(route, this.route);
    if (same && route.id === (this.card?.id ?? "")) return;
    this.route = route;
    if (!same || !route.id) return this.open();
    const step = ++this.steps;
    const found = await this.lookUp(route.id).catch((error) => this.view.trouble(error.message));
    if (found && step === this.steps) this.show(found.card, found.at);
  }

  /** @param {string} decision @param {string[]} reasons @param {any[] | null} turns */
  verdict(decision, reasons = [], turns = null) {
    const { id, content_sha256 } = this.card;
    const note = (this.notes.get(id) ?? "").trim();
    return { id, content_sha256, decision, reasons, note, turns, reviewer: this.reviewer, queue: this.route.queue };
  }

  /**
   * Decide on the card and go on; the decision travels in the background.
   * @param {string} decision
   * @param {string[]} [reasons]
   */
  decide(decision, reasons = []) {
    const card = this.card;
    if (!card || this.leaving) return;
    if (decision === "accept" && !card.turns) {
      this.view.toast("A reply that could not be read cannot be accepted: edit it, or reject it.");
      return;
    }
    const verdict = this.verdict(decision, reasons);
    this.made.push({ verdict, card, at: this.at, queue: this.queue });
    this.notes.delete(card.id);
    const opinion = {
      reviewer: this.reviewer,
      decision,
      reasons,
      note: verdict.note,
      time: "",
      stale: false,
      queue: verdict.queue,
    };
    const others = card.standing.opinions.filter((other) => other.reviewer !== this.reviewer);
    this.queue.replace({ ...card, standing: { ...card.standing, opinions: [...others, opinion] } });
    this.outbox.add(verdict);
    this.go(1);
    const words = DECISION_WORDS[decision];
    this.view.toast(`${words[0].toUpperCase()}${words.slice(1)} ${card.id}`, true);
  }

  /** Take back the latest decision of this page, or else this reviewer's own on the open card. */
  undo() {
    const last = this.made.pop();
    if (!last) return this.undoHere();
    const { verdict, card } = last;
    if (verdict.note) this.notes.set(card.id, verdict.note);
    this.queue.replace(card);
    if (!this.outbox.withdraw(verdict))
      this.outbox.add({
        ...verdict,
        content_sha256: last.after ?? verdict.content_sha256,
        decision: "undo",
        reasons: [],
        note: "",
        turns: null,
      });
    if (last.queue === this.queue) this.show(card, last.at);
    else this.jump(card.id).catch((error) => this.view.trouble(error.message));
    this.view.toast(`Taken back: ${card.id} is no longer ${DECISION_WORDS[verdict.decision]}`);
  }

  undoHere() {
    const mine = this.card?.standing.opinions.some((opinion) => opinion.reviewer === this.reviewer);
    if (!mine) return this.view.toast("There is nothing to undo.");
    this.outbox.add({ ...this.verdict("undo"), note: "" });
    this.view.toast(`Taken back: your decision on ${this.card.id}`);
  }

  /** Save new turns and show what the checks say of them. Rejects where they are not saved. @param {any[]} turns */
  async saveEdit(turns) {
    const card = this.card;
    const verdict = this.verdict("edit", [], turns);
    try {
      const answer = await this.outbox.deliver(verdict);
      this.made.push({ verdict, card, at: this.at, queue: this.queue, after: answer.card.content_sha256 });
      this.notes.delete(card.id);
    } catch (error) {
      if (error.status === 409) this.update(error.body.card);
      throw error;
    }
  }

  /**
   * Send what was sent before without an answer, unless the server has it by now: nothing is written twice.
   * @param {any} verdict
   */
  async sendAgain(verdict) {
    const before = this.made.find((made) => made.verdict === verdict)?.card;
    const answer = await fetchCards({ ...this.queue.query, queue: verdict.queue, id: verdict.id, count: 1 });
    const mine = (card) => card?.standing.opinions.find((opinion) => opinion.reviewer === verdict.reviewer);
    const now = mine(answer.cards[0]);
    const arrived = before && now?.decision === verdict.decision && now.time !== mine(before)?.time;
    if (!arrived) return sendVerdict(verdict);
    const { progress, audit } = await fetchState(this.reviewer);
    return { card: answer.cards[0], progress, audit };
  }

  /** @param {any} card in a newer state */
  update(card) {
    this.queue.replace(card);
    if (this.card?.id !== card.id) return;
    const before = this.card;
    this.card = card;
    if (JSON.stringify(before) !== JSON.stringify(card) && !this.view.busy()) this.view.card(true);
  }

  /** @param {any} verdict @param {any} answer */
  saved(verdict, answer) {
    Object.assign(this.state, { progress: answer.progress, audit: answer.audit });
    if (!this.outbox.letters.some((letter) => letter.verdict.id === verdict.id)) this.update(answer.card);
    this.view.status();
  }

  /** @param {any} verdict @param {any} error */
  refused(verdict, error) {
    this.made = this.made.filter((made) => made.verdict !== verdict);
    const card = error.body.card;
    if (verdict.decision === "undo") {
      if (card) this.update(card);
      return this.view.trouble(`${verdict.id}: ${error.message}`);
    }
    if (verdict.note) this.notes.set(verdict.id, verdict.note);
    if (!card) return this.view.trouble(`${verdict.id}: ${error.message}`);
    this.queue.replace(card);
    this.view.changed(
      card,
      `${verdict.id}: ${error.message} Your decision was not saved: look at the text as it is now.`,
    );
  }

  /** Other tabs and reviewers may have decided: fetch the open card and the numbers anew. */
  async refresh() {
    if (this.outbox.unsaved) return;
    const id = this.card?.id;
    try {
      this.state = await fetchState(this.reviewer);
      this.queue.forgetBut(this.at);
      const answer = id ? await fetchCards({ ...this.queue.query, id, count: 1 }) : null;
      if (answer && !this.outbox.unsaved && this.card?.id === id) this.update(answer.cards[0]);
      if (this.at !== null) this.queue.lookAhead(this.at);
      this.view.status();
    } catch (error) {
      this.view.trouble(error.message);
    }
  }

  /** How many cards another queue has under these filters. @param {string} queue */
  async count(queue) {
    return (await fetchCards({ ...this.query(queue), count: 1 })).total;
  }
}
