import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Instrument, type InstrumentSpec } from '../../../src-shared/domain/instrument.ts';
import { type RunRecord, runReport } from '../../../src-shared/domain/report.ts';
import { type ExecutedFill, roundTrips, tripProfit } from '../../../src-shared/domain/round-trips.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { AssetId, InstrumentId, VenueId } from '../../../src-shared/kernel/ids.ts';
import { utcMs } from '../../../src-shared/kernel/time.ts';

const spec: InstrumentSpec = {
  id: 'BTC/USD.FILE' as InstrumentId,
  symbol: 'BTC/USD',
  name: 'Bitcoin',
  venue: 'FILE' as VenueId,
  kind: 'spot',
  base: 'BTC' as AssetId,
  quote: 'USD' as AssetId,
  settle: 'USD' as AssetId,
  tick: '0.01',
  lot: '0.001',
  engineLot: '0.001',
  multiplier: '1',
  minNotional: '0',
  makerFee: '0',
  takerFee: '0',
  halfSpreadBps: null,
  validFrom: utcMs(0),
};
const instruments = [new Instrument(spec, 0)];

function fill(time: number, side: 'buy' | 'sell', [price, size]: readonly [number, number], fee: string): ExecutedFill {
  return {
    time,
    instrument: 0,
    origin: 's-1',
    side,
    ticks: Math.round(price * 100),
    lots: Math.round(size * 1_000),
    fee: Decimal.parse(fee),
  };
}

function record(fills: readonly ExecutedFill[], cash: string, lastClose: number): RunRecord {
  const equity = Float64Array.of(Number(cash));
  return {
    instruments,
    start: Decimal.parse('1000'),
    from: 0,
    times: Float64Array.of(60_000),
    equity,
    fills,
    cash: Decimal.parse(cash),
    lastClose: [lastClose],
  };
}

