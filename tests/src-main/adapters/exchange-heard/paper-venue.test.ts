import { describe, expect, it } from 'vitest';
import { PaperVenue } from '../../../../src-main/adapters/exchange-heard/paper-venue.ts';
import type { PriceEvent } from '../../../../src-main/ports/market-feed.ts';
import type { MarketEvent } from '../../../../src-main/ports/market-source.ts';
import { IDEAL } from '../../../../src-shared/domain/costs.ts';
import { MINUTE_MS, utcMs } from '../../../../src-shared/kernel/time.ts';
import { instrument, order, START } from '../../core/matching/venue-fixture.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';

const SYMBOL = 'BTC/USD';
const PLACE = { instrument: 0, timeframe: '1m' } as const;

function open(): PaperVenue {
  return new PaperVenue({ specs: [instrument().spec], costs: { ...IDEAL, name: 'test' }, startAt: utcMs(START) });
}

function quote(bid: string, ask: string, size = '1'): PriceEvent {
  return { kind: 'quote', symbol: SYMBOL, bid, bidSize: size, ask, askSize: size };
}

/** Everything told up to an instant, copied: events are reused. */
function told(venue: PaperVenue, until: number): MarketEvent[] {
  const events: MarketEvent[] = [];
  for (let event = venue.next(utcMs(until)); event !== null; event = venue.next(utcMs(until))) events.push({ ...event });
  return events;
}

/** A bar of the minute that opens so many minutes after the start. */
function bar(minute: number, close = 100): readonly (number | string)[] {
  return [START + minute * MINUTE_MS, '100', String(Math.max(100, close)), String(Math.min(100, close)), String(close), '5'];
}

describe('prices that are heard', () => {
  it('are told ten times a second at most, the last of them always, at the time they were heard', () => {
    const venue = open();
    for (let i = 0; i < 25; i += 1) venue.hear(quote((100 + i).toFixed(2), (101 + i).toFixed(2)), START + i * 10);
    const quotes = told(venue, START + 1_000);
    expect(quotes.map(({ time }) => time - START)).toEqual([0, 100, 200, 300]);
    expect(quotes.at(-1)).toMatchObject({ kind: 'quote', bidTicks: 12_400, askTicks: 12_500 });
  });

  it.each([
    ['no number', quote('NaN', '101')],
    ['nothing', quote('0', '101')],
    ['between two ticks', quote('100.001', '101')],
    ['the wrong way round', quote('101', '100')],
    ['locked', quote('100', '100')],
    ['a trade at no price', { kind: 'trade', symbol: SYMBOL, price: '-1', size: '1', taker: 'buy', time: START } as const],
    ['a trade of no size', { kind: 'trade', symbol: SYMBOL, price: '100', size: '1e3', taker: 'buy', time: START } as const],
  ])('that are %s are counted and told to nobody', (_, event) => {
    const venue = open();
    venue.hear(event, START);
    expect(told(venue, START + 1_000)).toEqual([]);
    expect(venue.market.garbled).toBe(1);
  });

  it('of another instrument are nobody’s', () => {
    const venue = open();
    venue.hear({ ...quote('100', '101'), symbol: 'ETH/USD' }, START);
    expect(told(venue, START + 1_000)).toEqual([]);
    expect(venue.market.garbled).toBe(0);
  });

  it('never go back in time when the clock does', () => {
    const venue = open();
    venue.hear(quote('100', '101'), START + 500);
    venue.hear(quote('102', '103'), START + 200);
    expect(told(venue, START + 5_000)).toMatchObject([{ kind: 'quote', time: START + 500, bidTicks: 10_200 }]);
  });
});

describe('orders on a market that is heard', () => {
  it('fill at what was heard before them, never at what is heard later', () => {
    const venue = open();
    venue.deposit('money', 'USD', Decimal.parse('100000'));
    venue.evidence.learnDays(0, { ...daily(), length: 31 });
    venue.hear(quote('100', '101'), START);
    told(venue, START + 10);
    venue.submit(order({ lots: 10 }));
    venue.hear(quote('200', '201'), START + 20);
    const fill = told(venue, START + 1_000).find((event) => event.kind === 'execution' && event.report.kind === 'fill');
    expect(fill).toMatchObject({ report: { fill: { ticks: 10_100, lots: 10 } } });
  });

  it('that rest stand behind what is shown at the touch', () => {
    const venue = open();
    venue.deposit('money', 'USD', Decimal.parse('100000'));
    venue.evidence.learnDays(0, { ...daily(), length: 31 });
    venue.hear(quote('100', '101', '2'), START);
    told(venue, START + 10);
    const resting = order({ type: 'limit', lots: 1_000, limitTicks: 10_000 });
    venue.submit(resting);
    told(venue, START + 20);
    const sell = (size: string, at: number): void => {
      venue.hear({ kind: 'trade', symbol: SYMBOL, price: '100', size, taker: 'sell', time: at }, at);
    };
    sell('1.5', START + 100);
    told(venue, START + 200);
    venue.query(resting.id);
    expect(told(venue, START + 300).at(-1)).toMatchObject({ report: { status: { state: 'working', fills: [] } } });
    sell('50', START + 400);
    expect(told(venue, START + 500).map((event) => (event.kind === 'execution' ? event.report.kind : event.kind))).toContain('fill');
  });
});

