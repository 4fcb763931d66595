/** What the page asks of its server; every failure is an AnswerError with a sentence to show. */

/** `status` 0: no answer came, so nobody knows whether the request was carried out. */
export class AnswerError extends Error {
  /** @param {number} status @param {string} sentence @param {any} body */
  constructor(status, sentence, body) {
    super(sentence);
    this.status = status;
    this.body = body;
  }
}

/** @param {string} path @param {RequestInit} [options] @returns {Promise<any>} */
async function askServer(path, options) {
  let answer;
  try {
    answer = await fetch(path, { credentials: "same-origin", ...options });
  } catch {
    throw new AnswerError(0, "The review server does not answer: is `datagen review` still running?", {});
  }
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok)
    throw new AnswerError(
      answer.status,
      body.error ?? `The server answered ${answer.status} ${answer.statusText}.`,
      body,
    );
  return body;
}

/** @param {string} reviewer */
export function fetchState(reviewer) {
  return askServer(`/api/state?${new URLSearchParams(reviewer ? { reviewer } : {})}`);
}

/** @param {Record<string, string | number>} query empty values are left out */
export function fetchCards(query) {
  const said = Object.entries(query).flatMap(([name, value]) => (value === "" ? [] : [[name, String(value)]]));
  return askServer(`/api/cards?${new URLSearchParams(said)}`);
}

/** @param {string} id */
export function fetchProvenance(id) {
  return askServer(`/api/provenance?${new URLSearchParams({ id })}`);
}

/** @param {any} verdict */
export function sendVerdict(verdict) {
  return askServer("/api/verdicts", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(verdict),
  });
}
