import { describe, expect, it } from 'vitest';
import { candleColumns, type CandleColumns } from '../../../../src-shared/domain/candle.ts';
import { IDEAL } from '../../../../src-shared/domain/costs.ts';
import { NO_LIMITS } from '../../../../src-shared/domain/limits.ts';
import type { StrategyParameters, Ways } from '../../../../src-shared/domain/strategy-spec.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import { backtest } from '../../../../src-main/run-backtest.ts';
import { wanderingBars } from '../../../support/search-bars.ts';
import { spec } from '../risk/desk-of-one.ts';

const BARS = wanderingBars(1_500, 11);
const TOP = 4 * BARS.high.reduce((most, price) => Math.max(most, price), 0);

/** The same bars upside down: every rise is a fall of as much. */
function mirrored(bars: CandleColumns): CandleColumns {
  const columns = candleColumns(bars.length);
  const over = (price: number): number => Math.round((TOP - price) * 100) / 100;
  columns.time.set(bars.time);
  columns.volume.set(bars.volume);
  columns.open.set(bars.open.map(over));
  columns.close.set(bars.close.map(over));
  columns.high.set(bars.low.map(over));
  columns.low.set(bars.high.map(over));
  return columns;
}

/** `time side` of every fill. */
function trades(strategy: string, parameters: StrategyParameters, ways: Ways, candles: CandleColumns): readonly string[] {
  const { fills } = backtest({
    instruments: [spec('BTC', { kind: 'perpetual', minNotional: '0' })],
    series: [{ instrument: 0, timeframe: '4h', candles }],
    placements: [{ instance: 'one', strategy, instrument: 0, timeframe: '4h', parameters, size: { kind: 'base', amount: '0.01' }, ways }],
    cash: Decimal.parse('1000000000'),
    costs: { ...IDEAL, name: 'none' },
    limits: NO_LIMITS,
    seed: 1,
    funding: [{ kind: 'stated', bps: 0 }],
  });
  return fills.map(({ time, side, lots }) => `${String(time)} ${side} ${String(lots)}`);
}

function turned(fills: readonly string[]): readonly string[] {
  return fills.map((fill) => (fill.includes('buy') ? fill.replace('buy', 'sell') : fill.replace('sell', 'buy')));
}

describe.each([
  { strategy: 'sma-cross', parameters: { fast: 5, slow: 20 } },
  { strategy: 'macd-trend', parameters: { fast: 6, slow: 13, signal: 5 } },
  { strategy: 'donchian-breakout', parameters: { entry: 20, exit: 10 } },
])('$strategy on the short side', ({ strategy, parameters }) => {
  it('does on falling bars what it does long on the same bars upside down', () => {
    const short = trades(strategy, parameters, 'short', BARS);
    expect(short.length).toBeGreaterThan(20);
    expect(short).toEqual(turned(trades(strategy, parameters, 'long', mirrored(BARS))));
    expect(short[0]).toContain('sell');
  });

  it('holds both sides in turn, and the same upside down', () => {
    const both = trades(strategy, parameters, 'both', BARS);
    expect(both).toEqual(turned(trades(strategy, parameters, 'both', mirrored(BARS))));
    // A position that is turned is left and taken by one order.
    expect(both.some((fill) => fill.endsWith(' 2000'))).toBe(true);
  });
});
