import { describe, expect, it } from 'vitest';
import type { FundingPlan } from '../../../../src-shared/domain/funding.ts';
import { IDEAL } from '../../../../src-shared/domain/costs.ts';
import { NO_LIMITS } from '../../../../src-shared/domain/limits.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import { HOUR_MS } from '../../../../src-shared/kernel/time.ts';
import { chooseStrategy, findStrategy } from '../../../../src-main/core/strategies/catalog.ts';
import { backtest } from '../../../../src-main/run-backtest.ts';
import { FIRST_BAR, wanderingBars } from '../../../support/search-bars.ts';
import { spec } from '../risk/desk-of-one.ts';

const BARS = wanderingBars(240, 5);
/** Basis points of one payment every eight hours from the first bar's day on. */
const RATES = Array.from({ length: 120 }, (_, i) => 3 * Math.sin(i / 7));

function plan(rates: readonly number[]): FundingPlan {
  const time = Float64Array.from(rates, (_, i) => FIRST_BAR + i * 8 * HOUR_MS);
  return { kind: 'stored', rates: { time, rate: Float64Array.from(rates, (rate) => rate / 10_000) } };
}

function run(funding: FundingPlan) {
  return backtest({
    instruments: [spec('BTC', { kind: 'perpetual', minNotional: '0' })],
    series: [{ instrument: 0, timeframe: '4h', candles: BARS }],
    placements: [
      {
        instance: 'carry',
        strategy: 'funding-carry',
        instrument: 0,
        timeframe: '4h',
        parameters: { payments: 3, enter: 1, leave: 0.5 },
        size: { kind: 'base', amount: '0.01' },
      },
    ],
    cash: Decimal.parse('1000000'),
    costs: IDEAL,
    limits: NO_LIMITS,
    seed: 1,
    funding: [funding],
  });
}

/** Opens at which the rule must trade, worked out from the payments alone. */
function expected(rates: readonly number[]): readonly string[] {
  const trades: string[] = [];
  let short = false;
  for (let row = 0; row < BARS.length - 1; row += 1) {
    const close = BARS.time[row]! + 4 * HOUR_MS;
    const paid = Math.floor((close - FIRST_BAR) / (8 * HOUR_MS)) + 1;
    if (paid < 3) continue;
    const mean = (rates[paid - 1]! + rates[paid - 2]! + rates[paid - 3]!) / 3;
    if (short ? mean >= 0.5 : mean <= 1) continue;
    trades.push(`${short ? 'buy' : 'sell'} ${String(close)}`);
    short = !short;
  }
  return trades;
}

describe('funding-carry', () => {
  it('is short from the bar at which the last payments are above its threshold to the one at which they are below the other', () => {
    const { fills, carry } = run(plan(RATES));
    const wanted = expected(RATES);
    expect(wanted.length).toBeGreaterThan(3);
    expect(fills.map(({ side, time }) => `${side} ${String(time)}`)).toEqual(wanted);
    expect(carry.length).toBeGreaterThan(0);
    expect(carry.every(({ origin }) => origin === 'carry')).toBe(true);
  });

  it('knows nothing of a payment before it was made', () => {
    const cut = 40;
    const until = FIRST_BAR + cut * 8 * HOUR_MS;
    const before = (rates: readonly number[]): readonly string[] =>
      run(plan(rates)).fills.flatMap(({ side, time }) => (time < until ? [`${side} ${String(time)}`] : []));
    expect(before(RATES.map((rate, i) => (i >= cut ? -rate * 5 : rate)))).toEqual(before(RATES));
  });

  it('does nothing where no rate is known', () => {
    expect(run({ kind: 'against', bps: 5 }).fills).toEqual([]);
  });

  it('goes on after a restart with what it had asked for, and is not offered on spot', () => {
    const definition = findStrategy('funding-carry')!;
    const strategy = definition.create({}, spec('BTC') as never);
    strategy.warm(BARS);
    expect(strategy.memory()).toBe('');
    strategy.restore(JSON.stringify({ side: 'sell', code: 'funding-carry.paid', figures: {}, lots: 0 }));
    expect(strategy.memory()).toContain('funding-carry.paid');
    expect(chooseStrategy('funding-carry', {}).ok).toBe(false);
    expect(definition.conflict?.({ enter: 0, leave: 1 })).toMatchObject({ parameter: 'leave' });
    expect(definition.conflict?.({ enter: 1, leave: 1 })).toBeNull();
    expect(definition.warmupBars({})).toBe(0);
  });
});
