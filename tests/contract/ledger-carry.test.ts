import { afterEach, describe, expect, test } from 'vitest';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import { InvariantError } from '../../src-shared/kernel/result.ts';
import { utcMs } from '../../src-shared/kernel/time.ts';
import type { LedgerRecord } from '../../src-main/ports/ledger.ts';
import { LEDGERS, removeLedgers } from '../support/every-ledger.ts';
import { INSTRUMENTS, SCOPE, START, batch } from '../support/ledger-kit.ts';

afterEach(removeLedgers);

describe.each(LEDGERS)('funding in a ledger %s', (_, open) => {
  const carry = (amount: string, against = `-${amount}`): LedgerRecord => ({
    kind: 'carry',
    instrument: 0,
    origin: 'sma-cross-1',
    amount: Decimal.parse(amount),
    postings: [
      { account: 'holdings', asset: 'USD', amount: Decimal.parse(amount) },
      { account: 'carry', asset: 'USD', amount: Decimal.parse(against) },
    ],
    time: utcMs(START),
  });

  test('changes what is held, and nothing else', async () => {
    const ledger = await open();
    ledger.commit(batch([carry('1.25')]));
    const { balances, positions } = ledger.snapshot(SCOPE, INSTRUMENTS);
    expect([[...balances].map(([asset, amount]) => [asset, amount.toString()]), positions]).toEqual([[['USD', '1.25']], []]);
  });

  test('is refused where its lines do not come to zero', async () => {
    const ledger = await open();
    expect(() => ledger.commit(batch([carry('1.25', '-1.24')]))).toThrow(InvariantError);
    expect(ledger.snapshot(SCOPE, INSTRUMENTS).balances.size).toBe(0);
  });
});
