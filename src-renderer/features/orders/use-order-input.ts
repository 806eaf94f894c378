import { useMemo } from 'react';
import type { ReactElement } from 'react';
import { MINUTE_MS } from '../../../src-shared/kernel/time.ts';
import { useLinkGroups } from '../../state/link-group.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import type { OrderLine, OrderLinesInput } from './orders-model.ts';

/** What both views of the orders are given. */
export interface ViewProps {
  /** The switch between them. */
  readonly segments: ReactElement;
}

/** What the window was told of orders, by the minute of the market. */
export function useOrderInput(): OrderLinesInput {
  const orders = useShownDesk((desk) => desk.orders);
  const refusals = useShownDesk((desk) => desk.refusals);
  const instruments = useShownDesk((desk) => desk.instruments);
  const now = useShownDesk((desk) => Math.floor((desk.status?.marketTime ?? 0) / MINUTE_MS) * MINUTE_MS);
  return useMemo(() => ({ orders: [...orders.values()], refusals, instruments, now }), [orders, refusals, instruments, now]);
}

/** Turns the workspace to an order's instrument. */
export function showInstrument(line: OrderLine): void {
  useLinkGroups.getState().show('trade', line.facts.id);
}
