import { describe, expect, it } from 'vitest';
import { commandsFor, paletteCommands } from '../../../src-renderer/app/commands.ts';
import { neighbourOf } from '../../../src-renderer/app/focus-regions.ts';
import { fuzzyFilter } from '../../../src-renderer/app/palette/fuzzy.ts';
import { PANELS } from '../../../src-renderer/features/catalog.ts';
import { DEFAULT_KEYS, useKeyMap } from '../../../src-renderer/ui/key-map.ts';
import type { CommandParts } from '../../../src-renderer/app/command-parts.ts';

const nothing = (): void => undefined;
const PARTS: CommandParts = {
  panels: PANELS,
  symbols: [{ id: 'sim:BTC/USD', symbol: 'BTC/USD', name: 'Bitcoin', tag: 'SIM' }],
  risk: { state: 'ACTIVE', reason: '', since: 0 },
  replaying: false,
  trading: false,
  speed: 1,
  strategies: [{ id: 'sma-cross', name: 'sma-cross' }],
  actions: {
    kill: nothing,
    reduce: nothing,
    rearm: nothing,
    cancelAllButProtective: nothing,
    setSpeed: nothing,
    loseNext: nothing,
    showInstrument: nothing,
    openTicket: nothing,
    reportFailure: nothing,
  },
};

function first(typed: string, parts = PARTS): string | undefined {
  return fuzzyFilter(typed, paletteCommands(commandsFor(parts)), (command) => command)[0]?.id;
}

describe('the palette', () => {
  it.each([
    ['btc', 'symbol-sim:BTC/USD'],
    ['bitcoin', 'symbol-sim:BTC/USD'],
    ['start sma', 'start-sma-cross'],
    ['60x', 'speed-60'],
    ['light', 'theme-light'],
    ['mono', 'direction-mono'],
    ['trading keys', 'trading-keys'],
    ['settings about', 'settings-about'],
    ['orders in words', 'help-order-words'],
    ['flatten', 'help-trading-keys'],
    ['kill', 'kill-switch'],
    ['stop everything', 'kill-switch'],
    ['halt', 'kill-switch'],
    ['positions', 'panel-positions'],
  ])('finds for "%s" first %s', (typed, id) => {
    expect(first(typed)).toBe(id);
  });

  it('lists nothing twice', () => {
    const ids = commandsFor(PARTS).map(({ id }) => id);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  });

  it('says why something cannot be done', () => {
    const reasons = (parts: CommandParts) => new Map(commandsFor(parts).map(({ id, disabledReason }) => [id, disabledReason]));
    expect(reasons(PARTS).get('start-again')).toBe('trading is ACTIVE');
    expect(reasons(PARTS).get('speed-1')).toBe('it runs at 1x');
    const halted = reasons({ ...PARTS, risk: { state: 'HALTED', reason: '', since: 0 } });
    expect([halted.get('start-sma-cross'), halted.get('start-again')]).toEqual(['trading is HALTED', undefined]);
    const unknown = reasons({ ...PARTS, risk: undefined, speed: undefined });
    expect([unknown.get('cancel-orders'), unknown.get('speed-60'), unknown.get('kill-switch')]).toEqual([
      'not connected yet',
      'not connected yet',
      undefined,
    ]);
  });

  it('shows the keys that a command has now', () => {
    useKeyMap.getState().bind('cancel-orders', 'Ctrl+Shift+X');
    expect(commandsFor(PARTS).find(({ id }) => id === 'cancel-orders')?.keys).toBe('Ctrl+Shift+X');
    useKeyMap.getState().reset();
  });

  it('has a command for every key that the shell hears', () => {
    const ids = new Set(commandsFor(PARTS).map(({ id }) => id));
    const missing = DEFAULT_KEYS.filter(({ place, command }) => ['everywhere', 'safety'].includes(place) && !ids.has(command));
    expect(missing.filter(({ command }) => !command.startsWith('workspace-')).map(({ command }) => command)).toEqual([]);
  });
});

describe('the neighbour of a panel', () => {
  const left = { left: 0, top: 36, right: 204, bottom: 436 };
  const below = { left: 0, top: 440, right: 204, bottom: 636 };
  const chart = { left: 208, top: 36, right: 900, bottom: 636 };
  const book = { left: 904, top: 36, right: 1148, bottom: 440 };
  const boxes = [left, below, chart, book];
  it.each([
    [chart, 'left', 0],
    [chart, 'right', 3],
    [left, 'down', 1],
    [below, 'up', 0],
    [below, 'right', 2],
    [left, 'left', -1],
    [book, 'down', -1],
  ] as const)('%j, %s', (here, side, at) => {
    expect(neighbourOf(here, boxes, side)).toBe(at);
  });
});
