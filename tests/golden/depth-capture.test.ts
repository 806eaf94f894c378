import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { DepthReplay } from '../../src-main/adapters/depth-replay/depth-replay.ts';
import { summarize } from '../../src-main/core/order-book/trade-bars.ts';
import { DepthServices } from '../../src-main/depth-services.ts';
import type { ApprovedOrder } from '../../src-main/ports/approved-order.ts';
import type { DepthTape } from '../../src-main/ports/depth.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import { utcMs } from '../../src-shared/kernel/time.ts';
import { costs, instrument, order } from '../src-main/core/matching/venue-fixture.ts';
import { captureEvents, type CaptureEvent, naiveMarket, naiveRest, type NaiveFill } from './naive-depth.ts';

const folder = process.env['CRYPTOORCH_REFERENCE_DATA'] ?? join(import.meta.dirname, '../../../shared/data');
const FILE = join(folder, 'orderbook/spot_btcusdt_20240809.gz');
/** 2024-08-09T00:00:00Z. */
const DAY = 1_723_161_600_000;
const END = DAY + 300_000;

describe.skipIf(!existsSync(FILE))('the recorded book of BTC/USDT, against a naive one', () => {
  let tape: DepthTape;
  let events: CaptureEvent[];
  const traded = instrument(0, { tick: '0.01', lot: '0.000001', engineLot: '0.000001' });

  beforeAll(async () => {
    tape = await new DepthServices().read({ file: FILE, venue: 'BINANCE', symbol: 'BTC/USDT', tick: null, lot: null }, () => undefined);
    events = captureEvents(FILE);
  });

  /** Plays with one order that is sent at an instant and arrives 250 ms later. */
  function played(at: number, sent: ApprovedOrder): NaiveFill[] {
    const replay = new DepthReplay({
      instrument: traded,
      messages: tape.messages(),
      timeframe: '1m',
      bars: summarize(tape.messages(), '1m', traded).bars,
      costs: costs({ latencyMs: 250 }),
      queue: 'conservative',
      balances: new Map([
        ['USD', Decimal.parse('10000000')],
        ['BTC', Decimal.parse('1000')],
      ]),
    });
    while (replay.next(utcMs(at - 250)) !== null);
    replay.submit(sent);
    const fills: NaiveFill[] = [];
    for (let event = replay.next(utcMs(END)); event !== null; event = replay.next(utcMs(END)))
      if (event.kind === 'execution' && event.report.kind === 'fill') fills.push([event.time, event.report.fill.ticks, event.report.fill.lots]);
    return fills;
  }

  it('is read whole', () => {
    expect(tape.head).toEqual({ venue: 'BINANCE', symbol: 'BTC/USDT', tick: '0.01', lot: '0.000001' });
    const summary = summarize(tape.messages(), '1m', traded);
    expect(summary).toMatchObject({ messages: events.length, trades: 10_147, missingTrades: 0 });
    const minute = events.flatMap((event) => (event.what === 'trade' && event.at < DAY + 60_000 ? [event] : []));
    const volume = minute.reduce((sum, { size }) => sum + size, 0);
    expect(summary.bars.length).toBe(5);
    expect(summary.bars.high[0]).toBe(Math.max(...minute.map(({ price }) => price)) / 100);
    expect(summary.bars.close[0]).toBe(minute.at(-1)!.price / 100);
    expect(summary.bars.volume[0]).toBe(volume / 1e6);
  });

  it.each([
    [10_000, true, 5_000_000],
    [61_250, true, 40_000_000],
    [123_456, false, 20_000_000],
    [250_001, false, 300_000],
  ])('a market order after %i ms walks the same levels', (after, buys, size) => {
    const expected = naiveMarket(events, DAY + after, { buys, size });
    expect(expected.reduce((sum, [, , lots]) => sum + lots, 0)).toBe(size);
    expect(played(DAY + after, order({ side: buys ? 'buy' : 'sell', lots: size }))).toEqual(expected);
  });

  // At the best price and up to thirty dollars behind it: by the queue, by prints beyond, by the other side coming to the price.
  it.each([
    [20_000, true, 6_173_199, 400_000],
    [40_000, true, 6_165_150, 3_000_000],
    [69_000, true, 6_156_086, 2_000],
    [80_000, false, 6_157_000, 900_000],
    [80_000, false, 6_160_000, 900_000],
    [100_000, true, 6_160_546, 10_000],
    [200_000, false, 6_167_448, 2_000_000],
    [220_000, true, 6_163_500, 900_000],
  ])('an order that rests after %i ms gets the same fills', (after, buys, price, size) => {
    const expected = naiveRest(events, DAY + after, { buys, price, size }, END);
    expect(expected.length).toBeGreaterThan(0);
    const side = buys ? 'buy' : 'sell';
    expect(played(DAY + after, order({ side, type: 'limit', limitTicks: price, lots: size, postOnly: true }))).toEqual(expected);
  });
});
