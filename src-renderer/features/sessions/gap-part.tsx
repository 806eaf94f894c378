import { useMemo } from 'react';
import type { ReactElement } from 'react';
import type { GapView } from '../../../src-shared/contract/attribution.ts';
import { isoUtc } from '../../format/times.ts';
import { DataTable } from '../../ui/data-table/data-table.tsx';
import { useDataTable } from '../../ui/data-table/use-data-table.ts';
import { exportTable } from '../../ui/export-csv.ts';
import { SignedFigure } from '../../ui/figures.tsx';
import { PanelMessage } from '../../ui/panel-state.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { causeColumns, gapTradeColumns } from './gap-columns.tsx';
import { correctionWords, gapLines } from './gap-model.ts';
import { SESSIONS_SENTENCES as SAY } from './sentences.ts';

const DECIMALS = 2;
const exportCauses = exportTable(SAY.causesFile);
const exportTrades = exportTable(SAY.tradesFile);

function minute(time: number): string {
  return isoUtc(time).slice(0, 16).replace('T', ' ');
}

/** A session beside its backtest: profits and gap, its causes, its trades. */
export function GapPart({ view }: { readonly view: GapView }): ReactElement {
  const format = useFormat();
  const { quote } = view;
  const causes = useDataTable({
    ...{ id: 'gap-causes', label: SAY.causes, columns: useMemo(() => causeColumns(quote, format), [quote, format]) },
    rows: useMemo(() => gapLines(view), [view]),
    rowKey: (row) => row.id,
    onExport: exportCauses,
  });
  const trades = useDataTable({
    ...{ id: 'gap-trades', label: SAY.trades, columns: useMemo(() => gapTradeColumns(quote, format, view), [quote, format, view]) },
    rows: view.trades,
    rowKey: (row) => String(row.number),
    onExport: exportTrades,
  });
  const figures = [
    [SAY.profit(quote), view.sessionProfit, SAY.fills(format.count(view.sessionFills))],
    [SAY.backtest(quote), view.backtestProfit, SAY.fills(format.count(view.backtestFills))],
    [SAY.gap(quote), view.gap, view.largest === null ? SAY.nothing : `${SAY.mostly}: ${SAY.names[view.largest]}`],
  ] as const;
  return (
    <section className="sessions-gap" aria-label={SAY.causes}>
      <p className="sessions-head">{SAY.head(minute(view.from), minute(view.to), view.costs)}</p>
      <dl className="sessions-figures">
        {figures.map(([label, value, note]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              <SignedFigure value={format.change(value, DECIMALS)} /> <span className="ui-note">{note}</span>
            </dd>
          </div>
        ))}
      </dl>
      <div className="sessions-causes">
        <DataTable table={causes} />
      </div>
      {view.corrections.length === 0 ? null : <p className="sessions-head">{SAY.corrections(correctionWords(view.corrections))}</p>}
      {view.funding.length === 0 ? null : <p className="sessions-head">{SAY.funding(correctionWords(view.funding))}</p>}
      {view.trades.length < view.tradeCount ? (
        <p className="sessions-head">{SAY.shownOf(format.count(view.trades.length), format.count(view.tradeCount))}</p>
      ) : null}
      <DataTable
        table={trades}
        sumLabel={SAY.sum(format.count(view.tradeCount))}
        empty={<PanelMessage kind="empty" sentence={SAY.noTrades} />}
      />
    </section>
  );
}
