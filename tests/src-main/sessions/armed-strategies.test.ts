import { expect, it } from 'vitest';
import { perpetualOf } from '../../../src-main/core/market-data/perpetual-instrument.ts';
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

it('says of a perpetual how it is held, new or going on', () => {
  const terms = { maxLeverage: 20, leverage: 3, maintenanceMargin: '0.01', liquidationFee: '0' };
  const contract = perpetualOf(SPECS[0]!, terms);
  const placed = { instance: 'a', strategy: 'sma-cross', instrument: 0, timeframe: '5m', parameters: {}, size: ALL } as const;
  const going = strategyRecord({ instrument: contract.id, ways: 'short' });
  const armed = armedStrategies({ placements: [placed, { ...placed, instance: 'b', ways: 'both' }] }, [going], [contract]);
  expect(armed.map(({ held }) => held)).toEqual([
    { leverage: 3, direction: 'short' },
    { leverage: 3, direction: 'long' },
    { leverage: 3, direction: 'both' },
  ]);
});
