import { useEffect, useState } from 'react';
import { callMain } from './call-main.ts';
import { useDeskLink } from './desk-link.ts';
import { useDesk } from './desk-store.ts';

/** A curve as it was read: instants of the market, ms UTC, and quote units at them. */
export interface EquityCurve {
  readonly times: Float64Array;
  readonly equity: Float64Array;
}

/** How often a curve that is looked at is read anew, wall ms. */
const REFRESH_MS = 10_000;

/** The account's equity, or the profit of an instance, since a market time; null before it was read. Read again now and then while it is looked at. */
export function useEquityCurve(wanted: {
  readonly instance?: string;
  readonly from: number | undefined;
  readonly points: number;
}): EquityCurve | null {
  const { instance, from, points } = wanted;
  const [curve, setCurve] = useState<EquityCurve | null>(null);
  const connected = useDeskLink((link) => link.client !== null);
  const fills = useDesk((desk) => desk.fills[0]?.id);
  useEffect(() => {
    if (!connected || from === undefined) return undefined;
    let gone = false;
    const read = async (): Promise<void> => {
      const to = useDesk.getState().status?.marketTime;
      if (to === undefined || document.hidden) return;
      const result = await callMain((client) =>
        client.ledger.equity({ ...(instance === undefined ? {} : { instance }), from, to, points }),
      );
      // Where it could not be read the one before stays.
      if (!gone && result.ok) setCurve(result.value);
    };
    void read();
    const timer = setInterval(() => void read(), REFRESH_MS);
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, [connected, instance, from, points, fills]);
  return curve;
}
