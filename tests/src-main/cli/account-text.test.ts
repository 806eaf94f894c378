import { expect, test } from 'vitest';
import { accountLines, askedLines, keyAgeDays, rightsText } from '../../../src-main/cli/account-text.ts';
import type { AskedAccount, VenueAccountRow } from '../../../src-shared/contract/accounts.ts';

const DAY = 86_400_000;
const RIGHTS = { read: true, trade: true, withdraw: false, addressBound: null };
const ACCOUNT: VenueAccountRow = {
  ...{ id: '1', name: 'main', venue: 'okx', venueName: 'OKX', proven: false, needsPassphrase: true, mode: 'live', disabled: null },
  ...{ keyVersion: 2, addedAt: 0, rotatedAt: DAY, usedAt: null, checkedAt: null, rights: null, withdrawalAccepted: false },
};

test.each([
  [null, 'not checked'],
  [RIGHTS, 'read, trade'],
  [{ ...RIGHTS, withdraw: true, addressBound: true }, 'read, trade, withdraw; bound to addresses'],
  [{ ...RIGHTS, trade: false, withdraw: null }, 'read; withdraw not said'],
  [{ read: null, trade: null, withdraw: null, addressBound: null }, 'read, trade, withdraw not said'],
  [{ read: false, trade: false, withdraw: false, addressBound: false }, 'none'],
])('rights %j are said as %s', (rights, words) => {
  expect(rightsText(rights)).toBe(words);
});

test('a list says mode, state, age of the key and last use', () => {
  const used = { ...ACCOUNT, name: 'old', mode: 'testnet', proven: true, usedAt: 2 * DAY, disabled: 'withdrawal-rights' } as const;
  const [, fresh, old] = accountLines([ACCOUNT, used], 3.5 * DAY);
  expect(fresh).toMatch(/^main\s+OKX \(unproven\)\s+LIVE\s+enabled\s+not checked\s+2 d\s+never$/u);
  expect(old).toMatch(/^old\s+OKX\s+TESTNET\s+disabled: may withdraw\s+not checked\s+2 d\s+1970-01-03 00:00$/u);
  expect(keyAgeDays(ACCOUNT, 0)).toBe(0);
});

test('what a venue said is told with what it left open', () => {
  const reading = { balances: [], openOrders: 0, clockOffsetMs: -3.2, roundTripMs: 9 };
  const lines = (part: Partial<AskedAccount>, rights = ACCOUNT.rights): string =>
    askedLines({ account: { ...ACCOUNT, rights }, reading, problem: '', ...part }).join('\n');
  expect(lines({})).toContain('Clock of the venue: 3 ms behind ours, known to 5 ms.\nIt holds nothing.');
  expect(lines({ reading: { ...reading, clockOffsetMs: 0.2 } })).toContain('Clock of the venue: equal to ours');
  expect(lines({}, { ...RIGHTS, withdraw: true })).toContain('This key may withdraw, as you accepted.');
  expect(lines({}, { ...RIGHTS, withdraw: null })).toContain('does not say whether this key may withdraw');
  expect(lines({})).toContain('OKX is not proven yet');
  expect(lines({ reading: null, problem: 'no route' })).toContain(
    'Not checked: no route. Try again with cryptoorch accounts check "main".',
  );
});
