import { expect, test } from 'vitest';
import { runVerdict, VERDICT_SENTENCES } from '../../../src-shared/domain/run-verdict.ts';

const run = {
  fills: true,
  refused: false,
  totalReturn: 0.7,
  maxDrawdown: 0.28,
  sharpe: 0.8,
  holdReturn: 1.1,
  holdDrawdown: 0.6,
  holdSharpe: 0.9,
};

test('each comparison has its own word', () => {
  expect(runVerdict(run)).toBe('less-calmer-worse');
  expect(runVerdict({ ...run, totalReturn: 1.2 })).toBe('more-calmer-worse');
  expect(runVerdict({ ...run, maxDrawdown: 0.6 })).toBe('less-rougher-worse');
  expect(runVerdict({ ...run, sharpe: 1 })).toBe('less-calmer-better');
  expect(runVerdict({ ...run, sharpe: null })).toBe('less-calmer-worse');
  expect(runVerdict({ ...run, fills: false })).toBe('nothing-traded');
  expect(runVerdict({ ...run, fills: false, refused: true })).toBe('all-refused');
});

test('every verdict is one sentence with the figures it rests on', () => {
  const figures = { gain: '+70.00%', held: '+110.00%', fall: '-28.00%', heldFall: '-60.00%' };
  for (const [id, say] of Object.entries(VERDICT_SENTENCES)) {
    const text = say(figures);
    expect(text.endsWith('.'), id).toBe(true);
    if (id.includes('-calmer-') || id.includes('-rougher-')) for (const figure of Object.values(figures)) expect(text).toContain(figure);
  }
});
