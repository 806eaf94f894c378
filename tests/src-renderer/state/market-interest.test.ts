import { expect, it } from 'vitest';
import { InterestBook } from '../../../src-renderer/state/market-interest.ts';
import type { InterestChange } from '../../../src-renderer/state/market-interest.ts';

const BTC = 'BTC/USD.SIM';

async function turn(): Promise<void> {
  await Promise.resolve();
}

it('counts who looks and says once what came and went', async () => {
  const book = new InterestBook();
  const told: InterestChange[] = [];
  const first = book.want({ kind: 'book', instrument: BTC });
  book.listen((change) => told.push(change));
  const second = book.want({ kind: 'book', instrument: BTC });
  book.want({ kind: 'candles', instrument: BTC, timeframe: '1m' });
  await turn();
  expect(told).toHaveLength(1);
  expect(told[0]?.interest).toEqual({ books: [BTC], tapes: [], candles: [{ instrument: BTC, timeframe: '1m' }] });
  first.dispose();
  first.dispose();
  await turn();
  expect(told).toHaveLength(1);
  second.dispose();
  await turn();
  expect(told[1]).toMatchObject({ come: [], gone: [{ kind: 'book', instrument: BTC }], interest: { books: [] } });
});

it('says nothing when a panel goes and comes back at once', async () => {
  const book = new InterestBook();
  const told: InterestChange[] = [];
  book.listen((change) => told.push(change));
  const held = book.want({ kind: 'tape', instrument: BTC });
  await turn();
  held.dispose();
  book.want({ kind: 'tape', instrument: BTC });
  await turn();
  expect(told).toHaveLength(1);
});
