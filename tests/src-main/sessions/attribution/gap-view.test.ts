import { expect, it } from 'vitest';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import { gapView } from '../../../../src-main/sessions/attribution/gap-view.ts';
import { attributed, COSTS, playSession } from '../../../support/attribution-kit.ts';
import { wanderingBars } from '../../../support/search-bars.ts';

const FOUND = attributed(playSession(wanderingBars(300, 3), { costs: { ...COSTS, takerFeeBps: 40 } }).frames);

it('a page is told amounts as exact text and the widest trades first', () => {
  const view = gapView(FOUND);
  expect(view).toMatchObject({ session: 'life1', quote: 'USD', largest: 'fee', residual: '0', costs: 'conservative' });
  expect(view.gap).toBe(FOUND.gap.gap.toString());
  expect(view.trades).toHaveLength(FOUND.gap.trades.length);
  const gaps = view.trades.map(({ gap }) => Math.abs(Number(gap)));
  expect(gaps).toEqual([...gaps].sort((a, b) => b - a));
  expect(view.trades.reduce((sum, { gap }) => sum.add(Decimal.parse(gap)), Decimal.ZERO).toString()).toBe(view.gap);
  expect(new Set(view.trades.map(({ number }) => number)).size).toBe(view.tradeCount);
});

it('no more trades cross than a page shows', () => {
  const [trade] = FOUND.gap.trades;
  const many = gapView({ ...FOUND, gap: { ...FOUND.gap, trades: Array.from({ length: 700 }, () => trade!) } });
  expect([many.trades.length, many.tradeCount]).toEqual([500, 700]);
});