describe('bars that are heard', () => {
  it('are history at first, then an event each as they close, at the time they were heard', () => {
    const venue = open();
    expect(venue.market.hearBars(PLACE, { bars: [bar(-3), bar(-2), bar(-1)], time: START }, { now: START, freshMs: 15_000 })).toBe(
      'history',
    );
    expect(told(venue, START + 10)).toEqual([]);
    const closed = START + MINUTE_MS;
    // The one that has only begun is not taken.
    const heard = { bars: [bar(0, 103), bar(1, 104)], time: closed + 900 };
    expect(venue.market.hearBars(PLACE, heard, { now: closed + 1_000, freshMs: 15_000 })).toBe('closed');
    const events = told(venue, closed + 2_000);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ kind: 'bar', timeframe: '1m', time: closed + 1_000, row: 3 });
    expect(venue.history(0, '1m', utcMs(closed + 1_000), 2).close).toEqual(new Float64Array([100, 103]));
    expect(venue.market.hearBars(PLACE, heard, { now: closed + 1_100, freshMs: 15_000 })).toBe('none');
  });

  it('that are still to be told are no history yet: a strategy that starts meanwhile hears each once', () => {
    const venue = open();
    venue.market.hearBars(PLACE, { bars: [bar(-1)], time: START }, { now: START, freshMs: 15_000 });
    const closed = START + MINUTE_MS;
    venue.market.hearBars(PLACE, { bars: [bar(0)], time: closed + 900 }, { now: closed + 1_000, freshMs: 15_000 });
    expect(venue.history(0, '1m', utcMs(closed + 500), 10).length).toBe(1);
    told(venue, closed + 2_000);
    expect(venue.history(0, '1m', utcMs(closed + 2_000), 10).length).toBe(2);
  });

  it('are history from when they are known, also where our clock is behind the venue’s', () => {
    const venue = open();
    venue.market.hearBars(PLACE, { bars: [bar(-1), bar(0)], time: START + MINUTE_MS }, { now: START, freshMs: 15_000 });
    expect(venue.history(0, '1m', utcMs(START), 10).length).toBe(2);
  });

  it('that were missed, or are late, become history and no event', () => {
    const venue = open();
    venue.market.hearBars(PLACE, { bars: [bar(-1)], time: START }, { now: START, freshMs: 15_000 });
    const later = START + 3 * MINUTE_MS + 1_000;
    expect(venue.market.hearBars(PLACE, { bars: [bar(0), bar(1), bar(2)], time: later }, { now: later, freshMs: 15_000 })).toBe('missed');
    expect(told(venue, later)).toEqual([]);
    expect(venue.history(0, '1m', utcMs(later), 10).length).toBe(4);
    const late = START + 4 * MINUTE_MS + 20_000;
    expect(venue.market.hearBars(PLACE, { bars: [bar(3)], time: late }, { now: late, freshMs: 15_000 })).toBe('missed');
    expect(told(venue, late)).toEqual([]);
  });

  it('that are none are counted', () => {
    const venue = open();
    const bars = [['x'], [START - MINUTE_MS, '100', '90', '100', '100', '1'], [START - MINUTE_MS + 1, '1', '1', '1', '1', '1']];
    expect(venue.market.hearBars(PLACE, { bars, time: START }, { now: START, freshMs: 0 })).toBe('none');
    expect(venue.market.garbled).toBe(3);
  });

  it('grow for as long as a session lasts, and the oldest are let go', () => {
    const venue = open();
    for (let minute = 0; minute < 50_000; minute += 500) {
      const bars = Array.from({ length: 500 }, (_, i) => bar(minute + i, 100 + ((minute + i) % 7)));
      venue.market.hearBars(PLACE, { bars, time: START + (minute + 500) * MINUTE_MS }, { now: START, freshMs: 0 });
    }
    const kept = venue.history(0, '1m', utcMs(START + 50_000 * MINUTE_MS), 60_000);
    expect(kept.time.at(-1)).toBe(START + 49_999 * MINUTE_MS);
    expect(kept.length).toBeGreaterThanOrEqual(20_000);
    expect(kept.length).toBeLessThanOrEqual(40_000);
    expect(kept.time[0]).toBe(START + (50_000 - kept.length) * MINUTE_MS);
  });
});

function daily() {
  const column = (value: number) => new Float64Array(31).fill(value);
  return { time: column(0), open: column(100), high: column(101), low: column(99), close: column(100), volume: column(1_000_000) };
}
