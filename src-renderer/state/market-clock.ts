import { useEffect } from 'react';
import { create } from 'zustand';
import type { QuoteRow, StatusRow } from '../../src-shared/contract/rows.ts';
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
