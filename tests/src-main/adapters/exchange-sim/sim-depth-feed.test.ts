import { describe, expect, it } from 'vitest';
import { SimMarket } from '../../../../src-main/adapters/exchange-sim/market/sim-market.ts';
import { SimDepthFeed } from '../../../../src-main/adapters/exchange-sim/sim-depth-feed.ts';
import { OrderBook } from '../../../../src-main/core/order-book/order-book.ts';
import { DepthMessage } from '../../../../src-shared/domain/depth-message.ts';
import { utcMs } from '../../../../src-shared/kernel/time.ts';

const market = new SimMarket(7);
/** 2026-11-20T09:59:30Z. */
const FROM = Date.UTC(2026, 10, 20, 9, 59, 30);
const UNTIL = utcMs(FROM + 90_000);

function told(feed: SimDepthFeed, until = UNTIL): DepthMessage[] {
  const message = new DepthMessage();
  const found: DepthMessage[] = [];
  while (feed.next(until, message)) found.push(message.copy());
  return found;
}

describe('the simulated feed', () => {
  it.each([0, 3])('of instrument %i makes the market’s own book, at every tenth of a second', (instrument) => {
    const book = new OrderBook();
    let seen = 0;
    for (const message of told(new SimDepthFeed(market, instrument, utcMs(FROM)))) {
      expect(['applied', 'ignored', 'old']).toContain(book.apply(message));
      if (message.kind !== 'ticker') continue;
      const profile = market.instruments[instrument]!;
      const { bids, asks } = market.book(instrument, message.time, 50 * profile.step);
      expect([book.bids.length, book.asks.length]).toEqual([bids.ticks.length, asks.ticks.length]);
      const differs = bids.ticks.findIndex(
        (ticks, level) => book.bids.ticksOf(level) !== ticks || book.bids.lotsOf(level) !== bids.lots[level],
      );
      expect(differs).toBe(-1);
      expect([book.state, book.asks.best]).toEqual(['whole', asks.ticks[0]]);
      seen += 1;
    }
    expect(seen).toBe(900);
  });

  it('tells every trade once, in the order of time', () => {
    const trades = told(new SimDepthFeed(market, 0, utcMs(FROM))).filter(({ kind }) => kind === 'trade');
    const expected = [9 * 60 + 59, 10 * 60].flatMap((minute) => {
      const { time, ticks, lots, side } = market.prints(0, Date.UTC(2026, 10, 20, 0, minute));
      return Array.from(time, (at, row) => [at, ticks[row], lots[row], side[row]]).filter(([at]) => at! > FROM && at! <= UNTIL);
    });
    expect(trades.map(({ time, ticks, lots, side }) => [time, ticks, lots, side])).toEqual(expected);
    expect(trades.length).toBeGreaterThan(20);
  });

  it('runs forward only, tells the same in pieces, and gives a snapshot when it is asked to', () => {
    const whole = told(new SimDepthFeed(market, 0, utcMs(FROM)));
    expect(whole.every(({ time }, i) => i === 0 || time >= whole[i - 1]!.time)).toBe(true);
    const feed = new SimDepthFeed(market, 0, utcMs(FROM + 1 - 100));
    const pieces: DepthMessage[] = [];
    for (let until = FROM; until <= UNTIL; until += 37) pieces.push(...told(feed, utcMs(until)));
    pieces.push(...told(feed));
    expect(pieces.map(({ kind, time, last }) => [kind, time, last])).toEqual(whole.map(({ kind, time, last }) => [kind, time, last]));
    feed.requestSnapshot();
    expect(told(feed).map(({ kind, time }) => [kind, time])).toEqual([['snapshot', UNTIL]]);
    expect(told(new SimDepthFeed(market, 0, utcMs(FROM)), utcMs(FROM - 1))).toEqual([]);
  });
});
