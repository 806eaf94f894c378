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

/** The items that match, best first; equal scores keep their order. */
export function fuzzyFilter<Item>(typed: string, items: readonly Item[], labelOf: (item: Item) => string): readonly Item[] {
  return items
    .flatMap((item, index) => {
      const score = fuzzyScore(typed, labelOf(item));
      return score === undefined ? [] : [{ item, score, index }];
    })
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .map(({ item }) => item);
}
