import { describe, expect, it } from 'vitest';
import { callCli } from './call-cli.ts';

const LIVE = ['live', '--account', 'main'];

describe('live over perpetuals', () => {
  it.each([
    [
      ['--instrument', 'BTC/USDT', '--leverage', '2'],
      '--leverage is of perpetuals, such as BTC/USDT:USDT, and none is among the instruments.',
    ],
    [['--instrument', 'BTC/USDT:USDT', '--leverage', '0.5'], '--leverage'],
    [['--instrument', 'BTC/USDT:USDT', '--instrument', 'ETH/USDT', '--direction', 'short'], 'ETH/USDT is spot, which is held long alone.'],
    [['--instrument', 'BTC/USDT:USDT', '--strategy', 'grid', '--direction', 'both'], 'grid has no short side.'],
    [['--instrument', 'BTC/USDT:USDT', '--strategy', 'sma-cross', '--direction', 'up'], '--direction'],
  ])('refuses what makes no sense before anything is opened: %j', async (options, sentence) => {
    const { code, stderr } = await callCli([...LIVE, ...options]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(sentence)]);
  });
});
