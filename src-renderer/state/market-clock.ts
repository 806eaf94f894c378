import { useEffect, useState } from 'react';
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

/** Wall time that moves on every `everyMs` while mounted. */
export function useWallClock(everyMs: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(Date.now());
    }, everyMs);
    return () => {
      clearInterval(timer);
    };
  }, [everyMs]);
  return now;
}

/** The age in ms of an instrument's quote while it is stale, else null; looked at twice a second. */
export function useStaleAge(instrument: string | undefined): number | null {
  const now = useWallClock(500);
  return useShownDesk(({ quotes, status, heardAt, risk }) => {
    const quote = instrument === undefined ? undefined : quotes.get(instrument);
    const age = staleAge({ quote, status, heardAt, maxDataAgeMs: risk?.limits.maxDataAgeMs ?? null }, now);
    return age === null ? null : Math.floor(age / 1_000) * 1_000;
  });
}
