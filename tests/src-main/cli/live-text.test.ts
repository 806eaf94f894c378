import { expect, test } from 'vitest';
import { liveLines } from '../../../src-main/cli/live-text.ts';
import type { LiveOutcome } from '../../../src-main/sessions/live-types.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { utcMs } from '../../../src-shared/kernel/time.ts';
import { spec } from '../core/risk/desk-of-one.ts';

function money(kind: 'spot' | 'perpetual', equity: string): string | undefined {
  const outcome: Partial<LiveOutcome> = {
    ...{ session: 's', from: utcMs(0), to: utcMs(60_000), instruments: [spec('BTC', { kind })], orders: 0, fills: [], refusals: {} },
    ...{ equity: Decimal.parse(equity), cash: Decimal.parse('10000'), stopped: [], differences: [], agreed: true, inDoubt: 0, leftOpen: 0 },
    ...{ lost: null, ledger: { balanced: true, problems: [] } as unknown as LiveOutcome['ledger'] },
  };
  return liveLines(outcome as LiveOutcome, [])[1];
}

test('the balance behind contracts is no part of an equity that a short has taken from', () => {
  expect(money('spot', '10500')).toBe('Equity 10,500.00 USD, of it cash 10,000.00.');
  expect(money('perpetual', '9500')).toBe('Equity 9,500.00 USD, balance without what open contracts have made 10,000.00.');
});
