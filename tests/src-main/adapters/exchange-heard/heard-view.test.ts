import { beforeEach, describe, expect, it } from 'vitest';
import { HeardView } from '../../../../src-main/adapters/exchange-heard/heard-view.ts';
import type { MarketFeed } from '../../../../src-main/ports/market-feed.ts';
import { Fault } from '../../../../src-shared/kernel/fault.ts';
import { utcMs } from '../../../../src-shared/kernel/time.ts';
import { SteppedClock } from '../../../support/stepped-clock.ts';
import { instrument } from '../../core/matching/venue-fixture.ts';

const MINUTE = 60_000;
/** A full hour, so that minutes and quarters begin with it. */
const START = 1_800_000_000_000 - (1_800_000_000_000 % 3_600_000);

let clock: SteppedClock;
let view: HeardView;
let asked: string[];
let closed: string[];
let problems: string[];
let fails: boolean;

/** Bars of the venue: each opens at its number of minutes since the start and closes one higher. */
function feed(): MarketFeed {
  return {
    bars: (_: string, timeframe: string, since: number, most: number) => {
      asked.push(`${timeframe} ${String((since - START) / MINUTE)}`);
      if (fails) return Promise.reject(new Fault('venue.unreachable', { venue: 'SIM', problem: 'no network.' }));
      const span = timeframe === '15m' ? 15 * MINUTE : MINUTE;
      const bars = [];
      for (let open = Math.ceil(since / span) * span; open <= clock.now() && bars.length < most; open += span) {
        const price = 100 + (open - START) / MINUTE;
        bars.push([open, String(price), String(price + 2), String(price - 1), String(price + 1), '3']);
      }
      return Promise.resolve({ bars, time: clock.now() });
    },
  } as unknown as MarketFeed;
}

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

beforeEach(() => {
  clock = new SteppedClock(START + 30_000);
  [asked, closed, problems, fails] = [[], [], [], false];
  view = new HeardView({
    ...{ feed: feed(), instruments: [instrument()], clock },
    onClosed: ({ id }, timeframe, [open, , , , close]) =>
      closed.push(`${id} ${timeframe} ${String((open - START) / MINUTE)} ${String(close)}`),
    onProblem: ({ code }) => problems.push(code),
  });
});

const print = (ticks: number, aggressor: 'buy' | 'sell' = 'buy', time: number = clock.now()): void => {
  view.meeting.print({ instrument: 0, time, ticks, lots: 10, aggressor });
};

describe('a venue’s market as it is looked at', () => {
  it('has no price before one was heard, then the best ones and the last trade', () => {
    expect([view.priced, view.quote(0).lastTicks, view.book(0, clock.now(), 10).bids.ticks.length]).toEqual([false, 0, 0]);
    view.meeting.quote(0, { bidTicks: 999, bidLots: 4, askTicks: 1_001, askLots: 6 });
    expect([view.priced, view.quote(0)]).toMatchObject([true, { bidTicks: 999, askTicks: 1_001, lastTicks: 999 }]);
    print(1_001, 'sell');
    expect(view.quote(0)).toMatchObject({ lastTicks: 1_001, lastLots: 10, lastSide: -1, lastTime: START + 30_000 });
    expect([...view.book(0, clock.now(), 10).asks.ticks, ...view.book(0, clock.now(), 10).asks.lots]).toEqual([1_001, 6]);
  });

  it('tells each trade once, also one of the millisecond that was looked at', () => {
    print(1_000);
    const now = clock.now();
    expect(view.prints(0, utcMs(now - 1_000), now)).toMatchObject({ length: 1, side: Float64Array.of(1) });
    print(1_001, 'sell');
    expect(view.prints(0, now, utcMs(now + 1_000))).toMatchObject({ length: 1, ticks: Float64Array.of(1_001), side: Float64Array.of(-1) });
  });

  it('asks for past bars page by page, and leaves out the one that has not closed', async () => {
    clock.pass(20 * MINUTE);
    const bars = await view.past(0, '1m', clock.now(), 10);
    expect([bars.length, bars.time[9], bars.close[9]]).toEqual([10, START + 19 * MINUTE, 120]);
    clock.pass(1_000 * MINUTE);
    expect((await view.past(0, '1m', clock.now(), 900)).length).toBe(900);
    expect(asked).toEqual(['1m 10', '1m 120', '1m 620']);
  });

  it('puts the forming bar together from the venue’s own and the trades since, and takes the venue’s word for those that close', async () => {
    expect(view.formingBar(0, '1m', clock.now())).toBeNull();
    await settle();
    expect(view.formingBar(0, '1m', clock.now())).toEqual([START, 100, 102, 99, 101, 3]);
    const { tickSize, lotSize } = instrument();
    print(Math.round(105 / tickSize));
    expect(view.formingBar(0, '1m', clock.now())).toEqual([START, 100, 105, 99, 105, 3 + 10 * lotSize]);
    clock.pass(30_500);
    print(Math.round(98 / tickSize));
    expect(view.formingBar(0, '1m', clock.now())).toEqual([START + MINUTE, 98, 98, 98, 98, 10 * lotSize]);
    expect(closed).toEqual([]);
    clock.pass(2_000);
    await settle();
    expect(closed).toEqual([`${instrument().id} 1m 0 101`]);
    expect(view.bars(0, '1m', utcMs(START), clock.now()).length).toBe(1);
    view.close();
  });

  it('says what cannot be asked, asks again, and stops where nobody looks any more', async () => {
    fails = true;
    view.formingBar(0, '1m', clock.now());
    await settle();
    expect(problems).toEqual(['venue.unreachable']);
    fails = false;
    clock.pass(5_000);
    await settle();
    expect(view.formingBar(0, '1m', clock.now())).not.toBeNull();
    const before = asked.length;
    for (let minute = 0; minute < 6; minute += 1) {
      clock.pass(MINUTE);
      await settle();
    }
    const after = asked.length;
    clock.pass(10 * MINUTE);
    await settle();
    expect(after - before).toBeLessThanOrEqual(3);
    expect(asked.length).toBe(after);
  });

  it('takes the day’s figures from the venue’s bars, and the last price until they are there', async () => {
    print(1_000);
    expect(view.stats24h(0, clock.now())).toMatchObject({ openTicks: 1_000, highTicks: 1_000, lowTicks: 1_000, lots: 0 });
    clock.pass(24 * 60 * MINUTE);
    await settle();
    view.stats24h(0, clock.now());
    await settle();
    const { openTicks, highTicks, quoteVolume } = view.stats24h(0, clock.now());
    const { tickSize } = instrument();
    expect([openTicks * tickSize, highTicks * tickSize, quoteVolume > 0]).toEqual([115, 1_527, true]);
    fails = true;
    clock.pass(2 * MINUTE);
    view.stats24h(0, clock.now());
    await settle();
    expect(problems).toEqual(['venue.unreachable']);
    // What is there stays.
    expect(view.stats24h(0, clock.now()).quoteVolume).toBe(quoteVolume);
    view.close();
  });
});
