import { expect, test } from 'vitest';
import { eventLine, secondLine } from '../../../src-main/hosts/headless/console-lines.ts';
import type { AccountRow, RiskRow, StatusRow } from '../../../src-shared/contract/rows.ts';

const time = 1_763_730_000_000;
const status = { marketTime: time, speed: 10, ledger: 'saved', balanced: true } as StatusRow;
const account = { book: 'paper', quote: 'USD', equity: '100412.77', dayPnl: '412.77', openOrders: 2 } as AccountRow;
const risk = { state: 'ACTIVE' } as unknown as RiskRow;

test('the line of a second', () => {
  expect(secondLine({ status: null, account, risk })).toBeNull();
  expect(secondLine({ status, account, risk })).toBe(
    '2025-11-21 13:00:00Z  PAPER  ACTIVE  equity 100412.77 USD  day 412.77  open orders 2  10x  ledger saved, balanced',
  );
  expect(secondLine({ status: { ...status, balanced: false }, account, risk: null })).toContain('—  equity');
});

test('fills and refusals stand out, prices do not', () => {
  const base = { instrument: 'BTC/USD.SIM', side: 'buy', origin: 'sma-cross-1', time } as const;
  const fill = {
    ...base,
    id: '1',
    order: 'o',
    price: '104229.80',
    size: '0.05',
    value: '5211.49',
    fee: '5.21',
    feeAsset: 'USD',
    liquidity: 'taker',
    slippageBps: null,
    realised: null,
    decidedAt: base.time,
  } as const;
  expect(eventLine({ kind: 'fill', row: fill }, null)).toBe(
    '2025-11-21 13:00:00Z  Bought 0.05 BTC/USD.SIM at 104229.80, fee 5.21 USD, by sma-cross-1',
  );
  const paid = [
    { asset: 'BTC', amount: '0.00005', value: '5.21' },
    { asset: 'BNB', amount: '0.001', value: '0' },
  ];
  expect(eventLine({ kind: 'fill', row: { ...fill, paid } }, null)).toContain(', fee 0.00005 BTC + 0.001 BNB, worth 5.21 USD, by');
  expect(
    eventLine(
      { kind: 'refusal', row: { ...base, code: 'risk.halted', message: 'Not sent: halted.', details: {}, size: null, price: null } },
      'HALTED',
    ),
  ).toContain('Not sent: halted. (BTC/USD.SIM, sma-cross-1)');
  expect(eventLine({ kind: 'book', row: { instrument: 'BTC/USD.SIM', time, bids: [], asks: [] } }, null)).toBeNull();
  expect(eventLine({ kind: 'log', row: { id: 1, time, level: 'info', area: 'a', message: 'm' } }, null)).toBeNull();
  expect(eventLine({ kind: 'log', row: { id: 1, time, level: 'warn', area: 'a', message: 'm' } }, null)).toContain('a: m');
});

test('the trading state is told when it changes, and at the start where it is not ACTIVE', () => {
  const told = (state: RiskRow['state'], known: RiskRow['state'] | null) =>
    eventLine({ kind: 'risk', row: { state, since: time, reason: 'kill switch' } as unknown as RiskRow }, known);
  expect(told('ACTIVE', null)).toBeNull();
  expect(told('ACTIVE', 'ACTIVE')).toBeNull();
  expect(told('HALTED', null)).toContain('Trading is HALTED: kill switch');
  expect(told('HALTED', 'HALTED')).toBeNull();
  expect(told('ACTIVE', 'HALTED')).toContain('Trading is ACTIVE');
});
