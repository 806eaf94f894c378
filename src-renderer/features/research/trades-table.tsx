import { useMemo } from 'react';
import type { ReactElement } from 'react';
import type { RunReportView, RunTradeRow } from '../../../src-shared/contract/research.ts';
import { DataTable } from '../../ui/data-table/data-table.tsx';
import { useDataTable } from '../../ui/data-table/use-data-table.ts';
import { PanelMessage } from '../../ui/panel-state.tsx';
import { tradeColumns, tradeKey } from '../../ui/trade-columns.tsx';
import { TRADE_WORDS as WORDS } from '../../ui/trade-words.ts';
import { useFormat } from '../../ui/use-format.ts';
import { tickDecimals } from './price-words.ts';

/** The trades of a report, and the one that its price chart shows. */
export interface TradesShown {
  readonly view: RunReportView;
  /** Number of the trade that is chosen. */
  readonly trade: number | null;
  readonly onTrade: (trade: RunTradeRow) => void;
}

/** The closed trades of a run, the newest first; one that is chosen is shown in the price chart. */
export function TradesTable({ view, trade, onTrade }: TradesShown): ReactElement {
  const format = useFormat();
  const columns = useMemo(() => tradeColumns(view.quote, tickDecimals(view), format), [view, format]);
  const rows = useMemo(() => [...view.trades].reverse(), [view]);
  const table = useDataTable({ id: 'research-trades', label: WORDS.sum(format.count(view.closedTrades)), columns, rows, rowKey: tradeKey });
  return (
    <>
      {view.closedTrades > view.trades.length ? (
        <p className="research-note">{WORDS.newest(format.count(view.trades.length), format.count(view.closedTrades))}</p>
      ) : null}
      <DataTable
        table={table}
        selectedKey={trade === null ? undefined : String(trade)}
        onSelect={onTrade}
        empty={<PanelMessage kind="empty" sentence={WORDS.none} />}
      />
    </>
  );
}
