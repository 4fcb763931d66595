/**
 * Decisions on their way to the server, one after the other; one that fails stops the line until it is sent again or
 * dropped.
 */

/**
 * @typedef {object} Letter
 * @property {any} verdict
 * @property {boolean} sending
 * @property {boolean} doubtful it was sent before and no answer came: perhaps the server has it
 * @property {((answer: any) => void) | null} resolve
 * @property {((error: any) => void) | null} reject
 */

export class Outbox {
  /**
   * @param {(verdict: any, doubtful: boolean) => Promise<any>} send
   * @param {{saved: (verdict: any, answer: any) => void, refused: (verdict: any, error: any) => void, moved: () => void}} listeners
   *   `refused`: the text has changed meanwhile (409), the decision is not kept
   */
  constructor(send, listeners) {
    this.send = send;
    this.listeners = listeners;
    /** @type {Letter[]} */
    this.letters = [];
    /** @type {any} the error that stopped the line */
    this.stopped = null;
  }

  get unsaved() {
    return this.letters.length;
  }

  /** Send in the background. @param {any} verdict */
  add(verdict) {
    this.letters.push({ verdict, sending: false, doubtful: false, resolve: null, reject: null });
    this.work();
  }

  /**
   * Send and wait; a failure is told to the caller and does not stop the line.
   * @param {any} verdict
   * @returns {Promise<any>}
   */
  deliver(verdict) {
    if (this.stopped)
      return Promise.reject(new Error("Earlier decisions are not saved yet: send them again first (see above)."));
    return new Promise((resolve, reject) => {
      this.letters.push({ verdict, sending: false, doubtful: false, resolve, reject });
      this.work();
    });
  }

  /**
   * Take back a decision that the server surely has not got.
   * @param {any} verdict
   * @returns {boolean} whether it could be
   */
  withdraw(verdict) {
    const place = this.letters.findIndex((letter) => letter.verdict === verdict);
    const letter = this.letters[place];
    if (!letter || letter.sending || letter.doubtful) return false;
    this.letters.splice(place, 1);
    if (place === 0) this.stopped = null;
    this.listeners.moved();
    this.work();
    return true;
  }

  retry() {
    this.stopped = null;
    this.work();
  }

  /** Give up the decision that stopped the line. */
  drop() {
    this.stopped = null;
    this.forget(this.letters[0]);
    this.listeners.moved();
    this.work();
  }

  /** Leave out a decision that is not kept, and its undo: there is nothing left to take back. @param {Letter} letter */
  forget(letter) {
    this.letters = this.letters.filter((one) => one !== letter && one.verdict.takesBack !== letter.verdict);
  }

  async work() {
    const letter = this.letters[0];
    if (!letter || letter.sending || this.stopped) return this.listeners.moved();
    letter.sending = true;
    this.listeners.moved();
    try {
      const answer = await this.send(letter.verdict, letter.doubtful);
      this.letters.shift();
      this.listeners.saved(letter.verdict, answer);
      letter.resolve?.(answer);
    } catch (error) {
      letter.sending = false;
      letter.doubtful ||= error.status === 0;
      if (letter.reject || error.status === 409) {
        this.forget(letter);
        if (letter.reject) letter.reject(error);
        else this.listeners.refused(letter.verdict, error);
      } else this.stopped = error;
    }
    return this.work();
  }
}
