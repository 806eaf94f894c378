import { expect, test } from 'vitest';
import type { DeskClient } from '../../../../src-renderer/client/desk-client.ts';
import { useDeskLink } from '../../../../src-renderer/state/desk-link.ts';
import { askedCheck, loadCheckView, useChecks } from '../../../../src-renderer/features/research/checks-store.ts';
import { binsOf, quantileAt } from '../../../../src-renderer/features/research/histogram-bins.ts';

test('a check is asked for as it was chosen; what is left to main is null', () => {
  const form = { cuts: '200', bars: '', paths: '500', block: '' };
  expect(askedCheck('leaks', 4, form)).toEqual({ kind: 'leaks', run: 4, cuts: 200, bars: null });
  expect(askedCheck('luck', 4, form)).toEqual({ kind: 'luck', run: 4, paths: 500, blockBars: null });
  expect(askedCheck('luck', 4, { ...form, block: '30' })).toMatchObject({ blockBars: 30 });
  expect(askedCheck('leaks', 4, { ...form, bars: '2000' })).toMatchObject({ bars: 2_000 });
});

test('every value stands in a bin, and the mark lies among them', () => {
  expect(binsOf(Float64Array.of(0, 1, 2, 3, 4), 2, 4)).toEqual({ low: 0, high: 4, counts: [1, 1, 1, 2] });
  expect(binsOf(Float64Array.of(1, 2), -1, 3)).toEqual({ low: -1, high: 2, counts: [0, 0, 2] });
  expect(binsOf(Float64Array.of(5, 5), 5, 3)).toEqual({ low: 4.5, high: 5.5, counts: [2] });
  expect(binsOf(new Float64Array(0), 1, 3)).toEqual({ low: 0.5, high: 1.5, counts: [0] });
});

test('quantiles lie on straight lines between the values', () => {
  const values = Float64Array.of(1, 2, 4, 8);
  expect([0, 0.5, 1].map((share) => quantileAt(values, share))).toEqual([1, 3, 8]);
});

test('a check is shown with when it was made; nothing takes the place of what is known', async () => {
  const found = { view: { kind: 'leaks', sentence: 'none' }, made: { at: 5, engine: '0.1.0', isOther: true } };
  let answer: unknown = found;
  useDeskLink.setState({ client: { checks: { view: () => Promise.resolve(answer) } } as unknown as DeskClient });
  await loadCheckView('leaks', 4);
  expect([...useChecks.getState().views.values()]).toEqual([found]);
  answer = { view: null, made: null };
  await loadCheckView('leaks', 4);
  expect([...useChecks.getState().views.values()]).toEqual([found]);
  useDeskLink.setState({ client: null });
});
