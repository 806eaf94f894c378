import { useMemo } from 'react';
import type { KeyboardEvent, ReactElement } from 'react';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { isoUtc } from '../../format/times.ts';
import { candleKey, useCandles } from '../../state/candles/candle-store.ts';
import { useWallClock } from '../../state/market-clock.ts';
import type { Format } from '../../format/format.ts';
import { pressIs } from '../../ui/key-map.ts';
import { DataTable } from '../../ui/data-table/data-table.tsx';
import { DataTableTools } from '../../ui/data-table/data-table-tools.tsx';
import type { Column } from '../../ui/data-table/column.ts';
import { useDataTable } from '../../ui/data-table/use-data-table.ts';
import { QuantityText, SignedFigure } from '../../ui/figures.tsx';
import { exportTable } from '../../ui/export-csv.ts';
import { useFormat } from '../../ui/use-format.ts';
import { useChartView } from './chart-view.ts';
import { legendBar } from './legend-model.ts';
import type { LegendBar } from './legend-model.ts';
import { CHART_SENTENCES as SAY } from './sentences.ts';
import type { ChartPart } from './chart-part.ts';

const REFRESH_MS = 1_000;

function columnsFor({ spec, priceDecimals, sizeDecimals }: Instrument, format: Format): readonly Column<LegendBar>[] {
  const price = (id: 'open' | 'high' | 'low' | 'close'): Column<LegendBar> => ({
    id,
    title: SAY.columns[id],
    width: 90,
    align: 'right',
    cell: (bar) => format.price(bar[id], priceDecimals),
    plain: (bar) => String(bar[id]),
    sortBy: (bar) => bar[id],
  });
  return [
    {
      id: 'time',
      title: SAY.columns.time,
      width: 120,
      fixed: true,
      cell: (bar) => format.timeOrDate(bar.time, Date.now()),
      plain: (bar) => isoUtc(bar.time),
      sortBy: (bar) => bar.time,
    },
    ...(['open', 'high', 'low', 'close'] as const).map(price),
    {
      id: 'change',
      title: SAY.columns.change,
      width: 80,
      align: 'right',
      cell: (bar) => <SignedFigure arrow value={format.signedPercent(bar.change)} />,
      plain: (bar) => String(bar.change),
      sortBy: (bar) => bar.change,
    },
    {
      id: 'volume',
      title: SAY.columns.volume(spec.base),
      width: 100,
      align: 'right',
      cell: (bar) => <QuantityText value={bar.volume} decimals={sizeDecimals} />,
      plain: (bar) => String(bar.volume),
      sortBy: (bar) => bar.volume,
    },
  ];
}

function useBars({ instrument, timeframe }: ChartPart): readonly LegendBar[] {
  const { from, to, atLatest } = useChartView();
  const tick = useWallClock(REFRESH_MS);
  const series = useCandles(({ histories }) => histories.get(candleKey(instrument.id, timeframe)))?.series;
  return useMemo(() => {
    if (series === undefined) return [];
    const last = atLatest ? series.length - 1 : Math.min(to, series.length - 1);
    // Newest first, anew with every tick of the clock: the series is written in place.
    return Array.from({ length: Math.max(0, last - from + 1) }, (_, back) => legendBar(series.columns, last - back)).filter(
      (bar) => bar !== null,
    );
  }, [series, from, to, atLatest, tick]);
}

/** The bars in view as a table, newest first, in the chart's place. */
export function BarsTable(props: ChartPart): ReactElement {
  const { instrument, timeframe } = props;
  const format = useFormat();
  const rows = useBars(props);
  const columns = useMemo(() => columnsFor(instrument, format), [instrument, format]);
  const onExport = exportTable(`${instrument.spec.base}-${instrument.spec.quote}-${timeframe}.csv`.toLowerCase());
  const table = useDataTable({
    id: 'chart-bars',
    label: SAY.tableOf(instrument.spec.symbol, SAY.timeframes[timeframe]),
    columns,
    rows,
    rowKey: (bar) => String(bar.time),
    onExport,
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!pressIs(event, 'table-export')) return;
    table.exportCsv();
    event.preventDefault();
  };
  return (
    <div className="chart-table" onKeyDown={onKeyDown}>
      <div className="chart-table-tools">
        <DataTableTools table={table} />
      </div>
      <DataTable table={table} />
    </div>
  );
}
