/**
 * The cards of one queue by their position, fetched ahead with their pictures, so that the next one is there at once.
 */

const CARDS_AHEAD = 5;
const PICTURES_KEPT = 16;

/** The pictures loaded so far, the latest last. */
export class PictureShelf {
  constructor() {
    /** @type {Map<string, HTMLImageElement>} */
    this.images = new Map();
  }

  /** @param {any} card @returns {HTMLImageElement | null} loading or loaded */
  of(card) {
    const address = card.scene?.picture;
    if (!address) return null;
    let image = this.images.get(address);
    if (!image || (image.complete && !image.naturalWidth)) {
      image = new Image();
      image.src = address;
      image.decode().catch(() => {});
    }
    this.images.delete(address);
    this.images.set(address, image);
    for (const oldest of [...this.images.keys()].slice(0, -PICTURES_KEPT)) this.images.delete(oldest);
    return image;
  }
}

export class CardQueue {
  /**
   * @param {(query: any) => Promise<any>} fetch
   * @param {Record<string, string>} query without position
   * @param {PictureShelf} shelf
   */
  constructor(fetch, query, shelf) {
    this.fetch = fetch;
    this.query = query;
    this.shelf = shelf;
    this.total = 0;
    this.begun = false;
    /** The server has made the order anew (it was restarted): positions no longer mean the same cards. */
    this.renewed = false;
    /** @type {Map<number, any>} */
    this.cards = new Map();
    /** @type {Promise<void> | null} */
    this.ahead = null;
  }

  /** @param {any} answer */
  take(answer) {
    if (this.begun && answer.total !== this.total) {
      this.renewed = true;
      this.cards.clear();
    }
    this.begun = true;
    this.total = answer.total;
    if (answer.at === null || answer.at === undefined) return;
    answer.cards.forEach((card, step) => {
      this.cards.set(answer.at + step, card);
      this.shelf.of(card);
    });
  }

  /** The card at a position if it is here. @param {number} at */
  here(at) {
    return this.cards.get(at) ?? null;
  }

  /** @param {number} at @returns {Promise<any>} the card, or null past the end */
  async load(at) {
    if (!this.cards.has(at)) this.take(await this.fetch({ ...this.query, at, count: CARDS_AHEAD + 1 }));
    return this.here(at);
  }

  /** @param {string} id @returns {Promise<{card: any, at: number | null}>} */
  async find(id) {
    const answer = await this.fetch({ ...this.query, id, count: CARDS_AHEAD + 1 });
    this.take(answer);
    return { card: answer.cards[0], at: answer.at ?? null };
  }

  /** Fetch what comes next; a failure is left to the step that needs the card. @param {number} at */
  lookAhead(at) {
    const missing = [...Array(CARDS_AHEAD).keys()]
      .map((step) => at + 1 + step)
      .find((place) => place < this.total && !this.cards.has(place));
    if (missing === undefined || this.ahead) return;
    this.ahead = this.load(missing)
      .catch(() => {})
      .then(() => {
        this.ahead = null;
      });
  }

  /** Put the newer state of a card in its place. @param {any} card */
  replace(card) {
    for (const [at, old] of this.cards) if (old.id === card.id) this.cards.set(at, card);
  }

  /** Forget all but one position: others may have changed. @param {number | null} at */
  forgetBut(at) {
    for (const place of [...this.cards.keys()]) if (place !== at) this.cards.delete(place);
  }
}
