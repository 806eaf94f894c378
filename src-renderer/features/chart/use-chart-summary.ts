import { candleKey, useCandles } from '../../state/candles/candle-store.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { FINAL_STATES } from '../../../src-shared/domain/order-state.ts';
import { useFormat } from '../../ui/use-format.ts';
import { useWallClock } from '../../state/market-clock.ts';
import { useChartView } from './chart-view.ts';
import { rangeSummary } from './legend-model.ts';
import { CHART_SENTENCES as SAY } from './sentences.ts';
import type { ChartPart } from './chart-part.ts';

const SUMMARY_MS = 2_000;

/** What the chart shows in words: "BTC/USD 1 minute, 102 bars, up 0.80%, high …, low …, 2 orders, 1 position". */
export function useChartSummary({ instrument, timeframe }: ChartPart): string {
  const format = useFormat();
  const from = useChartView((view) => view.from);
  const to = useChartView((view) => view.to);
  useWallClock(SUMMARY_MS);
  const columns = useCandles(({ histories }) => histories.get(candleKey(instrument.id, timeframe)))?.series.columns;
  const orders = useShownDesk(
    (state) => [...state.orders.values()].filter((order) => order.instrument === instrument.id && !FINAL_STATES.has(order.state)).length,
  );
  const held = useShownDesk(({ positions }) => Number(positions.get(instrument.id)?.size ?? 0) !== 0);
  const name = `${instrument.spec.symbol} ${SAY.timeframes[timeframe]}`;
  const summary = columns === undefined ? null : rangeSummary(columns, from, to);
  if (summary === null) return name;
  const moved = format.signedPercent(summary.change);
  return [
    name,
    SAY.bars(summary.bars),
    SAY.moved(moved.direction, format.percent(Math.abs(summary.change))),
    SAY.highest(format.price(summary.high, instrument.priceDecimals)),
    SAY.lowest(format.price(summary.low, instrument.priceDecimals)),
    SAY.orders(orders),
    SAY.positions(held ? 1 : 0),
  ].join(', ');
}
