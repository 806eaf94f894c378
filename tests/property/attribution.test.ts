import fc from 'fast-check';
import { expect, it } from 'vitest';
import { GAP_CAUSES, type GapSplit } from '../../src-shared/domain/attribution.ts';
import { Instrument } from '../../src-shared/domain/instrument.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import { attributeGap } from '../../src-main/core/attribution/attribute-gap.ts';
import type { TradedOrder } from '../../src-main/core/attribution/traded-run.ts';
import { spec } from '../src-main/core/risk/desk-of-one.ts';

const RUNS = process.env['CRYPTOORCH_TEST_LONG'] === '1' ? 10_000 : 500;
const HOUR = 3_600_000;
/** A tick of 0.01 and a lot of 0.00001: a tick of a lot is 1e-7. Fees are told in 1e-9. */
const INSTRUMENTS = ['BTC', 'ETH'].map((base, index) => new Instrument(spec(base), index));
const MARKS = [6_543_210, 210_987];

const FILL = fc.record({
  time: fc.integer({ min: 0, max: 20 * HOUR }),
  ticks: fc.integer({ min: 1, max: 10_000_000 }),
  lots: fc.integer({ min: 1, max: 50_000_000 }),
  fee: fc.bigInt({ min: -1_000_000n, max: 1_000_000_000_000n }),
});
/** What positions gave up for fees; of a session alone, a backtest's fees are money. */
const PAID = fc.record({
  origin: fc.constantFrom('s', 't', 'you'),
  instrument: fc.constantFrom(0, 1),
  time: fc.integer({ min: 0, max: 20 * HOUR }),
  lots: fc.integer({ min: 0, max: 5_000_000 }),
  value: fc.bigInt({ min: 0n, max: 1_000_000_000_000n }),
});
const ORDER = fc.record({
  id: fc.integer({ min: 0, max: 12 }),
  origin: fc.constantFrom('s', 't', 'you'),
  instrument: fc.constantFrom(0, 1),
  side: fc.constantFrom('buy' as const, 'sell' as const),
  type: fc.constantFrom('market' as const, 'limit' as const, 'stop' as const, null),
  decidedAt: fc.integer({ min: 0, max: 20 * HOUR }),
  limitTicks: fc.constantFrom(null, 10, 20),
  carried: fc.boolean(),
  paid: fc.array(PAID, { maxLength: 2 }),
  end: fc.constantFrom('filled', 'acknowledged', 'funds', null),
  fills: fc.array(FILL, { maxLength: 3 }),
});
const RUN = fc.uniqueArray(ORDER, { maxLength: 14, selector: ({ id }) => id });
type Drawn = ReturnType<typeof RUN.generate>['value'];

function runOf(drawn: Drawn, ofSession: boolean): readonly TradedOrder[] {
  return drawn.map(({ id, fills, paid, ...order }) => ({
    ...order,
    // Without a fill there is no fee.
    paidLots: ofSession && fills.length > 0 ? paid.map(({ value, ...given }) => ({ ...given, value: Decimal.of(value, 9) })) : [],
    id: `o${String(id)}`,
    fills: fills.map(({ fee, ...fill }) => ({ ...fill, fee: Decimal.of(fee, 9) })).sort((a, b) => a.time - b.time),
  }));
}

/** Profit in units of 1e-9, by whole numbers alone. */
function naive(drawn: Drawn, ofSession: boolean): bigint {
  let profit = 0n;
  if (ofSession)
    for (const { paid, fills } of drawn)
      for (const { instrument, lots, value } of fills.length > 0 ? paid : [])
        profit += value - BigInt(MARKS[instrument]!) * BigInt(lots) * 100n;
  for (const { instrument, side, fills } of drawn)
    for (const { ticks, lots, fee } of fills)
      profit += (side === 'buy' ? 1n : -1n) * BigInt(MARKS[instrument]! - ticks) * BigInt(lots) * 100n - fee;
  return profit;
}

function sum({ parts, residual }: GapSplit): string {
  return GAP_CAUSES.reduce((all, cause) => all.add(parts[cause]), residual).toString();
}

it('parts and residual add up to the gap to the last digit, for the whole and for every trade, whatever was filled', () => {
  fc.assert(
    fc.property(RUN, RUN, fc.array(fc.integer({ min: 1, max: 10_000_000 }), { maxLength: 20 }), (session, backtest, hours) => {
      const found = attributeGap({
        session: { orders: runOf(session, true), refusals: [] },
        backtest: { orders: runOf(backtest, false), refusals: [] },
        instruments: INSTRUMENTS,
        strategies: new Set(['s', 't']),
        marks: MARKS,
        market: {
          halfTicks: (_, time) => hours[Math.floor(time / HOUR)] ?? null,
          sameBar: (_, a, b) => Math.floor(a / HOUR) === Math.floor(b / HOUR),
        },
        opening: [],
      });
      expect(found.sessionProfit.toString()).toBe(Decimal.of(naive(session, true), 9).toString());
      expect(found.backtestProfit.toString()).toBe(Decimal.of(naive(backtest, false), 9).toString());
      expect(found.gap.toString()).toBe(Decimal.of(naive(session, true) - naive(backtest, false), 9).toString());
      expect(sum(found)).toBe(found.gap.toString());
      for (const trade of found.trades) expect(sum(trade)).toBe(trade.gap.toString());
      for (const total of ['gap', 'residual'] as const)
        expect(found.trades.reduce((all, trade) => all.add(trade[total]), Decimal.ZERO).toString()).toBe(found[total].toString());
      for (const cause of GAP_CAUSES)
        expect(found.trades.reduce((all, { parts }) => all.add(parts[cause]), Decimal.ZERO).toString()).toBe(found.parts[cause].toString());
      // Only what is older than the session may stay unexplained, and what follows of it.
      if (!session.some(({ type }) => type === null) && !backtest.some(({ type }) => type === null))
        expect(found.residual.toString()).toBe('0');
    }),
    { numRuns: RUNS },
  );
});
