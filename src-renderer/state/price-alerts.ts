import { create } from 'zustand';
import type { QuoteRow } from '../../src-shared/contract/rows.ts';

/** A price that a trader wants to hear of once. */
export interface PriceAlert {
  readonly instrument: string;
  /** Decimal text. */
  readonly price: string;
  /** Whether the price stood under it when it was set, so that it speaks at this price or above. */
  readonly above: boolean;
}

interface PriceAlerts {
  readonly alerts: readonly PriceAlert[];
  add(alert: PriceAlert): void;
  remove(alert: PriceAlert): void;
  /** Takes what was kept; what is no alert in it is left out. */
  load(kept: Readonly<Record<string, unknown>>): void;
}

function isSame(a: PriceAlert, b: PriceAlert): boolean {
  return a.instrument === b.instrument && a.price === b.price && a.above === b.above;
}

function isAlert(value: unknown): value is PriceAlert {
  if (typeof value !== 'object' || value === null) return false;
  const { instrument, price, above } = value as Readonly<Record<string, unknown>>;
  return typeof instrument === 'string' && typeof price === 'string' && Number(price) > 0 && typeof above === 'boolean';
}

/** The alerts that wait for their price; the window keeps them. */
export const usePriceAlerts = create<PriceAlerts>()((set) => ({
  alerts: [],
  add: (alert) => {
    set(({ alerts }) => ({ alerts: [...alerts.filter((other) => !isSame(other, alert)), alert] }));
  },
  remove: (alert) => {
    set(({ alerts }) => ({ alerts: alerts.filter((other) => !isSame(other, alert)) }));
  },
  load: ({ alerts }) => {
    set({ alerts: Array.isArray(alerts) ? alerts.filter(isAlert) : [] });
  },
}));

/** The alerts whose price is reached. */
export function reachedAlerts(alerts: readonly PriceAlert[], quotes: ReadonlyMap<string, Pick<QuoteRow, 'last'>>): readonly PriceAlert[] {
  return alerts.filter(({ instrument, price, above }) => {
    const last = quotes.get(instrument)?.last;
    return last !== undefined && last > 0 && (above ? last >= Number(price) : last <= Number(price));
  });
}
