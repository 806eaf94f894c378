import { useEffect } from 'react';
import { create } from 'zustand';
import { asCallFault } from '../client/call-fault.ts';
import { useDeskLink } from './desk-link.ts';

/** Closes of the last 24 h by instrument, oldest first. */
export const useSparklines = create<{ readonly closes: ReadonlyMap<string, Float64Array> }>()(() => ({ closes: new Map() }));

const REFRESH_MS = 60_000;
const looking = new Map<string, number>();

async function load(instrument: string): Promise<void> {
  const { client } = useDeskLink.getState();
  if (!client) return;
  try {
    const { closes } = await client.market.sparkline({ instrument });
    useSparklines.setState((state) => ({ closes: new Map(state.closes).set(instrument, closes) }));
  } catch (thrown) {
    console.warn(`The day's line of ${instrument} could not be read.`, asCallFault(thrown));
  }
}

/** The closes of the last 24 h, read anew every minute while somebody looks. */
export function useSparkline(instrument: string | undefined): Float64Array | undefined {
  const connected = useDeskLink((link) => link.client !== null);
  useEffect(() => {
    if (instrument === undefined || !connected) return undefined;
    const others = looking.get(instrument) ?? 0;
    looking.set(instrument, others + 1);
    if (others === 0 || !useSparklines.getState().closes.has(instrument)) void load(instrument);
    const timer = setInterval(() => {
      if (!document.hidden) void load(instrument);
    }, REFRESH_MS);
    return () => {
      clearInterval(timer);
      looking.set(instrument, (looking.get(instrument) ?? 1) - 1);
    };
  }, [instrument, connected]);
  return useSparklines((state) => (instrument === undefined ? undefined : state.closes.get(instrument)));
}

/** Standard deviation of the logarithmic returns of the day's steps, scaled to the day; null with fewer than 16 steps. */
export function dayVolatility(closes: ArrayLike<number> | undefined): number | null {
  const returns: number[] = [];
  for (let i = 1; i < (closes?.length ?? 0); i += 1) {
    const change = Math.log(closes![i]! / closes![i - 1]!);
    if (Number.isFinite(change)) returns.push(change);
  }
  if (returns.length < 16) return null;
  const mean = returns.reduce((sum, each) => sum + each, 0) / returns.length;
  const variance = returns.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (returns.length - 1);
  return Math.sqrt(variance * returns.length);
}
