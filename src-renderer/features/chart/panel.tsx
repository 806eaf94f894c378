import './chart.css';
import { useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { useActiveInstrument } from '../../state/active-instrument.ts';
import { LoadingBlocks } from '../../ui/panel-state.tsx';
import { ChartTable } from './chart-table.tsx';
import { useChartSetting, useChartTimeframe } from './chart-settings.ts';
import { ChartHandleContext } from './chart-handle.ts';
import type { ChartHandle } from './chart-handle.ts';
import { Plot } from './plot.tsx';
import { RangeRow } from './range-row.tsx';
import { CHART_SENTENCES as SAY } from './sentences.ts';
import { Strip } from './strip.tsx';
import { Toolbar } from './toolbar.tsx';

/** The chart of the active instrument under its strip. */
export function ChartPanel(): ReactElement {
  const instrument = useActiveInstrument();
  const handle = useMemo<ChartHandle>(() => ({ chart: null }), []);
  if (instrument === undefined) return <LoadingBlocks rows={12} label={SAY.loading} />;
  return (
    <ChartHandleContext value={handle}>
      <Strip instrument={instrument} />
      <ChartBody instrument={instrument} />
    </ChartHandleContext>
  );
}

function ChartBody({ instrument }: { readonly instrument: Instrument }): ReactElement {
  const timeframe = useChartTimeframe(instrument.id);
  const settings = useChartSetting(instrument.id, timeframe);
  const [table, setTable] = useState(false);
  const shared = { instrument, timeframe, settings };
  return (
    <>
      <Toolbar {...shared} table={table} onTable={setTable} />
      <Plot {...shared} hidden={table} onTable={setTable} />
      {table ? <ChartTable {...shared} onChart={() => setTable(false)} /> : null}
      <RangeRow {...shared} />
    </>
  );
}
