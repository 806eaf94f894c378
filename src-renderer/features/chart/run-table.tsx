import { useMemo } from 'react';
import type { ReactElement } from 'react';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { showLaidTrade } from '../../state/laid-run.ts';
import type { LaidRun } from '../../state/laid-run.ts';
import { DataTable } from '../../ui/data-table/data-table.tsx';
import { useDataTable } from '../../ui/data-table/use-data-table.ts';
import { exportTable } from '../../ui/export-csv.ts';
import { PanelMessage } from '../../ui/panel-state.tsx';
import { tradeColumns, tradeKey } from '../../ui/trade-columns.tsx';
import { TRADE_WORDS } from '../../ui/trade-words.ts';
import { useFormat } from '../../ui/use-format.ts';
import { CHART_SENTENCES as SAY } from './sentences.ts';

export interface RunTableProps {
  readonly instrument: Instrument;
  readonly laid: LaidRun;
  /** Back to the chart. */
  readonly onChart: () => void;
}

/** The trades of the run on the chart, the newest first; a chosen one is shown there. */
export function RunTable({ instrument, laid, onChart }: RunTableProps): ReactElement {
  const format = useFormat();
  const columns = useMemo(() => tradeColumns(laid.quote, instrument.priceDecimals, format), [laid.quote, instrument, format]);
  const rows = useMemo(() => [...laid.trades].reverse(), [laid.trades]);
  const table = useDataTable({
    id: 'chart-run-trades',
    label: SAY.runTradesOf(laid.run, instrument.spec.symbol),
    columns,
    rows,
    rowKey: tradeKey,
    onExport: exportTable(`run-${String(laid.run)}-trades.csv`),
  });
  return (
    <DataTable
      table={table}
      selectedKey={laid.chosen === null ? undefined : String(laid.chosen)}
      onSelect={(trade) => {
        showLaidTrade(instrument.id, trade);
        onChart();
      }}
      empty={<PanelMessage kind="empty" sentence={TRADE_WORDS.none} />}
    />
  );
}
