/** How well typed characters match a label; nothing when they do not all occur in order. Higher is better. */
export function fuzzyScore(typed: string, label: string): number | undefined {
  const wanted = typed.toLowerCase().replace(/\s+/gu, '');
  const text = label.toLowerCase();
  if (wanted === '') return 0;
  let score = 0;
  let from = 0;
  let previous = -2;
  for (const character of wanted) {
    const at = text.indexOf(character, from);
    if (at < 0) return undefined;
    const before = text[at - 1];
    const startsWord = before === undefined || /[\s/:,.-]/u.test(before);
    score += at === previous + 1 ? 6 : startsWord ? 5 : 1;
    score -= Math.min(3, at - from) * 0.25;
    previous = at;
    from = at + 1;
  }
  const compact = text.replace(/[\s/]+/gu, '');
  if (compact.startsWith(wanted)) score += 12;
  else if (compact.includes(wanted)) score += 6;
  return score - label.length * 0.02;
}

/** What an item is found by: its label, and more words that count less. */
export interface Findable {
  readonly label: string;
  readonly also?: string | undefined;
}

const ALSO_LESS = 8;

/** The score of the label, or that of one of the other words, which must begin with what was typed. */
function score({ label, also = '' }: Findable, typed: string): number | undefined {
  const own = fuzzyScore(typed, label);
  const wanted = typed.trim().toLowerCase();
  const found = wanted.length > 1 && ` ${also.toLowerCase()}`.includes(` ${wanted}`);
  if (!found) return own;
  return Math.max(own ?? -Infinity, wanted.length * 6 - ALSO_LESS);
}

/** The items that match, best first; equal scores keep their order. */
export function fuzzyFilter<Item>(typed: string, items: readonly Item[], wordsOf: (item: Item) => Findable): readonly Item[] {
  return items
    .flatMap((item, index) => {
      const found = score(wordsOf(item), typed);
      return found === undefined ? [] : [{ item, score: found, index }];
    })
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .map(({ item }) => item);
}
