/** Most bytes of an answer that are read. */
const MOST_BYTES = 64 * 1_024 * 1_024;

/** What is heard of every answer. */
export type AnswerListener = (status: number, headers: Headers) => void;

/**
 * A fetch for the library that reads the whole answer within the library's time: the library itself stops counting when the headers are
 * there, and would wait for a body for ever. Nothing is followed elsewhere: a signature is for one address.
 */
export function venueFetch(heard: AnswerListener): typeof fetch {
  return async (input, init) => {
    const answer = await fetch(input, { ...init, redirect: 'error' });
    const body = await answer.arrayBuffer();
    if (body.byteLength > MOST_BYTES) throw new TypeError('the answer is too long');
    heard(answer.status, answer.headers);
    return new Response(NO_BODY.has(answer.status) ? null : body, {
      status: answer.status,
      statusText: answer.statusText,
      headers: answer.headers,
    });
  };
}

/** Statuses whose answers have no body. */
const NO_BODY: ReadonlySet<number> = new Set([204, 205, 304]);
