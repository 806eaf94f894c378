import { expect, it } from 'vitest';
import { balanceLines, balanceSums } from '../../../../src-renderer/features/balances/balances-model.ts';
import type { AccountRow, BalanceRow } from '../../../../src-shared/contract/rows.ts';
import { INSTRUMENTS } from '../sample-rows.ts';

function balance(asset: string, value: string | null): BalanceRow {
  return { asset, total: '1', free: '1', reserved: '0', inDoubt: '0', price: value, value };
}

const ACCOUNT: AccountRow = {
  account: 'Paper 1',
  book: 'paper',
  quote: 'USD',
  time: 0,
  equity: '1000',
  dayStartEquity: '1000',
  dayPnl: '0',
  free: '0',
  reserved: '0',
  exposure: '0',
  equityPeak: '1000',
  drawdown: 0,
  openOrders: 0,
  realisedToday: '0',
  feesToday: '0',
  balances: [balance('XRP', '100'), balance('BTC', '300'), balance('USD', '600')],
};

it('money stands first, then assets by value, each with its own digits', () => {
  const lines = balanceLines(ACCOUNT, INSTRUMENTS);
  expect(lines.map((line) => [line.row.asset, line.decimals, line.share?.toString()])).toEqual([
    ['USD', 2, '0.6'],
    ['BTC', 5, '0.3'],
    ['XRP', 0, '0.1'],
  ]);
  expect(lines[0]?.room).toEqual({ amount: 5, price: 4 });
  expect(String(balanceSums(lines).value)).toBe('1000');
  expect(String(balanceSums(lines).share)).toBe('1');
});

it('an asset without a price makes the sum unknown, not zero', () => {
  const lines = balanceLines({ ...ACCOUNT, balances: [...ACCOUNT.balances, balance('ABC', null)] }, INSTRUMENTS);
  expect(lines.at(-1)).toMatchObject({ value: null, share: null, decimals: 8 });
  expect(balanceSums(lines)).toEqual({ value: null, share: null });
});
