import { expect, test } from 'vitest';
import { HeardMarket } from '../../../../src-main/adapters/exchange-heard/heard-market.ts';
import { MINUTE_MS, utcMs } from '../../../../src-shared/kernel/time.ts';
import { instrument, START } from '../../core/matching/venue-fixture.ts';

test('two bars of a series are two instants, though our clock was set back in between', () => {
  const market = new HeardMarket({ specs: [instrument().spec], startAt: utcMs(START), meeting: null });
  const bar = (place: number) => [START + place * MINUTE_MS, '100', '100', '100', '100', '1'];
  const hear = (count: number, now: number) =>
    market.hearBars(
      { instrument: 0, timeframe: '1m' },
      { bars: Array.from({ length: count }, (_, place) => bar(place)), time: START + count * MINUTE_MS },
      { now, freshMs: 1_000 },
    );
  expect(hear(1, START)).toBe('history');
  const late = START + 10 * MINUTE_MS;
  expect([hear(2, late), hear(3, START), hear(4, START + 1)]).toEqual(['closed', 'closed', 'closed']);
  const times = [0, 1, 2].map(() => market.take(market.dueAt(START))?.time);
  expect(times).toEqual([late, late + 1, late + 2]);
});
