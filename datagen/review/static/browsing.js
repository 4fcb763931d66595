/** Which card of which queue stands open, and how one gets from it to others. */

import { fetchCards } from "./api.js";
import { CardQueue, PictureShelf } from "./queue.js";
import { formatRoute, parseRoute, sameQueue } from "./route.js";

/**
 * @typedef {object} View what the page does when the state has changed
 * @property {(kept: boolean) => void} card `kept`: the same card in a newer state
 * @property {() => void} status
 * @property {(sentence: string, undo?: boolean) => void} toast
 * @property {(card: any, sentence: string) => void} changed a decision was refused, as the text has changed meanwhile
 * @property {() => void} grown the run has other numbers of outcomes than before
 * @property {(sentence: string, name?: string) => void} trouble
 * @property {() => boolean} busy whether a card is being edited
 */

/** Not `randomUUID`: it is missing where the page is served to another machine. */
function randomName() {
  return [...crypto.getRandomValues(new Uint8Array(9))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class Browsing {
  /** @param {string} reviewer @param {View} view */
  constructor(reviewer, view) {
    this.reviewer = reviewer;
    this.view = view;
    this.session = randomName();
    this.route = this.addressed();
    this.shelf = new PictureShelf();
    /** @type {any} */
    this.card = null;
    /** @type {number | null} null: the card is not in this queue */
    this.at = 0;
    this.returnTo = 0;
    this.steps = 0;
    /** The next card is on its way: the one that still stands there is dealt with. */
    this.leaving = false;
    this.queue = this.newQueue();
  }

  /** The route of the address; what cannot be in it is said and taken out. */
  addressed() {
    const { route, faults } = parseRoute(location.hash);
    if (faults.length) {
      history.replaceState(null, "", formatRoute(route));
      this.view.trouble(faults.join(" "), "address");
    }
    return route;
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
    const route = this.addressed();
    const same = sameQueue(route, this.route);
    if (same && route.id === (this.card?.id ?? "")) return;
    this.route = route;
    if (!same || !route.id) return this.open();
    const step = ++this.steps;
    const found = await this.lookUp(route.id).catch((error) => this.view.trouble(error.message));
    if (found && step === this.steps) this.show(found.card, found.at);
  }

  /** @param {any} card in a newer state */
  update(card) {
    this.queue.replace(card);
    if (this.card?.id !== card.id) return;
    const before = this.card;
    this.card = card;
    if (JSON.stringify(before) !== JSON.stringify(card) && !this.view.busy()) this.view.card(true);
  }

  /** How many cards another queue has under these filters. @param {string} queue */
  async count(queue) {
    return (await fetchCards({ ...this.query(queue), count: 1 })).total;
  }
}
