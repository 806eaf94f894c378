import type { ReactElement } from 'react';
import { useShownDesk } from '../../state/shown-desk.ts';
import { isOpen } from './positions-model.ts';

/** How many positions there are, for the tab. */
export function PositionsFigure(): ReactElement | null {
  const count = useShownDesk((desk) => [...desk.positions.values()].filter(isOpen).length);
  return count === 0 ? null : <>{count}</>;
}
