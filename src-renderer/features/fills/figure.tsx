import type { ReactElement } from 'react';
import { useShownDesk } from '../../state/shown-desk.ts';
import { SNAPSHOT_MOST } from './fills-model.ts';

/** How many fills the window knows, for the tab; more may be in the ledger once a snapshot was full. */
export function FillsFigure(): ReactElement | null {
  const count = useShownDesk((desk) => desk.fills.length);
  if (count === 0) return null;
  return <>{count < SNAPSHOT_MOST ? count : `${String(count)}+`}</>;
}
