import { ZoomIn, ZoomOut } from 'lucide-react';
import { useState } from 'react';
import type { ReactElement } from 'react';
import type { RunReportView, RunTradeRow } from '../../../src-shared/contract/research.ts';
import { strategyWords } from '../../format/strategy-words.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { SegmentedControl } from '../../ui/segmented-control.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { CurveTable } from './curve-table.tsx';
import { EquityChart } from './equity-chart.tsx';
import { PriceChart } from './price-chart.tsx';
import { PriceTable } from './price-table.tsx';
import { windowRound, zoomed } from './price-window.ts';
import type { PriceWindow } from './price-window.ts';
import { PRICE_SENTENCES as PRICE } from './price-sentences.ts';
import { RESEARCH_SENTENCES as SAY } from './sentences.ts';

/** Which chart of a report is shown, and what of its price is in view. */
export interface ChartChoice {
  readonly chart: 'equity' | 'price';
  readonly window: PriceWindow;
  /** Number of the trade that is chosen. */
  readonly trade: number | null;
}

const SEGMENTS = (['equity', 'price'] as const).map((value) => ({ value, label: PRICE.charts[value] }));
const ZOOM = 1.6;

interface ChartsProps {
  readonly view: RunReportView;
  readonly choice: ChartChoice;
  readonly onChoice: (choice: ChartChoice) => void;
  readonly onTrade: (trade: RunTradeRow) => void;
}

/** Equity with buy and hold, or the price with the trades; each also as a table. */
export function ReportCharts(props: ChartsProps): ReactElement {
  const { view, choice, onChoice, onTrade } = props;
  const [asTable, showTable] = useState(false);
  const format = useFormat();
  const move = (window: PriceWindow): void => {
    onChoice({ ...choice, window });
  };
  const shown = { view, window: choice.window };
  return (
    <>
      <div className="research-chart-head">
        <SegmentedControl
          look="flat"
          label={PRICE.which}
          value={choice.chart}
          segments={SEGMENTS}
          onChange={(chart) => {
            onChoice({ ...choice, chart });
          }}
        />
        {choice.chart === 'equity' ? <EquityKeys view={view} /> : <PriceKeys view={view} />}
        <span className="research-spring" />
        {choice.chart === 'equity' ? null : <PriceZoom {...props} />}
        <Button tone="quiet" size="small" pressed={asTable} onPress={() => showTable(!asTable)}>
          {SAY.asTable}
        </Button>
      </div>
      {choice.chart === 'price' ? (
        asTable ? (
          <PriceTable {...shown} />
        ) : (
          <PriceChart {...shown} trade={choice.trade} onWindow={move} onTrade={onTrade} />
        )
      ) : asTable ? (
        <CurveTable curve={view.curve} label={SAY.equityTitle(view.quote)} />
      ) : (
        <EquityChart
          curve={view.curve}
          label={SAY.chartLabel(strategyWords(view.request), format.quoteMoney(view.finalEquity), format.quoteMoney(view.holdEquity))}
        />
      )}
    </>
  );
}

function EquityKeys({ view }: Pick<ChartsProps, 'view'>): ReactElement {
  const format = useFormat();
  return (
    <>
      <span className="ui-label">{SAY.equityTitle(view.quote)}</span>
      <span className="research-key" data-line="equity">
        {view.request.strategy} <span className="research-key-figure">{format.quoteMoney(view.finalEquity)}</span>
      </span>
      <span className="research-key" data-line="hold">
        {SAY.holdName} <span className="research-key-figure">{format.quoteMoney(view.holdEquity)}</span>
      </span>
    </>
  );
}

function PriceKeys({ view }: Pick<ChartsProps, 'view'>): ReactElement {
  const format = useFormat();
  const { trades, closedTrades, quote } = view;
  return (
    <>
      <span className="ui-label">{PRICE.title(quote)}</span>
      <span className="research-mark-key" data-mark="entry">
        {PRICE.entry}
      </span>
      <span className="research-mark-key" data-mark="exit">
        {PRICE.exit}
      </span>
      {closedTrades > trades.length ? (
        <span className="ui-note">{PRICE.newest(format.count(trades.length), format.count(closedTrades))}</span>
      ) : null}
    </>
  );
}

function PriceZoom({ view, choice, onChoice }: ChartsProps): ReactElement {
  const { request } = view;
  const { window } = choice;
  const middle = (window.from + window.to) / 2;
  const show = (next: PriceWindow): void => {
    onChoice({ ...choice, window: next });
  };
  return (
    <>
      <IconButton icon={ZoomIn} label={PRICE.nearer} keys="+" onPress={() => show(zoomed(request, window, 1 / ZOOM, middle))} />
      <IconButton icon={ZoomOut} label={PRICE.farther} keys="-" onPress={() => show(zoomed(request, window, ZOOM, middle))} />
      <Button tone="quiet" size="small" onPress={() => show(windowRound(request, 0, Infinity))}>
        {PRICE.whole}
      </Button>
    </>
  );
}
