import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import { openLedgerReader } from '../../../../src-main/adapters/ledger-sqlite/ledger-reader.ts';
import { SqliteLedger } from '../../../../src-main/adapters/ledger-sqlite/sqlite-ledger.ts';
import { Desk, SCOPE, START, StillClock, batch, order, sessionStart, temporaryFolder } from '../../../support/ledger-kit.ts';

let folder: ReturnType<typeof temporaryFolder>;
let file: string;
let ledger: SqliteLedger;

beforeEach(async () => {
  folder = temporaryFolder();
  file = join(folder.path, 'ledger.db');
  ledger = await SqliteLedger.open({ file, backups: folder.path, clock: new StillClock() });
  ledger.begin(sessionStart());
});

afterEach(() => {
  ledger.close();
  folder.remove();
});

test('says of a fill what was really taken for its fee, and to an origin what another’s fee took of its own', () => {
  const desk = new Desk();
  ledger.commit(
    batch([
      { kind: 'order', order: order(1, { origin: 'grid-1' }) },
      desk.fill({ id: 'f-1', order: 1, origin: 'grid-1', ticks: 10_000_000, lots: 100 }),
    ]),
  );
  const paid = [
    { asset: 'BTC', amount: Decimal.parse('0.0000000012') },
    { asset: 'BNB', amount: Decimal.parse('0.00001') },
  ];
  const fill = desk.fill({ id: 'f-8', order: 2, ticks: 10_000_000, lots: 100, fee: '0.00512' });
  const value = Decimal.parse('0.00012');
  const feeLots = [{ instrument: 0, origin: 'grid-2', lots: 1, value, realised: Decimal.parse('-0.00088') }];
  ledger.commit(
    batch([
      { kind: 'order', order: order(2) },
      { ...fill, fill: { ...fill.fill, paid }, feeLots },
    ]),
  );
  const reader = openLedgerReader(file);
  const row = [...reader.everyFill()].at(-1);
  expect(row).toMatchObject({
    fee: '0.00512',
    feeAsset: 'USD',
    paid: [
      { asset: 'BTC', amount: '0.0000000012', value: '0.00012' },
      { asset: 'BNB', amount: '0.00001', value: '0.005' },
    ],
    feeLots: [{ instrument: 'BTC/USD.SIM', origin: 'grid-2', lots: 1, value: '0.00012', realised: '-0.00088' }],
  });
  // By its own fills alone it held nothing: to it the lots were sold, and nothing was closed.
  expect(reader.fillsOf(SCOPE, 'grid-2', START)).toMatchObject([{ id: 'f-8', feeLots: [{ origin: 'grid-2', realised: null }] }]);
  expect(reader.fillsOf(SCOPE, 'grid-1', START).map(({ id }) => id)).toEqual(['f-1']);
  reader.close();
});
