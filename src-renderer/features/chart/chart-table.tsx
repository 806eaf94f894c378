import type { ReactElement } from 'react';
import { useLaidRuns } from '../../state/laid-run.ts';
import { SegmentedControl } from '../../ui/segmented-control.tsx';
import { BarsTable } from './bars-table.tsx';
import { RunTable } from './run-table.tsx';
import { CHART_SENTENCES as SAY } from './sentences.ts';
import type { ChartPart } from './chart-part.ts';

/** The table in the chart's place: its bars, or the trades of the run that lies on it. */
export function ChartTable({ onChart, ...part }: ChartPart & { readonly onChart: () => void }): ReactElement {
  const laid = useLaidRuns((store) => store.laid[part.instrument.id]);
  const shown = useLaidRuns((store) => store.table);
  if (laid === undefined) return <BarsTable {...part} />;
  return (
    <>
      <div className="chart-table-choice">
        <SegmentedControl
          look="flat"
          label={SAY.tableShows}
          value={shown}
          segments={[
            { value: 'bars', label: SAY.barsTab },
            { value: 'run', label: SAY.runName(laid.run) },
          ]}
          onChange={useLaidRuns.getState().tabulate}
        />
      </div>
      {shown === 'bars' ? (
        <BarsTable {...part} />
      ) : (
        <div className="chart-table">
          <RunTable instrument={part.instrument} laid={laid} onChart={onChart} />
        </div>
      )}
    </>
  );
}
