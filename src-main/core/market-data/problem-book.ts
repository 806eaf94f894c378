/** What can be wrong with a row, or with a file, of market data. */
export type ProblemKind =
  | 'row-shape'
  | 'time'
  | 'zone'
  | 'number'
  | 'price'
  | 'volume'
  | 'crossed'
  | 'unsorted'
  | 'duplicate'
  | 'conflict'
  | 'misaligned'
  | 'broken-off';

/** Each kind as a person reads it, and what a repair does about it; null when nobody but the trader can decide. */
export const PROBLEM_TEXTS: Readonly<Record<ProblemKind, { readonly text: string; readonly repair: string | null }>> = {
  'row-shape': { text: 'rows with too few or too many fields', repair: 'dropped' },
  time: { text: 'rows whose time cannot be read', repair: 'dropped' },
  zone: {
    text: 'times without a zone: name it with --zone, such as --zone UTC or --zone Europe/Berlin',
    repair: null,
  },
  number: { text: 'rows with a field that is no number (empty, NaN, infinite, text)', repair: 'dropped' },
  price: { text: 'rows with a price of zero or below', repair: 'dropped' },
  volume: { text: 'rows with a negative volume or size', repair: 'dropped' },
  crossed: { text: 'crossed bars (high below, or low above, another of their prices)', repair: 'dropped' },
  unsorted: { text: 'rows earlier than the row before', repair: 'sorted' },
  duplicate: { text: 'rows that repeat another row of the same time and figures', repair: 'dropped, one of each kept' },
  conflict: {
    text: 'rows with the time of another row and other figures (local times with daylight saving repeat an hour each autumn: name their --zone)',
    repair: null,
  },
  misaligned: {
    text: 'rows that are no whole number of bars from the others (another timeframe, a wrong --zone, or an hour of daylight saving)',
    repair: null,
  },
  'broken-off': { text: 'the file ends in the middle: it is truncated or damaged', repair: null },
};

/** Line numbers that are kept of each kind. */
const KEPT_LINES = 5;

/** One kind of problem in a file. */
export interface FoundProblem {
  readonly kind: ProblemKind;
  readonly count: number;
  /** Numbers of the first lines that have it, the first line of the file being 1. */
  readonly lines: readonly number[];
}

/** Counts the problems of one file, with the first lines of each kind. */
export class ProblemBook {
  private readonly kinds = new Map<ProblemKind, { count: number; readonly lines: number[] }>();

  /** Notes a problem at a 1-based line. */
  add(kind: ProblemKind, line: number): void {
    const known = this.kinds.get(kind);
    if (!known) this.kinds.set(kind, { count: 1, lines: [line] });
    else {
      known.count += 1;
      if (known.lines.length < KEPT_LINES) known.lines.push(line);
    }
  }

  /** What was found, in the order of the table of kinds. */
  found(): readonly FoundProblem[] {
    return (Object.keys(PROBLEM_TEXTS) as ProblemKind[]).flatMap((kind) => {
      const known = this.kinds.get(kind);
      return known ? [{ kind, count: known.count, lines: known.lines }] : [];
    });
  }
}
