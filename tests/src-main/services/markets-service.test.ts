import { expect, it } from 'vitest';
import { MarketsService } from '../../../src-main/services/markets-service.ts';

const VENUES = [{ id: 'binance', name: 'Binance' }];

it('fetches a venue once for all who ask while that goes on, and again afterwards', async () => {
  const answers: (() => void)[] = [];
  const service = new MarketsService({
    catalogue: { all: () => [], keep: () => undefined },
    venues: VENUES,
    refresh: (venue) =>
      new Promise((resolve) => {
        answers.push(() => {
          resolve({ venue: venue.toUpperCase(), name: 'Binance', fetchedAt: answers.length, markets: 2, leftOut: 0 });
        });
      }),
  });
  expect(service.list()).toEqual({ kept: [], venues: VENUES });
  const both = [service.refresh('binance'), service.refresh('binance')];
  expect(answers).toHaveLength(1);
  answers[0]!();
  expect((await Promise.all(both)).map(({ fetchedAt }) => fetchedAt)).toEqual([1, 1]);
  const later = service.refresh('binance');
  answers[1]!();
  expect((await later).fetchedAt).toBe(2);
  expect(service.venuesAsked()).toEqual(['BINANCE']);
});

it('can be asked again after a failure, and asks no venue that it does not know', async () => {
  let failures = 0;
  const service = new MarketsService({
    catalogue: { all: () => [], keep: () => undefined },
    venues: VENUES,
    refresh: () => {
      failures += 1;
      return Promise.reject(new Error('no network'));
    },
  });
  await expect(service.refresh('binance')).rejects.toThrow('no network');
  await expect(service.refresh('binance')).rejects.toThrow('no network');
  expect(failures).toBe(2);
  await expect(service.refresh('nowhere')).rejects.toMatchObject({ code: 'venue.unknown', details: { venues: 'binance' } });
});
