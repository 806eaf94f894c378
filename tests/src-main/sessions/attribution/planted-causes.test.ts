import { expect, it } from 'vitest';
import { GAP_CAUSES, type GapCause, largestCause } from '../../../../src-shared/domain/attribution.ts';
import { type CandleColumns, candleColumns, copyCandles } from '../../../../src-shared/domain/candle.ts';
import { NO_LIMITS } from '../../../../src-shared/domain/limits.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import { Sfc32 } from '../../../../src-shared/kernel/random.ts';
import { readSession } from '../../../../src-main/sessions/attribution/read-session.ts';
import type { SessionAttribution } from '../../../../src-main/sessions/attribution/attribute-session.ts';
import { attributed, COSTS, INSTANCE, PARAMETERS, playSession, sumOf } from '../../../support/attribution-kit.ts';
import { intent } from '../../../support/paper-kit.ts';
import { wanderingBars } from '../../../support/search-bars.ts';

const SESSIONS = process.env['CRYPTOORCH_TEST_LONG'] === '1' ? 2_000 : 50;
const BARS = 300;
const HOUR = 3_600_000;

/** A session in which one thing went otherwise than in its backtest, by the means by which it would. */
const PLANTED: Readonly<Record<GapCause, (candles: CandleColumns, random: Sfc32) => SessionAttribution>> = {
  /** One wrong bar was heard: its close lies above or below everything. */
  signal: (candles, random) => {
    const heard = copyCandles(candles);
    const { frames } = playSession(candles);
    let bar = 0;
    do bar = 40 + random.below(240);
    while (lotsHeld(frames, candles.time[bar]!) !== lotsHeld(frames, candles.time[bar + 3]!));
    // Out of what is held, or into what is not.
    const close = heard.close[bar]! * (lotsHeld(frames, candles.time[bar]!) > 0 ? 0.8 : 1.2);
    heard.close[bar] = close;
    heard.high[bar] = Math.max(heard.high[bar]!, close);
    heard.low[bar] = Math.min(heard.low[bar]!, close);
    return attributed(playSession(heard).frames, { bars: [{ id: 'as-published', symbol: 'BTC/USD', timeframe: '4h', candles }] });
  },
  timing: (candles, random) =>
    attributed(playSession(candles, { costs: { ...COSTS, latencyMs: (4 + 1 + random.below(4)) * HOUR } }).frames),
  price: (candles, random) => attributed(playSession(candles, { costs: { ...COSTS, slippageBps: 5 + random.below(40) } }).frames),
  fee: (candles, random) =>
    attributed(playSession(candles, { costs: { ...COSTS, takerFeeBps: random.below(2) === 0 ? 2 : 15 + random.below(40) } }).frames),
  size: (candles, random) =>
    attributed(
      playSession(candles, {
        deeds: [
          {
            bar: 10 + random.below(20),
            command: {
              type: 'change-strategy',
              id: 'resize',
              instance: INSTANCE,
              parameters: PARAMETERS,
              size: { kind: 'base', amount: random.below(2) === 0 ? '0.04' : '0.25' },
              history: candleColumns(0),
            },
          },
        ],
      }).frames,
    ),
  missed: (candles, random) =>
    attributed(
      playSession(candles, {
        deeds: [
          {
            bar: 20 + random.below(60),
            command: { type: 'set-limits', id: 'limit', limits: { ...NO_LIMITS, maxOrderNotional: '1000' } },
          },
        ],
      }).frames,
    ),
  extra: (candles, random) =>
    attributed(
      playSession(candles, {
        deeds: [
          { bar: 20 + random.below(100), command: { type: 'place', id: 'mine', intents: [intent({ lots: 9_000_000 })] } },
          { bar: 140 + random.below(100), command: { type: 'close', id: 'enough', instrument: 0, percent: 20 + random.below(81) } },
        ],
      }).frames,
    ),
};

function lotsHeld(frames: readonly Uint8Array[], time: number): number {
  const fills = readSession(frames).book.orders.flatMap((order) => order.fills.map((fill) => ({ ...fill, side: order.side })));
  return fills.filter((fill) => fill.time <= time).reduce((held, { side, lots }) => held + (side === 'buy' ? lots : -lots), 0);
}

/** The first session of a seed in which what was planted changed anything: a limit may lie behind the last trade. */
function planted(cause: GapCause, seed: number): SessionAttribution {
  for (let tries = 0; ; tries += 1) {
    const found = PLANTED[cause](wanderingBars(BARS, seed + tries * 10_000), new Sfc32(seed + tries * 10_000));
    if (!found.gap.gap.isZero()) return found;
  }
}

it('the planted cause is named first, the residual is below a hundredth of the gap, and every sum is exact', { timeout: 900_000 }, () => {
  for (let seed = 1; seed <= SESSIONS; seed += 1) {
    const cause = GAP_CAUSES[seed % GAP_CAUSES.length]!;
    const { gap } = planted(cause, seed);
    expect(largestCause(gap.parts), `seed ${String(seed)}`).toBe(cause);
    expect(gap.residual.abs().mul(Decimal.of(100n)).compare(gap.gap.abs()), `seed ${String(seed)}`).toBe(-1);
    for (const split of [gap, ...gap.trades]) expect(sumOf(split).toString(), `seed ${String(seed)}`).toBe(split.gap.toString());
  }
});

it('a session in which nothing was planted has no gap', () => {
  const { gap, sessionFills, backtestFills } = attributed(playSession(wanderingBars(BARS, 1)).frames);
  expect(sessionFills).toBeGreaterThan(5);
  expect(backtestFills).toBe(sessionFills);
  expect(gap.gap.toString()).toBe('0');
  expect(largestCause(gap.parts)).toBeNull();
});
