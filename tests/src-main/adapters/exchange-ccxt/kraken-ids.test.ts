import fc from 'fast-check';
import { expect, test } from 'vitest';
import { krakenId, krakenName } from '../../../../src-main/adapters/exchange-ccxt/venues/kraken-ids.ts';
import { clientOrderId, type ClientOrderId } from '../../../../src-shared/kernel/ids.ts';

const identity = { book: 'live', account: 'main', instrument: 'BTC/USDT', origin: 'you', leg: 0 };

test('every id of ours can be written as a UUID and read back, and no two are the same', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (one, other) => {
      const [first, second] = [one, other].map((decision) => clientOrderId({ ...identity, decision }));
      const name = krakenName(first!)!;
      expect(name).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u);
      expect(krakenId(name)).toBe(first);
      expect(krakenName(second!) === name).toBe(one === other);
    }),
  );
});

test("no other program's UUID is taken for one of ours", () => {
  fc.assert(
    fc.property(fc.uuid(), (uuid) => {
      expect(krakenId(uuid)).toBeNull();
    }),
  );
  for (const name of [null, undefined, '', 'mine-1', 'zz', '6D1B345E-2821-40E2-6D83-4ECB18A06876']) expect(krakenId(name)).toBeNull();
});

test('what is no id of ours has no name', () => {
  expect(krakenName('mine' as ClientOrderId)).toBeNull();
  expect(krakenName(`o${'z'.repeat(25)}` as ClientOrderId)).toBeNull();
  expect(krakenName(`a${'0'.repeat(25)}` as ClientOrderId)).toBeNull();
});
