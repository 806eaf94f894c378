import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { AskedAccount, VenueAccountRow, VenueRow } from '../../../src-shared/contract/accounts.ts';

// Accounts of invented venues behind the shape of the real client.

const DAY = 86_400_000;

const VENUES: readonly VenueRow[] = [
  { id: 'binance', name: 'Binance', proven: true, sandbox: true, needsPassphrase: false },
  { id: 'kraken', name: 'Kraken', proven: true, sandbox: false, needsPassphrase: false },
  { id: 'kucoin', name: 'KuCoin', proven: false, sandbox: true, needsPassphrase: true },
];

function row(part: Partial<VenueAccountRow> & Pick<VenueAccountRow, 'id' | 'name'>): VenueAccountRow {
  const now = Date.now();
  return {
    ...{ venue: 'binance', venueName: 'Binance', proven: true, needsPassphrase: false, mode: 'testnet', disabled: null, keyVersion: 1 },
    ...{ addedAt: now - 40 * DAY, rotatedAt: now - 40 * DAY, usedAt: now - 65_000, checkedAt: now - 65_000, withdrawalAccepted: false },
    rights: { read: true, trade: true, withdraw: false, addressBound: null },
    ...part,
  };
}

function rows(): VenueAccountRow[] {
  return [
    row({ id: '1', name: 'main' }),
    row({ id: '2', name: 'savings', venue: 'kraken', venueName: 'Kraken', mode: 'live', keyVersion: 3, rotatedAt: Date.now() - DAY }),
    row({
      id: '3',
      name: 'arbitrage',
      venue: 'kucoin',
      venueName: 'KuCoin',
      proven: false,
      needsPassphrase: true,
      usedAt: null,
      checkedAt: null,
      rights: null,
    }),
    row({
      ...{
        id: '4',
        name: 'old',
        mode: 'live',
        disabled: 'withdrawal-rights',
        usedAt: Date.now() - 90 * DAY,
        rotatedAt: Date.now() - 400 * DAY,
      },
      rights: { read: true, trade: true, withdraw: true, addressBound: true },
    }),
  ];
}

function askedOf(account: VenueAccountRow): AskedAccount {
  return {
    account,
    reading: {
      balances: [
        { asset: 'BTC', free: '0.12345678', used: '0.05' },
        { asset: 'USDT', free: '10412.5', used: '0' },
      ],
      ...{ openOrders: 2, clockOffsetMs: -37.4, roundTripMs: 84 },
    },
    problem: '',
  };
}

/** The calls of accounts; what is sent is noted, and a key that begins with `w` may withdraw. */
export function inventedAccounts(note: (name: string, input: unknown) => void, isEmpty: boolean): unknown {
  let accounts = isEmpty ? [] : rows();
  const named = (name: string): VenueAccountRow => accounts.find((each) => each.name === name) ?? row({ id: '9', name });
  return {
    list: () => Promise.resolve({ accounts: [...accounts], venues: VENUES }),
    add: (input: { name: string; key: string; acceptWithdrawal: string | null }) => {
      note('add', input);
      if (input.key.startsWith('w') && input.acceptWithdrawal !== input.name)
        return Promise.reject(new Fault('account.withdrawal-rights', { account: input.name, outcome: 'Nothing was kept.' }));
      accounts = [...accounts, named(input.name)];
      return Promise.resolve(askedOf(named(input.name)));
    },
    check: ({ name }: { name: string }) => Promise.resolve(askedOf(named(name))),
    remove: (input: { name: string }) => {
      note('remove', input);
      accounts = accounts.filter((each) => each.name !== input.name);
      return Promise.resolve({ removed: true });
    },
  };
}
