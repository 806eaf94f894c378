import type { ReactElement } from 'react';
import { useShownDesk } from '../../state/shown-desk.ts';
import { isWorking } from './orders-model.ts';

/** How many orders are open, for the tab. */
export function OrdersFigure(): ReactElement | null {
  const count = useShownDesk((desk) => [...desk.orders.values()].filter(isWorking).length);
  return count === 0 ? null : <>{count}</>;
}
