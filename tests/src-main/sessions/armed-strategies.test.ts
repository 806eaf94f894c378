import { expect, it } from 'vitest';
import { armedStrategies } from '../../../src-main/sessions/armed-strategies.ts';
import { ALL, SPECS, strategyRecord } from '../core/engine/engine-kit.ts';

it('names everything that would run: what goes on as it was placed, then what is new, with the hash of its file', () => {
  const own = [{ definition: { spec: { id: 'scripted' } }, hash: 'aa' }] as never;
  const placed = { strategy: 'sma-cross', instrument: 1, timeframe: '5m', parameters: { fast: 9 }, size: ALL } as const;
  const placements = [
    { ...placed, instance: 'scripted-1', strategy: 'scripted' },
    { ...placed, instance: 'sma-cross-1' },
  ];
  const going = strategyRecord({ parameters: { from: 1 } });
  expect(armedStrategies({ placements, own }, [going], SPECS)).toEqual([
    { instance: 'scripted-1', strategy: 'scripted', instrument: 'BTC/USD.SIM', timeframe: '1m', parameters: { from: 1 }, hash: 'aa' },
    { instance: 'sma-cross-1', strategy: 'sma-cross', instrument: 'ETH/USD.SIM', timeframe: '5m', parameters: { fast: 9 }, hash: null },
  ]);
  expect(armedStrategies({ placements: [] }, [going], SPECS)).toMatchObject([{ hash: null }]);
});
