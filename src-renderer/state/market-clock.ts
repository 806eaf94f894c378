import { useEffect } from 'react';
import { create } from 'zustand';
import type { BookRow, QuoteRow, StatusRow } from '../../src-shared/contract/rows.ts';
import { useShownDesk } from './shown-desk.ts';

/** Market time at a wall time, ms UTC: on from what main said last, at the market's speed. The wall time itself before main said anything. */
export function marketNow(status: StatusRow | null, wallNow: number): number {
  return status === null ? wallNow : status.marketTime + Math.max(0, wallNow - status.wallTime) * status.speed;
}

/** Data older than this are stale where no limit says otherwise, ms. */
export const STALE_MS = 5_000;

/** What decides whether a quote is stale. */
export interface Freshness {
  readonly quote: Pick<QuoteRow, 'time'> | undefined;
  readonly status: StatusRow | null;
  /** Wall time of the newest message, ms. */
  readonly heardAt: number;
  /** Oldest data that orders may stand on, ms; null when that rule is off. */
  readonly maxDataAgeMs: number | null;
}

/** How old a quote is in ms of wall time when it is too old to trade on, else null. Silence of main ages everything. */
export function staleAge({ quote, status, heardAt, maxDataAgeMs }: Freshness, wallNow: number): number | null {
  if (heardAt === 0 || quote === undefined || status === null) return null;
  const silence = Math.max(0, wallNow - heardAt);
  const behind = (marketNow(status, wallNow) - quote.time) / Math.max(1, status.speed);
  const age = Math.max(silence, status.connected ? 0 : behind);
  return age > (maxDataAgeMs ?? STALE_MS) ? age : null;
}

/** For how long a book has not been known, in ms of wall time and whole seconds begun, else null. */
export function bookAge(book: Pick<BookRow, 'staleSince'> | undefined, status: StatusRow | null, wallNow: number): number | null {
  if (book?.staleSince === undefined || status === null) return null;
  const seconds = (marketNow(status, wallNow) - book.staleSince) / Math.max(1, status.speed) / 1_000;
  return Math.max(1, Math.ceil(seconds)) * 1_000;
}

const TICK_MS = 500;

/** One clock for the whole window, so that the same age is the same everywhere; it stands still while nobody looks. */
const useClock = create<{ readonly now: number }>()(() => ({ now: 0 }));
let lookers = 0;
let timer: ReturnType<typeof setInterval> | undefined;

function lookAtClock(): () => void {
  lookers += 1;
  if (lookers === 1) {
    const tick = (): void => {
      useClock.setState({ now: Date.now() });
    };
    tick();
    timer = setInterval(tick, TICK_MS);
  }
  return () => {
    lookers -= 1;
    if (lookers === 0) clearInterval(timer);
  };
}

/** Something read off the window's clock (wall time, ms UTC), which moves twice a second; the caller is drawn anew only when what it reads changes. */
export function useClockRead<Read>(read: (now: number) => Read): Read {
  useEffect(lookAtClock, []);
  return useClock(({ now }) => read(now === 0 ? Date.now() : now));
}

/** Wall time in whole steps, ms UTC. */
export function useWallClock(stepMs: number): number {
  return useClockRead((now) => Math.floor(now / stepMs) * stepMs);
}

/** The age in ms, in whole seconds, of an instrument's quote while it is stale, else null. */
export function useStaleAge(instrument: string | undefined): number | null {
  return useClockRead((now) => {
    const { quotes, status, heardAt, risk } = useShownDesk.getState();
    const quote = instrument === undefined ? undefined : quotes.get(instrument);
    const age = staleAge({ quote, status, heardAt, maxDataAgeMs: risk?.limits.maxDataAgeMs ?? null }, now);
    return age === null ? null : Math.floor(age / 1_000) * 1_000;
  });
}

/** For how long the book of an instrument has not been known, ms, in whole seconds; null while it is, or is not looked at. */
export function useBookAge(instrument: string | undefined): number | null {
  return useClockRead((now) => {
    const { books, status } = useShownDesk.getState();
    return bookAge(instrument === undefined ? undefined : books.get(instrument), status, now);
  });
}

/** The age of what a panel shows of an instrument's book, ms, in whole seconds: of its prices where they are stale, or since when the book is not known; else null. */
export function useStaleBookAge(instrument: string | undefined): number | null {
  const prices = useStaleAge(instrument);
  const book = useBookAge(instrument);
  return prices === null || book === null ? (prices ?? book) : Math.max(prices, book);
}
