import { useCallback, useState } from 'react';
import type { OrderRow } from '../../../src-shared/contract/rows.ts';
import { callMain } from '../../state/call-main.ts';

const PAGE = 200;

export interface OlderOrders {
  readonly orders: readonly OrderRow[];
  /** Whether everything has been read. */
  readonly complete: boolean;
  readonly failure: string | null;
  /** Asks for the page before an instant, market time in ms. */
  load(before: number): void;
}

/** Ended orders that are older than those the window was told of, page by page on request. */
export function useOlderOrders(): OlderOrders {
  const [state, setState] = useState<Omit<OlderOrders, 'load'>>({ orders: [], complete: false, failure: null });
  const load = useCallback((before: number) => {
    void callMain((client) => client.orders.history({ before, count: PAGE })).then((result) => {
      if (!result.ok) {
        setState((known) => ({ ...known, failure: result.fault.message }));
        return;
      }
      const { orders } = result.value;
      setState((known) => ({ orders: [...known.orders, ...orders], complete: orders.length < PAGE, failure: null }));
    });
  }, []);
  return { ...state, load };
}
