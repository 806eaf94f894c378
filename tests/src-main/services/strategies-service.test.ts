import { expect, test } from 'vitest';
import { STRATEGIES } from '../../../src-main/core/strategies/catalog.ts';
import { StrategiesService } from '../../../src-main/services/strategies-service.ts';

test('the gallery has every strategy of spot, and behind them those over two instruments, which say so', () => {
  const { strategies } = new StrategiesService(null as never, null as never).gallery();
  expect(strategies.map(({ id }) => id)).toEqual([...STRATEGIES.map(({ spec }) => spec.id), 'pairs']);
  expect(strategies.filter(({ pair }) => pair).map(({ id }) => id)).toEqual(['pairs']);
});
