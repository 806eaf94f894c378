import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { utcMs } from '../../src-shared/kernel/time.ts';
import type { SessionId } from '../../src-shared/kernel/ids.ts';
import { FINAL_STATES, type OrderState } from '../../src-shared/domain/order-state.ts';
import type { LedgerRecord, LedgerSnapshot } from '../../src-main/ports/ledger.ts';
import { openLedgerReader } from '../../src-main/adapters/ledger-sqlite/ledger-reader.ts';
import { MemoryLedger } from '../support/memory-ledger.ts';
import { SqliteLedger } from '../../src-main/adapters/ledger-sqlite/sqlite-ledger.ts';
import {
  Desk,
  INSTRUMENTS,
  SCOPE,
  SPECS,
  START,
  StillClock,
  batch,
  deposit,
  order,
  orderId,
  sessionStart,
  temporaryFolder,
} from '../support/ledger-kit.ts';

/** Ticks and lots that an instrument of that size is traded in: dollars, fractions of a cent, billions of rupiah, single wei. */
const SIZES = [
  { ticks: [1_000_000, 20_000_000], lots: [1, 10_000_000_000] },
  { ticks: [1, 100_000], lots: [1, 1_000_000_000_000] },
  { ticks: [100_000, 3_000_000], lots: [1, 1_000_000_000] },
  { ticks: [1, 9_000_000_000_000_000], lots: [1, 90_000_000_000_000] },
] as const;

const step = fc.oneof(
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('deposit' as const), amount: fc.integer({ min: 1, max: 1_000_000_000 }) }) },
  {
    weight: 6,
    arbitrary: fc.integer({ min: 0, max: SIZES.length - 1 }).chain((instrument) =>
      fc.record({
        kind: fc.constant('fill' as const),
        instrument: fc.constant(instrument),
        ticks: fc.integer({ min: SIZES[instrument]!.ticks[0], max: SIZES[instrument]!.ticks[1] }),
        lots: fc.integer({ min: SIZES[instrument]!.lots[0], max: SIZES[instrument]!.lots[1] }),
        side: fc.constantFrom('buy' as const, 'sell' as const),
        origin: fc.constantFrom('you', 'grid-1', 'sma-cross-1'),
        fee: fc.integer({ min: 0, max: 1_000_000 }),
        again: fc.boolean(),
        final: fc.constantFrom<OrderState>('filled', 'cancelled', 'partially-filled', 'in-doubt'),
      }),
    ),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'restart' as const }) },
);

/** Scaled to 18 digits after the point, so that everything can be added as whole numbers. */
function scaled(text: string): bigint {
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.');
  const digits = BigInt(whole + fraction.padEnd(40, '0').slice(0, 40));
  return text.startsWith('-') ? -digits : digits;
}

function comparable(snapshot: LedgerSnapshot): unknown {
  const position = ({ cost, realised, fees, ...rest }: LedgerSnapshot['positions'][number]) => ({
    ...rest,
    money: [cost, realised, fees].map(String),
  });
  return {
    ...snapshot,
    balances: Object.fromEntries([...snapshot.balances].map(([asset, amount]) => [asset, String(amount)] as const).sort()),
    positions: snapshot.positions.map(position),
    instancePositions: snapshot.instancePositions
      .map((each) => ({ ...position(each), instance: each.instance }))
      .sort((a, b) => (a.instance + String(a.instrument) < b.instance + String(b.instrument) ? -1 : 1)),
  };
}

test('any sequence of batches balances, survives restarts, and is the same in memory and on disk', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
      const folder = temporaryFolder();
      const options = { file: join(folder.path, 'ledger.db'), backups: folder.path, clock: new StillClock() };
      const memory = new MemoryLedger();
      const desk = new Desk();
      const holdings = new Map<string, bigint>();
      let session = SCOPE;
      let ledger = await SqliteLedger.open(options);
      ledger.begin(sessionStart(session));
      let number = 0;
      const commit = (records: readonly LedgerRecord[]): void => {
        const made = batch(records, { scope: session, time: utcMs(START + number), sequence: number });
        ledger.commit(made);
        memory.commit({ ...made, scope: SCOPE });
      };
      const count = (records: readonly LedgerRecord[]): void => {
        for (const record of records) {
          if (record.kind !== 'fill' && record.kind !== 'transfer') continue;
          for (const { account, asset, amount } of record.postings) {
            if (account === 'holdings') holdings.set(asset, (holdings.get(asset) ?? 0n) + scaled(amount.toFixed()));
          }
        }
      };
      try {
        for (const each of steps) {
          number += 1;
          if (each.kind === 'restart') {
            const before = ledger.snapshot(SCOPE, INSTRUMENTS);
            ledger.close();
            ledger = await SqliteLedger.open(options);
            expect(ledger.snapshot(SCOPE, INSTRUMENTS)).toEqual(before);
            session = { ...SCOPE, session: `restart-${number}` as SessionId };
            ledger.begin(sessionStart(session));
          } else if (each.kind === 'deposit') {
            const records = [deposit('USD', `${each.amount}.01`)];
            commit(records);
            count(records);
          } else {
            const { instrument, ticks, lots, side, origin, again, final } = each;
            const quote = SPECS[instrument]!.tick.length;
            const fee = `${each.fee % 7}.${String(each.fee).padStart(quote, '0')}`;
            const fill = desk.fill({ id: `f-${number}`, order: number, instrument, ticks, lots, side, origin, fee, time: START + number });
            commit([{ kind: 'order', order: order(number, { instrument, origin, side, lots }) }]);
            commit([
              fill,
              ...(again ? [fill] : []),
              { kind: 'order-state', order: orderId(number), state: final, filledLots: lots, reason: null, time: utcMs(START) },
            ]);
            count([fill]);
            if (again && !FINAL_STATES.has(final)) commit([fill]);
          }
        }
        const snapshot = ledger.snapshot(SCOPE, INSTRUMENTS);
        expect(comparable(snapshot)).toEqual(comparable(memory.snapshot(SCOPE, INSTRUMENTS)));
        expect(Object.fromEntries([...snapshot.balances].map(([asset, amount]) => [asset, scaled(amount.toFixed())]))).toEqual(
          Object.fromEntries(holdings),
        );
        const reader = openLedgerReader(options.file);
        expect(reader.verify().problems).toEqual([]);
        expect(reader.fills(SCOPE, { count: 1 }).total).toBe(steps.filter(({ kind }) => kind === 'fill').length);
        reader.close();
      } finally {
        ledger.close();
        folder.remove();
      }
    }),
    { numRuns: 60, seed: 7 },
  );
});
