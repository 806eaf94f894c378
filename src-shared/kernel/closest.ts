/** The number of single insertions, deletions, substitutions and swaps of neighbours between two texts (optimal string alignment, 1970). */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, before[j - 2]! + 1);
      next.push(least);
    }
    before = row;
    row = next;
  }
  return row[b.length]!;
}

/** Text longer than this is no slip of the finger. */
const LONGEST_SLIP = 40;

/** The known name that somebody probably meant, or null when none is near. */
export function closest(text: string, known: readonly string[]): string | null {
  if (text.length > LONGEST_SLIP) return null;
  const typed = text.toLowerCase();
  const reach = Math.max(2, Math.floor(typed.length / 3));
  let best: string | null = null;
  let least = reach + 1;
  for (const name of known) {
    const distance = name.startsWith(typed) && typed.length > 2 ? 1 : editDistance(typed, name.toLowerCase());
    if (distance < least) {
      least = distance;
      best = name;
    }
  }
  return best;
}

/** "Did you mean X?", or `otherwise` when nothing is near. */
export function suggestion(text: string, known: readonly string[], otherwise: string): string {
  const name = closest(text, known);
  return name === null ? otherwise : `Did you mean ${name}?`;
}
