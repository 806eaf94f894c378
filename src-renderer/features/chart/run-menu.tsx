import { FlaskConical } from 'lucide-react';
import { useEffect } from 'react';
import type { ReactElement } from 'react';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { strategyWords } from '../../format/strategy-words.ts';
import { useDesk } from '../../state/desk-store.ts';
import { layRun, useLaidRuns } from '../../state/laid-run.ts';
import { loadRuns, runsNewestFirst } from '../../state/run-list.ts';
import { IconMenu } from '../../ui/menu.tsx';
import type { MenuEntry } from '../../ui/menu.tsx';
import { tellRefusal } from '../../ui/tell.ts';
import { CHART_SENTENCES as SAY } from './sentences.ts';

/** Backtests that a menu offers. */
const OFFERED = 12;

function entriesOf({ id, spec }: Instrument): readonly MenuEntry[] {
  const { laid, remove } = useLaidRuns.getState();
  const shown = laid[id]?.run;
  const runs = runsNewestFirst(useDesk.getState().runs).filter(
    ({ state, request }) => state === 'done' && request.source.kind === 'simulated' && request.instrument === id,
  );
  if (runs.length === 0)
    return [{ id: 'none', label: SAY.noRuns(spec.symbol), disabledReason: SAY.noRunsReason, onChoose: () => undefined }];
  return runs.slice(0, OFFERED).map(({ run, request }) => ({
    id: String(run),
    label: SAY.runEntry(run, strategyWords(request), request.timeframe),
    checked: run === shown,
    onChoose: () => {
      if (run === shown) remove(id);
      else
        void layRun(run).then((problem) => {
          if (problem !== null) tellRefusal('chart', problem);
        });
    },
  }));
}

/** Which backtest of the instrument lies on the chart; none at a start. */
export function RunMenu({ instrument }: { readonly instrument: Instrument }): ReactElement {
  const isLaid = useLaidRuns((store) => store.laid[instrument.id] !== undefined);
  useEffect(() => {
    void loadRuns();
  }, []);
  return <IconMenu icon={FlaskConical} label={SAY.runs} active={isLaid} entries={() => entriesOf(instrument)} />;
}
