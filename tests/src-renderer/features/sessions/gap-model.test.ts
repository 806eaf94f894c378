import { expect, it } from 'vitest';
import { correctionWords, gapLines, reasonWords } from '../../../../src-renderer/features/sessions/gap-model.ts';

const PARTS = { signal: '0', timing: '-2', price: '10', fee: '-40', size: '0', missed: '0', extra: '0' };

it('the largest cause comes first, what has none and the sum last, each with its share of the largest amount', () => {
  const whole = { sessionProfit: '0', backtestProfit: '32', gap: '-32', largest: 'fee', residual: '0' } as const;
  expect(gapLines({ ...whole, parts: PARTS }).map(({ id, share }) => [id, share])).toEqual([
    ['fee', -1],
    ['price', 0.25],
    ['timing', -0.05],
    ...['signal', 'size', 'missed', 'extra', 'residual'].map((id) => [id, 0]),
    ['gap', -0.8],
  ]);
});

it('a gap of nothing has no bars', () => {
  const nothing = { signal: '0', timing: '0', price: '0', fee: '0', size: '0', missed: '0', extra: '0' };
  const lines = gapLines({ sessionProfit: '5', backtestProfit: '5', gap: '0', largest: null, residual: '0', parts: nothing });
  expect(new Set(lines.map(({ share }) => share))).toEqual(new Set([0]));
});

it('reasons are words', () => {
  expect(reasonWords(['risk.max-position', 'in-doubt'])).toBe('max position, in doubt');
  expect(reasonWords([])).toBe('');
});

it('corrections say which way money went', () => {
  const corrections = [
    { time: 0, asset: 'BTC', amount: '0.01' },
    { time: 0, asset: 'USDT', amount: '-250.5' },
  ];
  expect(correctionWords(corrections)).toBe('+0.01 BTC, -250.5 USDT');
});
