import { useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import type { PortfolioPart, PortfolioReportView } from '../../../src-shared/contract/portfolios.ts';
import { strategyWords } from '../../format/strategy-words.ts';
import type { Format } from '../../format/format.ts';
import { sumShownTexts } from '../../state/money-sums.ts';
import { Button } from '../../ui/button.tsx';
import type { Column } from '../../ui/data-table/column.ts';
import { DataTable } from '../../ui/data-table/data-table.tsx';
import { useDataTable } from '../../ui/data-table/use-data-table.ts';
import { SignedFigure } from '../../ui/figures.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { CurveTable } from './curve-table.tsx';
import { dayText } from './day-text.ts';
import { EquityChart } from './equity-chart.tsx';
import { FigureGrid } from './figure-grid.tsx';
import { PORTFOLIO_SENTENCES as SAY } from './portfolio-sentences.ts';
import { PortfolioTrades } from './portfolio-trades.tsx';
import { verdictOf } from './report-words.ts';
import { RESEARCH_SENTENCES as RUN } from './sentences.ts';

const PANEL_ID = 'research-portfolio-tab';

/** What a portfolio came to: the account's curve and figures, what each row did to it, and how the rows move together. */
export function PortfolioReport({ view }: { readonly view: PortfolioReportView }): ReactElement {
  const format = useFormat();
  const [asTable, showTable] = useState(false);
  const [tab, setTab] = useState<'rows' | 'trades' | 'correlation'>('rows');
  const label = SAY.chartLabel(format.quoteMoney(view.finalEquity), format.quoteMoney(view.holdEquity));
  return (
    <div className="research-report">
      <PortfolioTitle view={view} />
      <FigureGrid view={view} />
      <div className="research-chart-head">
        <span className="ui-label">{RUN.equityTitle(view.quote)}</span>
        <span className="research-key" data-line="equity">
          {SAY.equity} <span className="research-key-figure">{format.quoteMoney(view.finalEquity)}</span>
        </span>
        <span className="research-key" data-line="hold">
          {SAY.held} <span className="research-key-figure">{format.quoteMoney(view.holdEquity)}</span>
        </span>
        <span className="research-spring" />
        <Button tone="quiet" size="small" pressed={asTable} onPress={() => showTable(!asTable)}>
          {RUN.asTable}
        </Button>
      </div>
      {asTable ? <CurveTable curve={view.curve} label={RUN.equityTitle(view.quote)} /> : <EquityChart curve={view.curve} label={label} />}
      <section className="research-lower">
        <Tabs
          label={SAY.title}
          value={tab}
          onChange={setTab}
          controls={PANEL_ID}
          tabs={[
            { value: 'rows', label: SAY.details.rows, figure: format.count(view.parts.length) },
            { value: 'trades', label: SAY.details.trades, figure: format.count(view.closedTrades) },
            { value: 'correlation', label: SAY.details.correlation },
          ]}
        />
        <div id={PANEL_ID} role="tabpanel" aria-label={SAY.details[tab]} className="research-tab">
          {tab === 'rows' ? <PartsTable view={view} /> : null}
          {tab === 'trades' ? <PortfolioTrades view={view} /> : null}
          {tab === 'correlation' ? <CorrelationTable view={view} /> : null}
        </div>
      </section>
    </div>
  );
}

function PortfolioTitle({ view }: { readonly view: PortfolioReportView }): ReactElement {
  const format = useFormat();
  const { request, markets, costs, engine, refusals } = view;
  const missing = markets.reduce((sum, each) => sum + each.missingBars, 0);
  const refused = Object.values(refusals).reduce((sum, count) => sum + count, 0);
  const strip = [
    RUN.strip.costs(costs.name),
    RUN.strip.fills,
    RUN.strip.latency(format.count(costs.latencyMs)),
    SAY.gaps(format.count(missing)),
    SAY.gross(format.percent(view.meanGross), format.percent(view.highestGross)),
    ...(refused === 0 ? [] : [SAY.refused(format.count(refused))]),
    RUN.strip.engine(engine),
    RUN.strip.seed(String(request.seed)),
  ];
  return (
    <header className="research-title">
      <h3>
        {SAY.name(format.count(request.rows.length))}{' '}
        <span className="research-place">
          {[...new Set(markets.map(({ instrument }) => instrument))].join(', ')} ·{' '}
          {SAY.span(dayText(request.from), dayText(request.to - 1))}
        </span>
      </h3>
      <p className="research-verdict">{verdictOf(view, format)}</p>
      <p className="ui-note">{strip.join(' · ')}</p>
      <p className="ui-note">{SAY.heldNote}</p>
      {request.rows.map((_, row) => (
        <PairNote key={row} view={view} row={row} />
      ))}
    </header>
  );
}

/** Of a row over two instruments: how both were held, and what it met; nothing of others. */
function PairNote({ view: { request, pairs }, row }: { readonly view: PortfolioReportView; readonly row: number }): ReactElement | null {
  const format = useFormat();
  const { strategy, pair } = request.rows[row]!;
  const name = `${strategy}-${String(row + 1)}`;
  const counts = pairs?.find(({ instance }) => instance === name);
  if (pair === undefined || counts === undefined) return null;
  const { asked, missed, unwound } = counts;
  const words = [
    SAY.pair.held(name, `${String(pair.leverage)}x`, RUN.fundings[pair.funding]),
    SAY.pair.asked(format.count(asked)),
    ...(missed === 0 ? [] : [SAY.pair.missed(format.count(missed))]),
    ...(unwound === 0 ? [] : [SAY.pair.unwound(format.count(unwound))]),
  ];
  return <p className="ui-note">{words.join(' · ')}</p>;
}

interface Part extends PortfolioPart {
  readonly timeframe: string;
  readonly words: string;
  /** Profit over the account's cash. */
  readonly share: number;
}

function figureColumn(
  id: 'fills' | 'closedTrades' | 'held' | 'meanWeight' | 'highestWeight',
  title: string,
  text: (value: number) => string,
): Column<Part> {
  return {
    id,
    title,
    width: id === 'fills' || id === 'closedTrades' ? 60 : 84,
    align: 'right',
    cell: (row) => text(row[id]),
    plain: (row) => String(row[id]),
    sortBy: (row) => row[id],
  };
}

function partColumns(quote: string, format: Format): readonly Column<Part>[] {
  const { columns } = SAY;
  return [
    {
      id: 'name',
      title: columns.name,
      width: 128,
      fixed: true,
      cell: (row) => row.name,
      plain: (row) => row.name,
      sortBy: (row) => row.name,
    },
    { id: 'instrument', title: columns.instrument, width: 136, cell: (row) => row.instrument, plain: (row) => row.instrument },
    { id: 'bars', title: columns.bars, width: 44, cell: (row) => row.timeframe, plain: (row) => row.timeframe },
    { id: 'parameters', title: columns.parameters, width: 128, cell: (row) => row.words, plain: (row) => row.words },
    {
      id: 'profit',
      title: columns.profit(quote),
      width: 104,
      align: 'right',
      cell: (row) => <SignedFigure arrow value={format.change(row.profit, 2)} />,
      plain: (row) => row.profit,
      sortBy: (row) => Number(row.profit),
      sum: (rows) => <SignedFigure arrow value={format.change(sumShownTexts(rows.map(({ profit }) => profit)), 2)} />,
    },
    {
      id: 'share',
      title: columns.share,
      width: 84,
      align: 'right',
      cell: (row) => <SignedFigure value={format.signedPercent(row.share)} />,
      plain: (row) => String(row.share),
      sortBy: (row) => row.share,
    },
    {
      id: 'fees',
      title: columns.fees(quote),
      width: 84,
      align: 'right',
      cell: (row) => format.quoteMoney(row.fees),
      plain: (row) => row.fees,
      sortBy: (row) => Number(row.fees),
    },
    figureColumn('fills', columns.fills, format.count),
    figureColumn('closedTrades', columns.trades, format.count),
    figureColumn('held', columns.held, format.percent),
    figureColumn('meanWeight', columns.meanWeight, format.percent),
    figureColumn('highestWeight', columns.highestWeight, format.percent),
  ];
}

function PartsTable({ view }: { readonly view: PortfolioReportView }): ReactElement {
  const format = useFormat();
  const { quote, request, parts } = view;
  const columns = useMemo(() => partColumns(quote, format), [quote, format]);
  const rowsOfParts = useMemo(() => request.rows.flatMap((row) => (row.pair === undefined ? [row] : [row, row])), [request]);
  const rows = useMemo(
    () =>
      parts.map((part, at): Part => {
        const row = rowsOfParts[at]!;
        return { ...part, timeframe: row.timeframe, words: strategyWords(row), share: Number(part.profit) / Number(request.cash) };
      }),
    [parts, request, rowsOfParts],
  );
  const table = useDataTable({
    id: 'research-portfolio-parts',
    label: SAY.partsLabel,
    columns,
    rows,
    rowKey: (row) => `${row.name} ${row.instrument}`,
  });
  return (
    <>
      <p className="research-note">{SAY.partsNote}</p>
      <DataTable table={table} sumLabel={SAY.sum} />
    </>
  );
}

function CorrelationTable({ view }: { readonly view: PortfolioReportView }): ReactElement {
  const format = useFormat();
  const pairs = new Set(view.pairs?.map(({ instance }) => instance));
  const names = view.parts.map(({ name, instrument }) => (pairs.has(name) ? `${name} ${instrument}` : name));
  return (
    <div className="research-scroll" tabIndex={0} role="region" aria-label={SAY.correlation}>
      <p className="research-note">{SAY.correlationNote}</p>
      <table className="research-table">
        <thead>
          <tr>
            <th scope="col">{SAY.correlation}</th>
            {names.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {view.correlation.map((row, at) => (
            <tr key={names[at]}>
              <th scope="row">{names[at]}</th>
              {row.map((value, column) => (
                <td key={names[column]} title={value === null ? SAY.noCorrelation : undefined}>
                  {value === null ? '—' : format.change(value, 2).text}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
