/** What changed between two texts, word by word (longest common subsequence). */

import { element } from "./elements.js";

const WORD_PATTERN =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{N}\p{M}_'’]+|\s+|[^\p{L}\p{N}\p{M}_'’\s]/gu;
const MOST_CELLS = 4_000_000;

/** @param {string} text @returns {string[]} words, spaces and signs, which joined give the text */
export function splitWords(text) {
  return text.match(WORD_PATTERN) ?? [];
}

/** @typedef {{kind: "same" | "removed" | "added", text: string}} Piece */

/** @param {string[]} before @param {string[]} after @returns {Piece[]} one piece per word */
function compareWords(before, after) {
  const width = after.length + 1;
  if (before.length * after.length > MOST_CELLS) {
    return [
      { kind: "removed", text: before.join("") },
      { kind: "added", text: after.join("") },
    ];
  }
  const lengths = new Uint16Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      lengths[i * width + j] =
        before[i] === after[j]
          ? lengths[(i + 1) * width + j + 1] + 1
          : Math.max(lengths[(i + 1) * width + j], lengths[i * width + j + 1]);
    }
  }
  /** @type {Piece[]} */
  const pieces = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      pieces.push({ kind: "same", text: before[i++] });
      j++;
    } else if (
      j === after.length ||
      (i < before.length && lengths[(i + 1) * width + j] >= lengths[i * width + j + 1])
    ) {
      pieces.push({ kind: "removed", text: before[i++] });
    } else pieces.push({ kind: "added", text: after[j++] });
  }
  return pieces;
}

/** A lone space between two changes is part of them; runs of one kind are joined. @param {Piece[]} pieces */
function joinPieces(pieces) {
  /** @type {Piece[]} */
  const joined = [];
  let removed = "";
  let added = "";
  const flush = () => {
    if (removed) joined.push({ kind: "removed", text: removed });
    if (added) joined.push({ kind: "added", text: added });
    removed = added = "";
  };
  pieces.forEach((piece, index) => {
    const changed = (place) => pieces[place] && pieces[place].kind !== "same";
    if (piece.kind === "removed") removed += piece.text;
    else if (piece.kind === "added") added += piece.text;
    else if (/^\s+$/.test(piece.text) && changed(index - 1) && changed(index + 1)) {
      removed += piece.text;
      added += piece.text;
    } else {
      flush();
      const last = joined.at(-1);
      if (last?.kind === "same") last.text += piece.text;
      else joined.push({ ...piece });
    }
  });
  flush();
  return joined;
}

/** @param {string} before @param {string} after @returns {Piece[]} */
export function diffWords(before, after) {
  const old = splitWords(before);
  const fresh = splitWords(after);
  let head = 0;
  while (head < old.length && head < fresh.length && old[head] === fresh[head]) head++;
  let tail = 0;
  while (tail < old.length - head && tail < fresh.length - head && old.at(-1 - tail) === fresh.at(-1 - tail)) tail++;
  const middle = compareWords(old.slice(head, old.length - tail), fresh.slice(head, fresh.length - tail));
  /** @param {string[]} words @returns {Piece[]} */
  const same = (words) => (words.length ? [{ kind: "same", text: words.join("") }] : []);
  return joinPieces([...same(old.slice(0, head)), ...middle, ...same(old.slice(old.length - tail))]);
}

/** @param {string} before @param {string} after */
export function renderDiff(before, after) {
  /** @type {Record<Piece["kind"], "span" | "del" | "ins">} */
  const tags = { same: "span", removed: "del", added: "ins" };
  return element(
    "p",
    { class: "difference", dir: "auto" },
    diffWords(before, after).map((piece) => element(tags[piece.kind], {}, piece.text)),
  );
}

/**
 * Which turn became which: equal ones pair up, those between them pair in order, the rest were added or removed.
 * @param {any[]} before @param {any[]} after @returns {{before: any | null, after: any | null}[]}
 */
export function pairTurns(before, after) {
  const key = (turn) => JSON.stringify([turn.question, turn.answer]);
  const pairs = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    let steps = 0;
    const found = () =>
      before
        .slice(i, i + steps + 1)
        .some((turn) => after.slice(j, j + steps + 1).some((other) => key(turn) === key(other)));
    const rest = Math.max(before.length - i, after.length - j);
    while (steps < rest && !found()) steps++;
    const a = before.slice(i, i + steps + 1);
    const b = after.slice(j, j + steps + 1);
    const [x, y] = steps === rest ? [a.length, b.length] : firstEqual(a.map(key), b.map(key));
    for (let n = 0; n < Math.max(x, y); n++) pairs.push({ before: n < x ? a[n] : null, after: n < y ? b[n] : null });
    i += x;
    j += y;
    if (i < before.length && j < after.length) pairs.push({ before: before[i++], after: after[j++] });
  }
  return pairs;
}

/** @param {string[]} a @param {string[]} b @returns {[number, number]} */
function firstEqual(a, b) {
  for (let i = 0; i < a.length; i++) if (b.includes(a[i])) return [i, b.indexOf(a[i])];
  return [a.length, b.length];
}

/** All turns before and after, only what changed. @param {any[]} before @param {any[]} after */
export function renderTurnsDiff(before, after) {
  const rows = pairTurns(before, after).flatMap(({ before: old, after: fresh }, index) =>
    ["question", "answer"]
      .filter((part) => old?.[part] !== fresh?.[part])
      .map((part) =>
        element(
          "li",
          {},
          element("span", { class: "place" }, `${index + 1}, ${part}`),
          renderDiff(old?.[part] ?? "", fresh?.[part] ?? ""),
        ),
      ),
  );
  return element("ul", { class: "turns-difference", "aria-label": "Before and after" }, rows);
}
