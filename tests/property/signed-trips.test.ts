import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Positions } from '../../src-main/core/accounting/positions.ts';
import { contributions } from '../../src-shared/domain/contributions.ts';
import { Instrument } from '../../src-shared/domain/instrument.ts';
import { runReport } from '../../src-shared/domain/report.ts';
import type { ExecutedFill } from '../../src-shared/domain/round-trips.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import { DAY_MS } from '../../src-shared/kernel/time.ts';
import { spec } from '../src-main/core/risk/desk-of-one.ts';

const INSTRUMENTS = [new Instrument(spec('BTC'), 0), new Instrument(spec('ETH', { multiplier: '0.1', kind: 'perpetual' }), 1)];
const ORIGINS = ['a', 'b'] as const;

/** Fills of both sides, so that positions are long, short, and go through zero in one fill. */
const FILLS = fc
  .array(
    fc.record({
      instrument: fc.constantFrom(0, 1),
      origin: fc.constantFrom(...ORIGINS),
      side: fc.constantFrom('buy' as const, 'sell' as const),
      ticks: fc.integer({ min: 1, max: 20_000_000 }),
      lots: fc.integer({ min: 1, max: 5_000_000 }),
      fee: fc.integer({ min: -1_000, max: 100_000 }).map((units) => Decimal.of(BigInt(units), 6)),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((fills): readonly ExecutedFill[] => fills.map((fill, i) => ({ ...fill, time: (i + 1) * 1_000 })));

const CLOSES = fc.tuple(fc.integer({ min: 1, max: 20_000_000 }), fc.integer({ min: 1, max: 20_000_000 }));

const START = Decimal.of(100_000n);
const sum = (values: readonly Decimal[]): Decimal => values.reduce((total, value) => total.add(value), Decimal.ZERO);
const unit = [Decimal.parse('0.0000001'), Decimal.parse('0.00000001')] as const;

/** Cash and value written out: every fill's money, and what is left at the close. */
function naive(fills: readonly ExecutedFill[], ticks: readonly number[]): { readonly cash: Decimal; readonly equity: Decimal } {
  const lots = [0n, 0n];
  let cash = START;
  for (const { instrument, side, ticks: price, lots: size, fee } of fills) {
    const value = unit[instrument]!.mul(Decimal.of(BigInt(price) * BigInt(size)));
    cash = (side === 'buy' ? cash.sub(value) : cash.add(value)).sub(fee);
    lots[instrument]! += side === 'buy' ? BigInt(size) : -BigInt(size);
  }
  const values = lots.map((held, i) => unit[i]!.mul(Decimal.of(held * BigInt(ticks[i]!))));
  return { cash, equity: cash.add(sum(values)) };
}

describe('positions that are short, long, and go through zero', () => {
  it('conserve money: trades, what is open, and the parts of the instruments all come to what the account gained', () => {
    fc.assert(
      fc.property(FILLS, CLOSES, (fills, ticks) => {
        const { cash, equity } = naive(fills, ticks);
        const lastClose = ticks.map((each) => each / 100);
        const times = Float64Array.of(DAY_MS);
        const record = {
          instruments: INSTRUMENTS,
          start: START,
          from: 0,
          times,
          equity: Float64Array.of(equity.toNumber()),
          fills,
          cash,
          lastClose,
        };
        const report = runReport(record);
        expect(report.finalEquity.equals(equity)).toBe(true);
        const gain = equity.sub(START);
        const closed = sum(report.trades.map(({ pnl }) => pnl));
        const open = sum(report.open.map(({ unrealised, fee }) => unrealised.sub(fee)));
        // What an open trip has closed already is not in its unrealised gain, so whole trips are compared where none has.
        const partly = report.open.some(({ quantity }, i) => !quantity.equals(openedBy(fills, report.open[i]!)));
        if (!partly) expect(Math.abs(closed.add(open).sub(gain).toNumber())).toBeLessThan(1e-6);
        const closes = lastClose.map((close) => ({ opens: Float64Array.of(0), barMs: DAY_MS, close: Float64Array.of(close) }));
        expect(sum(contributions(record, closes).instruments.map(({ profit }) => profit)).equals(gain)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('realise by average cost what their fills brought less what is still at stake, and never more lots than were traded', () => {
    fc.assert(
      fc.property(FILLS, (fills) => {
        const positions = new Positions(INSTRUMENTS.length);
        const flow = [Decimal.ZERO, Decimal.ZERO];
        const held = [0, 0];
        for (const { instrument, side, ticks, lots, fee, time } of fills) {
          const notional = INSTRUMENTS[instrument]!.notional(ticks, lots);
          const before = held[instrument]!;
          held[instrument]! += side === 'buy' ? lots : -lots;
          flow[instrument] = side === 'buy' ? flow[instrument]!.sub(notional) : flow[instrument]!.add(notional);
          const realised = positions.apply(instrument, side === 'buy' ? lots : -lots, { notional, fee }, time);
          expect(realised !== null).toBe(before !== 0 && before > 0 !== (side === 'buy'));
          const now = positions.read(instrument);
          expect(now.lots).toBe(held[instrument]);
          // A long has paid its cost, a short has received it: cost is signed as the position.
          expect(now.realised.equals(flow[instrument].add(now.cost))).toBe(true);
          expect(now.cost.sign()).toBe(Math.sign(now.lots));
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** Lots that the fills of an origin hold since it was flat last, or turned, if nothing of them was closed since. */
function openedBy(
  fills: readonly ExecutedFill[],
  { instrument, origin }: { readonly instrument: number; readonly origin: string },
): Decimal {
  let lots = 0;
  let entered = 0;
  for (const fill of fills) {
    if (fill.instrument !== instrument || fill.origin !== origin) continue;
    const before = lots;
    lots += fill.side === 'buy' ? fill.lots : -fill.lots;
    if (before === 0 || before > 0 !== lots > 0) entered = Math.abs(lots);
    else if (Math.abs(lots) > Math.abs(before)) entered += fill.lots;
  }
  return INSTRUMENTS[instrument]!.sizeOf(entered);
}
