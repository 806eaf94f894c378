import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SessionId } from '../../src-shared/kernel/ids.ts';
import { utcMs } from '../../src-shared/kernel/time.ts';
import { openLedgerReader } from '../../src-main/adapters/ledger-sqlite/ledger-reader.ts';
import { SqliteLedger } from '../../src-main/adapters/ledger-sqlite/sqlite-ledger.ts';
import { MemoryLedger } from '../support/memory-ledger.ts';
import { batch, SCOPE, sessionStart, START, StillClock, temporaryFolder } from '../support/ledger-kit.ts';
import { CoinFeeAccount, SPECS, step } from './coin-fee-account.ts';

const LONG = process.env['CRYPTOORCH_TEST_LONG'] === '1';

test('what was realised, what is not, and fees come to the change of equity exactly, whatever coins the fees took', () => {
  let given = 0;
  fc.assert(
    fc.property(fc.array(step, { minLength: 5, maxLength: 40, size: 'max' }), (steps) => {
      const account = new CoinFeeAccount();
      for (const each of steps) {
        account.trade(each);
        account.check();
        account.price(each.instrument, each.move);
        account.check();
      }
      given += account.given;
    }),
    { numRuns: LONG ? 5_000 : 120, seed: 11 },
  );
  expect(given).toBeGreaterThan(1_000);
});

test('coins that lie beside positions change nothing of a result whose fees are taken in the coins that are traded', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 5, maxLength: 40, size: 'max' }), (steps) => {
      const accounts = [new CoinFeeAccount(), new CoinFeeAccount(undefined, { BTC: '3.000004', DOGE: '1000000.5' })] as const;
      for (const each of steps) {
        const base = (['BTC', 'DOGE', 'USD'] as const)[each.instrument];
        for (const account of accounts) {
          account.trade({ ...each, fee: each.fee.map((asset) => (asset === 'DOGE' ? base : asset === 'BTC' ? 'USD' : asset)) });
          account.price(each.instrument, each.move);
          account.check();
        }
      }
      expect(accounts[1].figures('positions')).toEqual(accounts[0].figures('positions'));
    }),
    { numRuns: LONG ? 2_000 : 60, seed: 13 },
  );
});

test('fees that are each far less than a lot take one lot when together they come to it', () => {
  const account = new CoinFeeAccount();
  const lots: number[] = [];
  for (let fill = 0; fill < 30; fill += 1) {
    account.trade({
      instrument: 0,
      side: 'buy',
      share: 0.01,
      move: 1,
      fee: ['BTC'],
      rate: 0.000_1,
      parts: 1,
      known: true,
      strategy: false,
    });
    account.check();
    lots.push(account.given);
  }
  const [first = 0] = lots;
  // 0.01 % of two hundredths of a coin is a fifth of a lot: the first fee breaks a lot open, the next ones live on what is left of it.
  expect(first).toBe(1);
  expect(account.given).toBeGreaterThan(3);
  expect(account.given).toBeLessThan(8);
});

test('a ledger keeps it: positions, those of a strategy and balances are the engine’s, and a restart goes on the same', async () => {
  let given = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 4, maxLength: 24, size: 'max' }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      async (steps, at) => {
        const folder = temporaryFolder();
        const file = join(folder.path, 'ledger.db');
        const ledger = await SqliteLedger.open({ file, backups: folder.path, clock: new StillClock() });
        const memory = new MemoryLedger();
        try {
          const scope = { ...SCOPE, session: 's1' as SessionId };
          ledger.begin(sessionStart(scope, SPECS));
          let sequence = 0;
          const account = new CoinFeeAccount(({ records }) => {
            if (records.length === 0) return;
            sequence += 1;
            const made = batch(records, { scope, time: utcMs(START + sequence), sequence });
            ledger.commit(made);
            memory.commit(made);
          });
          const undisturbed = new CoinFeeAccount();
          const cut = Math.floor(at * steps.length);
          for (const [place, each] of steps.entries()) {
            account.trade(each);
            undisturbed.trade(each);
            for (const one of [account, undisturbed]) one.price(each.instrument, each.move);
            if (place !== cut) continue;
            const before = account.figures();
            account.restart(ledger.snapshot(scope, SPECS));
            expect(account.figures()).toEqual(before);
          }
          account.check();
          expect(account.figures()).toEqual(undisturbed.figures());
          const texts = (of: unknown) => JSON.stringify(of, (_, value: unknown) => (value instanceof Map ? [...value].sort() : value));
          const [onDisk, modelled] = [ledger.snapshot(scope, SPECS), memory.snapshot(scope, SPECS)];
          for (const part of ['balances', 'positions', 'instancePositions'] as const)
            expect(texts(onDisk[part])).toBe(texts(modelled[part]));
          const reader = openLedgerReader(file);
          expect(reader.verify().problems).toEqual([]);
          reader.close();
          given += account.given;
        } finally {
          ledger.close();
          folder.remove();
        }
      },
    ),
    { numRuns: LONG ? 500 : 12, seed: 12 },
  );
  expect(given).toBeGreaterThan(50);
});
