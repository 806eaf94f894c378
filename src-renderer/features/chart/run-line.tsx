import { Eye, EyeOff, Table2, X } from 'lucide-react';
import type { ReactElement } from 'react';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { useLaidRuns } from '../../state/laid-run.ts';
import { useFormat } from '../../ui/use-format.ts';
import { CHART_SENTENCES as SAY } from './sentences.ts';

const ICON = { size: 14, strokeWidth: 1.5, 'aria-hidden': true } as const;

/** The line of a run in the legend: what it is, and hiding it, its trades as a table, and taking it away. */
export function RunLine({
  instrument,
  onTable,
}: {
  readonly instrument: Instrument;
  readonly onTable: (table: boolean) => void;
}): ReactElement | null {
  const laid = useLaidRuns((store) => store.laid[instrument.id]);
  const reading = useLaidRuns((store) => store.wish?.instrument === instrument.id);
  const format = useFormat();
  if (laid === undefined) return null;
  const { run, words, hidden, trades, closedTrades } = laid;
  const { change, remove, tabulate } = useLaidRuns.getState();
  const name = SAY.runName(run);
  const Icon = hidden ? EyeOff : Eye;
  return (
    <div className="chart-legend-line">
      <span className="chart-legend-indicator chart-legend-run" data-hidden={hidden || undefined}>
        <span className="chart-run-sign" aria-hidden="true" />
        <b>{name}</b>{' '}
        {trades.length < closedTrades
          ? SAY.runLineCut(words, format.count(trades.length), format.count(closedTrades))
          : SAY.runLine(words, format.count(closedTrades))}
        {reading ? <span className="chart-legend-note">{SAY.runReading}</span> : null}
        <span className="chart-legend-tools">
          <button
            type="button"
            aria-label={hidden ? SAY.show(name) : SAY.hide(name)}
            onClick={() => change(instrument.id, { hidden: !hidden })}
          >
            <Icon {...ICON} />
          </button>
          <button
            type="button"
            aria-label={SAY.runTable(run)}
            onClick={() => {
              tabulate('run');
              onTable(true);
            }}
          >
            <Table2 {...ICON} />
          </button>
          <button type="button" aria-label={SAY.remove(name)} onClick={() => remove(instrument.id)}>
            <X {...ICON} />
          </button>
        </span>
      </span>
    </div>
  );
}
