import type { ReactElement } from 'react';
import { useShownDesk } from '../../state/shown-desk.ts';

/** How many firings nobody has seen, for the tab. */
export function AlertsFigure(): ReactElement | null {
  const unseen = useShownDesk(({ alerts }) => alerts.firings.filter(({ seen }) => seen === null).length);
  return unseen === 0 ? null : <>{unseen}</>;
}
