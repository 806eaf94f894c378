import { Play, Square } from 'lucide-react';
import type { ReactElement } from 'react';
import { useLinkGroups } from '../../state/link-group.ts';
import { showPanel } from '../../state/panel-request.ts';
import { STRATEGIES_SENTENCES as SAY } from './sentences.ts';

/** Shows an instrument on the chart of the Trade workspace. */
export function showOnChart(instrument: string): void {
  useLinkGroups.getState().show('trade', instrument);
  showPanel('chart');
}

/** The mark of a strategy that runs or ran. */
export function RunMark({ running }: { readonly running: boolean }): ReactElement {
  const Icon = running ? Play : Square;
  return (
    <span className="strategy-state">
      <Icon size={12} strokeWidth={1.5} aria-hidden />
      {running ? SAY.running : SAY.stopped}
    </span>
  );
}