describe('round trips', () => {
  it('sell what fees took, and may end by it', () => {
    const given = (lots: number, value: string, origin = 's-1') => ({ instrument: 0, origin, lots, value: Decimal.parse(value) });
    const bought = { ...fill(1, 'buy', [100, 1], '0.5'), feeLots: [given(5, '0.5'), given(3, '1', 'nobody')] };
    const other = { ...fill(2, 'buy', [100, 1], '0'), origin: 'other', feeLots: [given(0, '0.25')] };
    const sold = { ...fill(3, 'sell', [110, 0.99], '0'), feeLots: [given(9, '0.6')] };
    const [closed, open] = roundTrips([bought, other, sold], instruments);
    expect(closed).toMatchObject({ origin: 's-1', exitTime: 3, lots: 1_000, openLots: 0 });
    // Entered for 100, sold for 108.9 and fees worth 0.5, 0.25 and 0.6; 0.5 of fees.
    expect(tripProfit(closed!).toString()).toBe('9.75');
    expect(open).toMatchObject({ origin: 'other', exitTime: null, openLots: 1_000 });
  });

  it('that are short, or over, have nothing that a fee could take', () => {
    const given = [{ instrument: 0, origin: 's-1', lots: 5, value: Decimal.parse('0.5') }];
    const short = { ...fill(1, 'sell', [100, 1], '0'), feeLots: given };
    expect(roundTrips([short], instruments)).toMatchObject([{ side: 'sell', openLots: 1_000 }]);
    const over = { ...fill(2, 'buy', [100, 1], '0'), feeLots: given };
    const [trip, ...more] = roundTrips([fill(1, 'sell', [100, 1], '0'), over], instruments);
    expect([trip?.exitValue.toString(), more]).toEqual(['100', []]);
  });

  it('a purchase in two parts and a sale in two parts are one trade', () => {
    const report = runReport(
      record(
        [
          fill(1, 'buy', [100, 1], '0.1'),
          fill(2, 'buy', [103, 2], '0.206'),
          fill(5, 'sell', [110, 1], '0.11'),
          fill(6, 'sell', [111, 2], '0.222'),
        ],
        '1025.362',
        100,
      ),
    );
    const [trade] = report.trades;
    expect(report.trades).toHaveLength(1);
    expect(report.open).toEqual([]);
    expect(trade).toMatchObject({ entryTime: 1, exitTime: 6, side: 'buy' });
    expect(trade!.entryPrice.toString()).toBe('102');
    expect(trade!.exitPrice.toNumber()).toBeCloseTo(332 / 3, 12);
    expect(trade!.quantity.toString()).toBe('3');
    expect(trade!.fee.toString()).toBe('0.638');
    expect(trade!.pnl.toString()).toBe('25.362');
    expect(report.fees.toString()).toBe('0.638');
  });

  it('what is held at the end is no closed trade and is marked at the last close; its fees count', () => {
    const report = runReport(record([fill(1, 'buy', [100, 2], '0.2')], '799.8', 104.5));
    expect(report.trades).toEqual([]);
    expect(report.finalEquity.toString()).toBe('1008.8');
    expect(report.fees.toString()).toBe('0.2');
    expect(report.open[0]).toMatchObject({ entryTime: 1 });
    expect(report.open[0]!.unrealised.toString()).toBe('9');
    expect(report.open[0]!.mark.toString()).toBe('104.5');
  });

  it('a sale through zero ends one trade and begins another; the fee is shared exactly', () => {
    const trips = roundTrips([fill(1, 'buy', [100, 1], '0'), fill(2, 'sell', [100, 3], '0.1')], instruments);
    expect(trips.map((trip) => [trip.side, trip.lots, trip.openLots, trip.exitTime])).toEqual([
      ['buy', 1_000, 0, 2],
      ['sell', 2_000, 2_000, null],
    ]);
    expect(trips[0]!.fee.add(trips[1]!.fee).toString()).toBe('0.1');
  });

  it('keeps origins and instruments apart', () => {
    const other = { ...fill(2, 'sell', [100, 1], '0'), origin: 'with a space 2' };
    const trips = roundTrips([fill(1, 'buy', [100, 1], '0'), other], instruments);
    expect(trips.map((trip) => [trip.origin, trip.side, trip.openLots])).toEqual([
      ['s-1', 'buy', 1_000],
      ['with a space 2', 'sell', 1_000],
    ]);
  });

  it('law: starting cash and every profit, open and closed, make the final equity, exactly', () => {
    const step = fc.record({
      buy: fc.boolean(),
      cents: fc.integer({ min: 1, max: 1_000_000 }),
      lots: fc.integer({ min: 1, max: 50_000 }),
      fee: fc.integer({ min: 0, max: 999 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), fc.integer({ min: 1, max: 1_000_000 }), (steps, closeCents) => {
        let cash = Decimal.parse('1000');
        const fills = steps.map(({ buy, cents, lots, fee }, i): ExecutedFill => {
          const paid = Decimal.of(BigInt(fee), 4);
          const value = Decimal.of(BigInt(cents) * BigInt(lots), 5);
          cash = cash.sub(paid).add(buy ? value.neg() : value);
          return { time: i, instrument: 0, origin: 's-1', side: buy ? 'buy' : 'sell', ticks: cents, lots, fee: paid };
        });
        const close = closeCents / 100;
        const report = runReport({ ...record(fills, '0', close), cash });
        const held = steps.reduce((sum, { buy, lots }) => sum + (buy ? lots : -lots), 0);
        const expected = cash.add(Decimal.of(BigInt(held), 3).mul(Decimal.of(BigInt(closeCents), 2)));
        expect(report.finalEquity.equals(expected)).toBe(true);
        const closed = report.trades.reduce((sum, trade) => sum.add(trade.pnl), Decimal.ZERO);
        const fees = report.trades.reduce((sum, trade) => sum.add(trade.fee), Decimal.ZERO);
        const openFees = report.open.reduce((sum, open) => sum.add(open.fee), Decimal.ZERO);
        expect(fees.add(openFees).equals(report.fees)).toBe(true);
        if (report.open.length === 0) expect(Decimal.parse('1000').add(closed).equals(report.finalEquity)).toBe(true);
      }),
      { numRuns: 300, seed: 1 },
    );
  });
});
