import { useMemo } from 'react';
import type { ReactElement } from 'react';
import type { RunBarsView, RunReportView, RunTradeRow } from '../../../src-shared/contract/research.ts';
import { DAY_MS } from '../../../src-shared/kernel/time.ts';
import { useFormat } from '../../ui/use-format.ts';
import { clockTicks, linearTicks, nearestRow } from './chart-scale.ts';
import { dayText } from './day-text.ts';
import { candlePaths, PRICE_AXIS } from './price-place.ts';
import type { PricePlace } from './price-place.ts';
import type { PriceWindow } from './price-window.ts';
import { barText, tickDecimals } from './price-words.ts';
import { clockText } from './span-text.ts';
import { PRICE_SENTENCES as SAY } from './price-sentences.ts';

/** Trades in view of which each entry has its number beside it. */
const MOST_NUMBERED = 24;
/** Trades in view of which entries and exits are drawn; of more only their lines. */
const MOST_MARKED = 300;
const FIGURE_HEIGHT = 34;
const FIGURE_WIDTH = 90;

interface PriceDrawingProps {
  readonly view: RunReportView;
  readonly bars: RunBarsView;
  readonly trades: readonly RunTradeRow[];
  readonly window: PriceWindow;
  readonly place: PricePlace;
  readonly chosen: RunTradeRow | undefined;
  /** The instant that is read. */
  readonly at: number | null;
  readonly height: number;
}

/** Bars, axes, and the trades over them. */
export function PriceDrawing({ view, bars, trades, window, place, chosen, at, height }: PriceDrawingProps): ReactElement {
  const paths = useMemo(() => candlePaths(bars.candles, bars.barMs, place), [bars, place]);
  const read = at === null ? undefined : bars.candles.time[nearestRow(bars.candles.time, at)];
  const cross = read === undefined ? 0 : place.x(read + bars.barMs / 2);
  return (
    <svg aria-hidden="true" width={place.width + PRICE_AXIS} height={height}>
      <PriceAxes view={view} window={window} place={place} height={height} />
      <svg width={place.width} height={place.height}>
        <path className="research-candle-up" d={paths.upWicks} />
        <path className="research-candle-down" d={paths.downWicks} />
        <path className="research-candle-up" d={paths.up} />
        <path className="research-candle-down" data-body d={paths.down} />
        {read === undefined ? null : (
          <g className="research-cross">
            <line x1={cross} x2={cross} y1={0} y2={place.height} />
          </g>
        )}
        <TradeMarks trades={trades} chosen={chosen} place={place} />
        <text className="research-axis" x={place.width - 4} y={12} textAnchor="end">
          {SAY.bars(barText(bars.barMs))}
        </text>
      </svg>
    </svg>
  );
}

/** An entry is a hollow triangle that points where the trade wants the price to go, an exit a hollow square; a line joins them. */
function TradeMarks({ trades, chosen, place }: Pick<PriceDrawingProps, 'trades' | 'chosen' | 'place'>): ReactElement {
  const format = useFormat();
  const numbered = trades.length <= MOST_NUMBERED;
  const last = chosen === undefined ? [] : [chosen];
  return (
    <g className="research-trades">
      {[...trades.filter((trade) => trade !== chosen), ...last].map((trade) => {
        const { number, side, entryTime, exitTime, entryPrice, exitPrice } = trade;
        const [x1, y1, x2, y2] = [place.x(entryTime), place.y(Number(entryPrice)), place.x(exitTime), place.y(Number(exitPrice))];
        const isChosen = trade === chosen;
        const down = side === 'buy' ? 1 : -1;
        return (
          <g key={number} data-trade={number} data-chosen={isChosen || undefined}>
            <line x1={x1} y1={y1} x2={x2} y2={y2} />
            {isChosen || trades.length <= MOST_MARKED ? (
              <>
                <path d={`M${x1.toFixed(1)} ${(y1 - down * 5).toFixed(1)}l5 ${String(down * 9)}h-10z`} />
                <rect x={x2 - 4} y={y2 - 4} width={8} height={8} />
              </>
            ) : null}
            {isChosen || numbered ? (
              <text x={x1} y={y1 + down * 18 + 3} textAnchor="middle">
                {isChosen ? SAY.tradeName(format.count(number)) : format.count(number)}
              </text>
            ) : null}
          </g>
        );
      })}
    </g>
  );
}

function timeText(time: number): string {
  if (time % DAY_MS !== 0) return clockText(time);
  const day = dayText(time);
  return day.startsWith('1 ') ? day.slice(2) : day;
}

function PriceAxes({ view, window, place, height }: Pick<PriceDrawingProps, 'view' | 'window' | 'place' | 'height'>): ReactElement {
  const format = useFormat();
  const prices = linearTicks(place.low, place.high, Math.max(2, place.height / FIGURE_HEIGHT));
  const step = (prices[1] ?? 0) - (prices[0] ?? 0);
  const decimals = Math.min(tickDecimals(view), Math.max(0, Math.ceil(-Math.log10(step || 1))));
  const times = clockTicks(window.from, window.to, Math.max(2, Math.floor(place.width / FIGURE_WIDTH)));
  return (
    <>
      {prices.map((price) => (
        <g key={price}>
          <line className="research-grid" x1={0} x2={place.width} y1={place.y(price)} y2={place.y(price)} />
          <text className="research-axis" x={place.width + 8} y={place.y(price) + 4}>
            {format.price(price, decimals)}
          </text>
        </g>
      ))}
      {times.map((time) =>
        place.x(time) > place.width - 60 ? null : (
          <text key={time} className="research-axis" x={place.x(time)} y={height - 5}>
            {timeText(time)}
          </text>
        ),
      )}
    </>
  );
}
