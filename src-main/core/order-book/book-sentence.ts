import type { BookTrouble } from '../../ports/depth.ts';

const SENTENCES = {
  known: 'the book is known.',
  gap: 'the book is stale: changes are missing. The whole book is asked for.',
  crossed: 'the book is stale: a bid stands at or above an ask. The whole book is asked for.',
  checksum: 'the book is stale: it does not add up to the venue’s sum. The whole book is asked for.',
  silent: 'the book is stale: nothing is heard of it. The whole book is asked for.',
  lost: 'the book is stale: the connection was lost.',
} as const;

/** What a person is told of a book that is kept; no trouble is a book that is known. */
export function bookSentence(symbol: string, trouble: BookTrouble | null): string {
  return `${symbol}: ${SENTENCES[trouble ?? 'known']}`;
}
