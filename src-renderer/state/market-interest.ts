import { useEffect } from 'react';
import type { Interest } from '../../src-shared/contract/stream.ts';
import type { Releasable } from '../../src-shared/kernel/disposable.ts';

/** Something a panel looks at. */
export type MarketWant =
  | { readonly kind: 'book' | 'tape'; readonly instrument: string }
  | { readonly kind: 'candles'; readonly instrument: string; readonly timeframe: ChartTimeframe };

/** A timeframe that the stream brings. */
export type ChartTimeframe = Interest['candles'][number]['timeframe'];

/** What is told when the wants change: the whole interest, and what came and went. */
export interface InterestChange {
  readonly interest: Interest;
  readonly come: readonly MarketWant[];
  readonly gone: readonly MarketWant[];
}

interface Wanted {
  readonly want: MarketWant;
  count: number;
}

function keyOf(want: MarketWant): string {
  return want.kind === 'candles' ? `${want.kind} ${want.instrument} ${want.timeframe}` : `${want.kind} ${want.instrument}`;
}

/** Counts who looks at what, and says so once per turn of the event loop, however many panels came and went in it. */
export class InterestBook {
  private readonly wanted = new Map<string, Wanted>();
  private told = new Map<string, MarketWant>();
  private listener: ((change: InterestChange) => void) | null = null;
  private due = false;

  /** Counts one more who looks at it; let go when the panel goes. */
  want(want: MarketWant): Releasable {
    const key = keyOf(want);
    const entry = this.wanted.get(key) ?? { want, count: 0 };
    entry.count += 1;
    this.wanted.set(key, entry);
    this.schedule();
    let held = true;
    return {
      dispose: () => {
        if (!held) return;
        held = false;
        entry.count -= 1;
        if (entry.count === 0) this.wanted.delete(key);
        this.schedule();
      },
    };
  }

  /** Takes over all changes from now on, beginning with what is wanted already. */
  listen(listener: ((change: InterestChange) => void) | null): void {
    this.listener = listener;
    this.told = new Map();
    if (listener) this.schedule();
  }

  get interest(): Interest {
    const wants = [...this.wanted.values()].map((entry) => entry.want);
    const named = (kind: 'book' | 'tape'): string[] => wants.flatMap((want) => (want.kind === kind ? [want.instrument] : []));
    return {
      books: named('book'),
      tapes: named('tape'),
      candles: wants.flatMap((want) => (want.kind === 'candles' ? [{ instrument: want.instrument, timeframe: want.timeframe }] : [])),
    };
  }

  private schedule(): void {
    if (this.due) return;
    this.due = true;
    queueMicrotask(() => {
      this.due = false;
      this.tell();
    });
  }

  private tell(): void {
    if (!this.listener) return;
    const now = new Map([...this.wanted].map(([key, entry]) => [key, entry.want]));
    const come = [...now].filter(([key]) => !this.told.has(key)).map(([, want]) => want);
    const gone = [...this.told].filter(([key]) => !now.has(key)).map(([, want]) => want);
    this.told = now;
    if (come.length + gone.length > 0) this.listener({ interest: this.interest, come, gone });
  }
}

/** What the panels of this window look at. */
export const marketInterest = new InterestBook();

/** Looks at a book or a tape for as long as the caller is mounted and `instrument` is known. */
export function useMarketInterest(kind: 'book' | 'tape', instrument: string | undefined): void {
  useEffect(() => {
    if (instrument === undefined) return undefined;
    const held = marketInterest.want({ kind, instrument });
    return () => {
      held.dispose();
    };
  }, [kind, instrument]);
}
