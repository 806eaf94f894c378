import { expect, test } from 'vitest';
import type { FillRow } from '../../../src-shared/contract/rows.ts';
import type { LedgerReader } from '../../../src-main/ports/ledger-reader.ts';
import { LedgerService } from '../../../src-main/services/ledger-service.ts';

const FILL: FillRow = {
  id: 'f-1',
  order: 'o1',
  instrument: 'BTC/USD.SIM',
  side: 'buy',
  price: '50000.00',
  size: '0.01',
  value: '500',
  fee: '0.5',
  feeAsset: 'USD',
  liquidity: 'taker',
  slippageBps: null,
  realised: null,
  origin: 'you',
  decidedAt: 0,
  time: 0,
};

function exported(fills: readonly FillRow[]): readonly string[] {
  const reader = { everyFill: () => fills.values() } as unknown as LedgerReader;
  const { csv, rows } = new LedgerService(reader, () => Promise.resolve('')).exportFills();
  expect(rows).toBe(fills.length);
  return csv.trimEnd().split('\n');
}

test('every fill is exported with the value of its fee and with what was really taken', () => {
  const paid = [
    { asset: 'BTC', amount: '0.000006', value: '0.3' },
    { asset: 'BNB', amount: '0.0003', value: '0.2' },
  ];
  const feeLots = [{ instrument: 'BTC/USD.SIM', origin: 'you', lots: 1, value: '0.3', realised: '-0.2' }];
  expect(exported([FILL, { ...FILL, paid, feeLots, realised: '3', origin: 'a,b' }])).toEqual([
    'time,instrument,side,price,size,value,fee,feeAsset,paid,liquidity,realised,order,fill,origin',
    '1970-01-01T00:00:00.000Z,BTC/USD.SIM,buy,50000.00,0.01,500,0.5,USD,0.5 USD,taker,,o1,f-1,you',
    '1970-01-01T00:00:00.000Z,BTC/USD.SIM,buy,50000.00,0.01,500,0.5,USD,0.000006 BTC + 0.0003 BNB,taker,2.8,o1,f-1,"a,b"',
  ]);
});
