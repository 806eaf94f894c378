import type { ReactElement } from 'react';
import { useShownDesk } from '../../state/shown-desk.ts';

/** How many strategies run, for the tab. */
export function StrategiesFigure(): ReactElement | null {
  const count = useShownDesk((desk) => [...desk.strategies.values()].filter((row) => row.running).length);
  return count === 0 ? null : <>{count}</>;
}
