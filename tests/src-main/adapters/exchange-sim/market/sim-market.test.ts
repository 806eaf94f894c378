import { describe, expect, it } from 'vitest';
import { SIM_FIRST_MS, SimMarket } from '../../../../../src-main/adapters/exchange-sim/market/sim-market.ts';
import { SIM_ANCHOR_MS, SIM_END_MS, SIM_PROFILES } from '../../../../../src-main/adapters/exchange-sim/market/sim-instruments.ts';
import type { PrintColumns } from '../../../../../src-main/adapters/exchange-sim/market/minute-record.ts';
import type { CandleColumns, Timeframe } from '../../../../../src-shared/domain/candle.ts';
import { Decimal } from '../../../../../src-shared/kernel/decimal.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../../../src-shared/kernel/time.ts';

const T0 = Date.UTC(2026, 2, 5, 11, 17, 23, 456);
const EVERY = SIM_PROFILES.map((_, index) => index);

interface Print {
  readonly time: number;
  readonly ticks: number;
  readonly lots: number;
}

/** All prints in (from, to], by nothing but `prints`. */
function printsIn(market: SimMarket, instrument: number, from: number, to: number): Print[] {
  const found: Print[] = [];
  for (let minute = Math.floor(from / MINUTE_MS) * MINUTE_MS; minute <= to; minute += MINUTE_MS) {
    const columns: PrintColumns = market.prints(instrument, minute);
    columns.time.forEach((time, j) => {
      if (time > from && time <= to) found.push({ time, ticks: columns.ticks[j] ?? 0, lots: columns.lots[j] ?? 0 });
    });
  }
  return found;
}

function rows(columns: CandleColumns): number[][] {
  return Array.from({ length: columns.length }, (_, i) =>
    [columns.time, columns.open, columns.high, columns.low, columns.close, columns.volume].map((c) => c[i] ?? Number.NaN),
  );
}

/** The bar of some prints, its numbers made by exact decimals. */
function barOf(instrument: number, open: number, prints: readonly Print[]): number[] {
  const spec = SIM_PROFILES[instrument]?.spec;
  const of = (step: string | undefined, count: number): number =>
    Decimal.parse(step ?? '')
      .mul(Decimal.of(BigInt(count)))
      .toNumber();
  const ticks = prints.map((print) => print.ticks);
  const lots = prints.reduce((sum, print) => sum + print.lots, 0);
  return [
    open,
    ...[ticks[0], Math.max(...ticks), Math.min(...ticks), ticks.at(-1)].map((t) => of(spec?.tick, t ?? 0)),
    of(spec?.lot, lots),
  ];
}

