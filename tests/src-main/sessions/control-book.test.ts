import { expect, test } from 'vitest';
import { controlBook } from '../../../src-main/sessions/control-book.ts';
import type { AccountScope } from '../../../src-main/ports/ledger.ts';
import type { AccountId, VenueId } from '../../../src-shared/kernel/ids.ts';

const ACCOUNT: AccountScope = { book: 'live', account: 'mine' as AccountId, venue: 'OKX' as VenueId };

test('how many positions are short is said, and where none is nothing', () => {
  const held = (...sizes: readonly string[]) => {
    const positions = sizes.map((size, place) => ({ instrument: `i${String(place)}`, size, entry: '1', openedAt: 1 }));
    return controlBook(ACCOUNT, { time: 1, orders: [], positions, risk: null, strategies: [] }, null, () => null).status;
  };
  expect(held('0.1', '-0.2', '-3')).toMatchObject({ positions: 3, shorts: 2 });
  expect('shorts' in held('0.1')).toBe(false);
});
