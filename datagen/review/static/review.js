/** What is decided on the card that stands open, until the server has it. */

import { fetchCards, fetchState, sendVerdict } from "./api.js";
import { Browsing } from "./browsing.js";
import { DECISION_WORDS } from "./card.js";
import { Outbox } from "./outbox.js";

export class Review extends Browsing {
  /** @param {any} state @param {string} reviewer @param {import("./browsing.js").View} view */
  constructor(state, reviewer, view) {
    super(reviewer, view);
    this.state = state;
    this.outbox = new Outbox((verdict, doubtful) => (doubtful ? this.sendAgain(verdict) : this.send(verdict)), {
      saved: (verdict, answer) => this.saved(verdict, answer),
      refused: (verdict, error) => this.refused(verdict, error),
      moved: () => view.status(),
    });
    /**
     * Decisions of this page, the latest last.
     * @type {{verdict: any, card: any, at: number | null, queue: import("./queue.js").CardQueue,
     *   after?: string}[]}
     */
    this.made = [];
    /** When the server wrote a decision, which is how an undo names it. @type {WeakMap<any, string>} */
    this.times = new WeakMap();
    /** The card that a decision was made on. @type {WeakMap<any, any>} */
    this.before = new WeakMap();
    /** Notes not yet sent, by card. @type {Map<string, string>} */
    this.notes = new Map();
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
    this.before.set(verdict, card);
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
        takesBack: verdict,
      });
    if (last.queue === this.queue) this.show(card, last.at);
    else this.jump(card.id).catch((error) => this.view.trouble(error.message));
    this.view.toast(`Taken back: ${card.id} is no longer ${DECISION_WORDS[verdict.decision]}`);
  }

  undoHere() {
    const mine = this.card?.standing.opinions.find((opinion) => opinion.reviewer === this.reviewer);
    if (!mine) return this.view.toast("There is nothing to undo.");
    this.outbox.add({ ...this.verdict("undo"), note: "", undoes: mine.time || null });
    this.view.toast(`Taken back: your decision on ${this.card.id}`);
  }

  /** Save new turns and show what the checks say of them. Rejects where they are not saved. @param {any[]} turns */
  async saveEdit(turns) {
    const card = this.card;
    const verdict = this.verdict("edit", [], turns);
    try {
      const answer = await this.outbox.deliver(verdict);
      this.times.set(verdict, answer.time);
      this.made.push({ verdict, card, at: this.at, queue: this.queue, after: answer.card.content_sha256 });
      this.notes.delete(card.id);
    } catch (error) {
      if (error.body?.card) this.update(error.body.card);
      throw error;
    }
  }

  /** An undo goes after what it takes back, and names it: sent twice, it does nothing more. @param {any} verdict */
  send({ takesBack, ...verdict }) {
    return sendVerdict(takesBack ? { ...verdict, undoes: this.times.get(takesBack) ?? null } : verdict);
  }

  /**
   * Send what was sent before without an answer, unless the server has it by now: nothing is written twice.
   * @param {any} verdict
   */
  async sendAgain(verdict) {
    if (verdict.decision === "undo") return this.send(verdict);
    const before = this.before.get(verdict);
    const answer = await fetchCards({ ...this.queue.query, queue: verdict.queue, id: verdict.id, count: 1 });
    const mine = (card) => card?.standing.opinions.find((opinion) => opinion.reviewer === verdict.reviewer);
    const now = mine(answer.cards[0]);
    const arrived = before && now?.decision === verdict.decision && now.time !== mine(before)?.time;
    if (!arrived) return this.send(verdict);
    const { progress, audit } = await fetchState(this.reviewer);
    return { time: now.time, card: answer.cards[0], progress, audit };
  }

  /** @param {any} verdict @param {any} answer */
  saved(verdict, answer) {
    this.times.set(verdict, answer.time);
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

  /** Fetch names and numbers anew. */
  async renewState() {
    const before = this.state.run;
    this.state = await fetchState(this.reviewer);
    const { samples, rejections } = this.state.run;
    if (samples !== before.samples || rejections !== before.rejections) this.view.grown();
    return this.state;
  }

  /** Other tabs and reviewers may have decided: fetch the open card and the numbers anew. */
  async refresh() {
    if (this.outbox.unsaved) return;
    const id = this.card?.id;
    try {
      await this.renewState();
      this.queue.forgetBut(this.at);
      const answer = id ? await fetchCards({ ...this.queue.query, id, count: 1 }) : null;
      if (answer && !this.outbox.unsaved && this.card?.id === id) this.update(answer.cards[0]);
      if (this.at !== null) this.queue.lookAhead(this.at);
      this.view.status();
    } catch (error) {
      this.view.trouble(error.message);
    }
  }
}