describe('the simulated market', () => {
  it('offers the eight instruments with their ticks, lots and fees', () => {
    const market = new SimMarket(7);
    expect(market.instruments.map(({ spec }) => [spec.symbol, spec.tick, spec.lot])).toEqual([
      ['BTC/USD', '0.01', '0.00001'],
      ['ETH/USD', '0.01', '0.0001'],
      ['SOL/USD', '0.01', '0.01'],
      ['XRP/USD', '0.0001', '1'],
      ['LINK/USD', '0.001', '0.1'],
      ['ADA/USD', '0.0001', '1'],
      ['LTC/USD', '0.01', '0.001'],
      ['DOGE/USD', '0.00001', '1'],
    ]);
    for (const { spec, marketShare, altShare, ownShare } of market.instruments) {
      expect([spec.venue, spec.quote, spec.minNotional, spec.makerFee, spec.takerFee, spec.engineLot]).toEqual([
        'SIM',
        'USD',
        '10.00',
        '0.0008',
        '0.0010',
        spec.lot,
      ]);
      expect(marketShare + altShare + ownShare).toBeCloseTo(1, 12);
    }
  });

  it('stands at its stated levels at the anchor, whatever the seed', () => {
    for (const seed of [0, 7, 123_456_789_012]) {
      const market = new SimMarket(seed);
      market.instruments.forEach(({ level, ticksPerUnit }, i) => {
        const quote = market.quote(i, SIM_ANCHOR_MS);
        expect((quote.bidTicks + quote.askTicks) / 2 / ticksPerUnit / level).toBeCloseTo(1, 3);
      });
    }
  });

  it('answers the same however it is entered and in whatever order it is asked', () => {
    const ask = (market: SimMarket, i: number, t: number): unknown => [
      market.quote(i, t),
      market.book(i, t),
      market.prints(i, t),
      market.formingBar(i, '4h', t),
      market.stats24h(i, t),
      rows(market.bars(i, '15m', t - 6 * HOUR_MS, t)),
    ];
    const times = [T0, T0 - 40 * DAY_MS, T0 + 333_333, T0 + 90 * DAY_MS, T0 + 1];
    const walked = new SimMarket(11);
    const forward = times.map((t) => EVERY.map((i) => ask(walked, i, t)));
    const backward = new SimMarket(11);
    for (const [n, t] of [...times.entries()].reverse()) {
      for (const i of [...EVERY].reverse()) expect(ask(backward, i, t)).toEqual(forward[n]?.[i]);
    }
    const fresh = times.map((t) => ask(new SimMarket(11), 3, t));
    expect(fresh).toEqual(forward.map((answers) => answers[3]));
  });

  it('answers the same after its caches have dropped what they held', () => {
    const market = new SimMarket(5);
    const before = [market.quote(2, T0), rows(market.minuteBars(2, T0 - HOUR_MS, T0))];
    for (let k = 0; k < 1_200; k += 1) market.prints(2, T0 + k * MINUTE_MS);
    for (const i of EVERY) market.minuteBars(i, T0 - 60 * DAY_MS, T0 - 20 * DAY_MS);
    expect([market.quote(2, T0), rows(market.minuteBars(2, T0 - HOUR_MS, T0))]).toEqual(before);
  });

  it('has other paths under other seeds, also when seeds differ beyond 32 bits', () => {
    const closes = [1, 2, 1 + 2 ** 32].map(
      (seed) => new SimMarket(seed).quote(0, T0 + DAY_MS).lastTicks / new SimMarket(seed).quote(0, T0).lastTicks,
    );
    expect(new Set(closes).size).toBe(3);
  });

  it.each<Timeframe>(['1m', '5m', '15m', '30m', '1h', '4h', '12h', '1d'])('makes its %s bars exactly of its prints', (timeframe) => {
    const market = new SimMarket(21);
    const span = market.bars(0, timeframe, T0, T0 + 3 * DAY_MS);
    const length = (span.time[1] ?? 0) - (span.time[0] ?? 0);
    for (const i of [0, 3, 7]) {
      const bars = rows(market.bars(i, timeframe, T0 - length, T0 + 2 * length));
      expect(bars.length).toBe(2);
      for (const bar of bars) {
        const open = bar[0] ?? 0;
        expect(bar).toEqual(barOf(i, open, printsIn(market, i, open - 1, open + length - 1)));
      }
    }
  });

  it('makes forming bars of the prints so far, and none before the first print', () => {
    const market = new SimMarket(22);
    for (const timeframe of ['1m', '15m', '4h', '1d'] as const) {
      const columns = market.bars(0, timeframe, T0 - 3 * DAY_MS, T0);
      const length = (columns.time[1] ?? 0) - (columns.time[0] ?? 0);
      const open = Math.floor(T0 / length) * length;
      const bar = market.formingBar(0, timeframe, T0);
      expect(bar && [bar.time, bar.open, bar.high, bar.low, bar.close, bar.volume]).toEqual(
        barOf(0, open, printsIn(market, 0, open - 1, T0)),
      );
      expect(market.formingBar(0, timeframe, open)).toBeNull();
      const whole = market.formingBar(0, timeframe, open + length - 1);
      expect(whole?.close).toBe(market.bars(0, timeframe, open, open + length).close[0]);
    }
  });

  it('gives only bars that lie whole within the range asked for, without gaps', () => {
    const market = new SimMarket(3);
    const minutes = market.minuteBars(1, T0 - 3 * DAY_MS, T0);
    expect(minutes.time[0]).toBe(Math.ceil((T0 - 3 * DAY_MS) / MINUTE_MS) * MINUTE_MS);
    expect((minutes.time.at(-1) ?? 0) + MINUTE_MS).toBeLessThanOrEqual(T0);
    expect(minutes.length).toBe(3 * 1_440 - 1);
    expect(minutes.time.every((time, i) => i === 0 || time - (minutes.time[i - 1] ?? 0) === MINUTE_MS)).toBe(true);
    expect(market.minuteBars(1, T0, T0 - DAY_MS).length).toBe(0);
    expect(market.bars(1, '1d', 0, SIM_FIRST_MS + 2 * DAY_MS).time[0]).toBe(SIM_FIRST_MS);
  });

  it('sums 24 h figures over exactly the prints of the window', () => {
    const market = new SimMarket(9);
    for (const t of [T0, T0 + 7, Math.floor(T0 / DAY_MS) * DAY_MS]) {
      const prints = printsIn(market, 6, t - DAY_MS, t);
      const ticks = prints.map((print) => print.ticks);
      const stats = market.stats24h(6, t);
      expect([stats.openTicks, stats.highTicks, stats.lowTicks, stats.lastTicks]).toEqual([
        ticks[0],
        Math.max(...ticks),
        Math.min(...ticks),
        ticks.at(-1),
      ]);
      expect(stats.lots).toBe(prints.reduce((sum, print) => sum + print.lots, 0));
      const turnover = prints.reduce((sum, print) => sum + (print.ticks / 100) * (print.lots / 1_000), 0);
      expect(stats.quoteVolume / turnover).toBeCloseTo(1, 9);
    }
  });

  it('changes its quotes only at the instants it announces', () => {
    const market = new SimMarket(4);
    let changes = 0;
    for (let t = T0; t < T0 + 30 * SECOND_MS; changes += 1) {
      const quote = market.quote(0, t);
      const next = market.nextChange(0, t);
      expect(next).toBeGreaterThan(t);
      for (let inside = t + 1; inside < Math.min(next, t + 200); inside += 1) expect(market.quote(0, inside)).toEqual(quote);
      expect(market.quote(0, next).time).toBe(next);
      t = next;
    }
    expect(changes).toBeGreaterThan(10);
  });

  it('keeps the last print of the minute before until a minute has its first', () => {
    const market = new SimMarket(4);
    const start = Math.floor(T0 / MINUTE_MS) * MINUTE_MS;
    const before = market.prints(5, start - 1);
    expect(market.quote(5, start)).toMatchObject({
      lastTicks: before.ticks.at(-1),
      lastTime: before.time.at(-1),
      lastSide: before.side.at(-1),
      time: start,
    });
  });

  it('keeps most of its book from one second to the next where prices stay', () => {
    const market = new SimMarket(8);
    let kept = 0;
    let seen = 0;
    for (let t = T0; t < T0 + 10 * MINUTE_MS; t += SECOND_MS) {
      const [now, next] = [market.book(0, t).bids, market.book(0, t + SECOND_MS).bids];
      now.ticks.forEach((ticks, level) => {
        const later = next.ticks.indexOf(ticks);
        if (later < 0 || level === 0 || later === 0) return;
        seen += 1;
        const ratio = (next.lots[later] ?? 0) / (now.lots[level] ?? 1);
        if (ratio > 0.5 && ratio < 2) kept += 1;
      });
    }
    expect(seen).toBeGreaterThan(1_000);
    expect(kept / seen).toBeGreaterThan(0.8);
    expect(kept / seen).toBeLessThan(1);
  });

  it('shows sizes that grow away from the touch', () => {
    const market = new SimMarket(8);
    const sums = new Float64Array(20);
    for (let k = 0; k < 500; k += 1)
      market.book(1, T0 + k * 7 * MINUTE_MS).asks.lots.forEach((lots, level) => (sums[level] = (sums[level] ?? 0) + lots));
    expect((sums[19] ?? 0) / (sums[1] ?? 1)).toBeGreaterThan(2);
    expect((sums[10] ?? 0) / (sums[1] ?? 1)).toBeGreaterThan(1.3);
  });

  it('quotes Bitcoin about 1.00 USD wide, wider when it moves', () => {
    const market = new SimMarket(8);
    const spreads = Array.from({ length: 2_000 }, (_, k) => market.quote(0, T0 + k * 13 * MINUTE_MS)).map(
      (quote) => (quote.askTicks - quote.bidTicks) / 100,
    );
    const mean = spreads.reduce((sum, spread) => sum + spread, 0) / spreads.length;
    expect(mean).toBeGreaterThan(0.7);
    expect(mean).toBeLessThan(1.3);
    expect(Math.max(...spreads)).toBeGreaterThan(1.5);
  });

  it('refuses instants outside its time and instruments it does not have', () => {
    const market = new SimMarket(1);
    expect(() => market.quote(0, SIM_FIRST_MS - DAY_MS)).toThrow('2022');
    expect(() => market.quote(0, SIM_END_MS)).toThrow('2022');
    expect(() => market.quote(8, T0)).toThrow('instrument');
    expect(() => new SimMarket(0.5)).toThrow('whole');
    expect(market.quote(0, SIM_FIRST_MS).lastTime).toBeLessThan(SIM_FIRST_MS);
    expect(market.quote(7, SIM_END_MS - 1).bidTicks).toBeGreaterThan(0);
  });
});
