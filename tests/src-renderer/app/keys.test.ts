import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Command } from '../../../src-renderer/app/command.ts';
import { keysThatWork } from '../../../src-renderer/app/help/keys-dialog.tsx';
import {
  bindingFor,
  conflictsOf,
  DEFAULT_KEYS,
  isSingleKey,
  keyBindings,
  keysOf,
  pressIs,
  refusalOf,
  shownKeys,
  useKeyMap,
} from '../../../src-renderer/ui/key-map.ts';
import type { KeyPlace } from '../../../src-renderer/ui/key-map.ts';
import { keysOfPress } from '../../../src-renderer/ui/key-press.ts';
import type { KeyPress } from '../../../src-renderer/ui/key-press.ts';

const PLACES: readonly KeyPlace[] = ['everywhere', 'safety', 'ticket'];

function press(key: string, held: Partial<KeyPress> = {}): KeyPress {
  return { key, code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held };
}

beforeEach(() => {
  useKeyMap.setState(useKeyMap.getInitialState());
});

const CASES: readonly (readonly [string, KeyPress, string | undefined])[] = [
  ['Ctrl+K', press('k', { ctrlKey: true }), 'palette'],
  ['Cmd+K', press('k', { metaKey: true }), 'palette'],
  ['K', press('k'), undefined],
  ['Ctrl alone', press('Control', { ctrlKey: true }), undefined],
  ['Ctrl+Alt+K', press('k', { ctrlKey: true, altKey: true }), 'kill-switch'],
  ['Ctrl+Alt+K where Alt types another character', press('ĸ', { ctrlKey: true, altKey: true, code: 'KeyK' }), 'kill-switch'],
  ['Ctrl+Shift+Backspace', press('Backspace', { ctrlKey: true, shiftKey: true }), 'cancel-orders'],
  ['Ctrl+Backspace', press('Backspace', { ctrlKey: true }), undefined],
  ['?', press('?', { shiftKey: true }), 'keys'],
  ['/', press('/'), 'symbol'],
  ['/ on a keyboard that needs Shift', press('/', { shiftKey: true, code: 'Digit7' }), 'symbol'],
  ['F6', press('F6'), 'next-region'],
  ['Shift+F6', press('F6', { shiftKey: true }), 'previous-region'],
  ['Alt+3', press('3', { altKey: true }), 'dock-tab-3'],
  ['Alt+3 where Alt types another character', press('£', { altKey: true, code: 'Digit3' }), 'dock-tab-3'],
  ['Ctrl+2', press('2', { ctrlKey: true, code: 'Digit2' }), 'workspace-2'],
  ['Ctrl+2 where digits need Shift', press('é', { ctrlKey: true, code: 'Digit2' }), 'workspace-2'],
  ['Alt+Left', press('ArrowLeft', { altKey: true }), 'neighbour-left'],
  ['Left', press('ArrowLeft'), undefined],
  ['Ctrl+,', press(',', { ctrlKey: true }), 'settings'],
  ['Ctrl+Shift+M', press('M', { ctrlKey: true, shiftKey: true }), 'enlarge'],
  ['Esc', press('Escape'), 'back'],
  ['b', press('b'), 'ticket-buy'],
  ['Shift+B', press('B', { shiftKey: true }), undefined],
  ['Ctrl+B', press('b', { ctrlKey: true }), 'left-column'],
];

it.each(CASES)('%s', (_, keyPress, command) => {
  expect(bindingFor(keyPress, PLACES, {})?.command).toBe(command);
});

describe('the keyboard map', () => {
  it('has no two commands on one key where both work', () => {
    for (const { command, keys } of DEFAULT_KEYS) expect([command, conflictsOf(command, keys, {})]).toEqual([command, []]);
  });

  it('gives every command keys that it may have', () => {
    for (const { command, keys } of DEFAULT_KEYS) expect([command, refusalOf(command, keys)]).toEqual([command, null]);
  });

  it('knows which keys typing must not trigger', () => {
    expect(DEFAULT_KEYS.filter(isSingleKey).map((binding) => binding.keys)).toEqual([
      ...[
        '/',
        '?',
        'B',
        'S',
        'U',
        'Shift+T',
        'Shift+R',
        'Shift+H',
        'Shift+M',
        'Shift+P',
        'Shift+A',
        'Delete',
        'Shift+B',
        'Shift+S',
        'Shift+L',
        'Shift+K',
        'Shift+X',
        'Shift+F',
      ],
    ]);
  });

  it('needs the kill switch twice, and only that', () => {
    expect(DEFAULT_KEYS.filter((binding) => binding.twice).map((binding) => binding.command)).toEqual(['kill-switch']);
  });

  it('shows Cmd on macOS and what is pressed twice', () => {
    expect(shownKeys({ keys: 'Ctrl+Alt+K', twice: true }, true)).toBe('Cmd+Alt+K x2');
    expect(shownKeys({ keys: 'Ctrl+K' }, false)).toBe('Ctrl+K');
  });
});

describe('changing keys', () => {
  it('moves a command to its new keys and back', () => {
    const { bind, reset } = useKeyMap.getState();
    bind('palette', 'Ctrl+P');
    expect([
      keysOf('palette'),
      pressIs(press('p', { ctrlKey: true }), 'palette'),
      pressIs(press('k', { ctrlKey: true }), 'palette'),
    ]).toEqual(['Ctrl+P', true, false]);
    bind('dock', '');
    expect([keysOf('dock'), pressIs(press('j', { ctrlKey: true }), 'dock')]).toEqual([undefined, false]);
    reset('palette');
    expect([keysOf('palette'), keysOf('dock')]).toEqual(['Ctrl+K', undefined]);
    reset();
    expect(useKeyMap.getState().changed).toEqual({});
  });

  it('says who has the keys already, where both would work', () => {
    expect(conflictsOf('dock', 'Ctrl+K', {})).toEqual(['palette']);
    expect(conflictsOf('dock', 'Ctrl+K', { palette: 'Ctrl+P' })).toEqual([]);
    expect(conflictsOf('table-export', 'Shift+T', {})).toEqual([]);
    expect(conflictsOf('palette', 'Ctrl+K', {})).toEqual([]);
  });

  it.each([
    ['palette', 'Enter', 'fixed'],
    ['palette', 'Shift+Left', 'fixed'],
    ['palette', 'Ctrl+C', 'editing'],
    ['palette', 'Esc', 'back'],
    ['back', 'Ctrl+Q', 'back'],
    ['kill-switch', 'K', 'safety'],
    ['kill-switch', '', 'safety'],
    ['cancel-orders', 'Shift+X', 'safety'],
    ['chart-table', 'T', 'chart'],
    ['palette', 'F9', null],
    ['ticket-buy', '', null],
  ] as const)('%s cannot have "%s": %s', (command, keys, refusal) => {
    expect(refusalOf(command, keys)).toBe(refusal);
  });

  it('leaves out of what was kept everything that is no key map', () => {
    useKeyMap
      .getState()
      .load({ changed: { palette: 'Ctrl+P', nothing: 'F9', dock: 7, 'kill-switch': '' }, singleKeys: 'no', tradingKeys: true });
    expect(useKeyMap.getState()).toMatchObject({ changed: { palette: 'Ctrl+P' }, singleKeys: true, tradingKeys: true });
    useKeyMap.getState().load({ changed: [1], tradingKeys: null });
    expect(useKeyMap.getState().changed).toEqual({});
  });

  it('keeps one command on one key through any changes that are asked for first', () => {
    const commands = DEFAULT_KEYS.map(({ command }) => command);
    const keys = ['Ctrl+K', 'Ctrl+J', 'F9', 'B', 'Shift+B', 'Alt+Left', '', 'Ctrl+Alt+K', 'Delete'];
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...commands), fc.constantFrom(...keys)), { maxLength: 40 }), (wishes) => {
        const { bind, reset } = useKeyMap.getState();
        reset();
        for (const [command, wanted] of wishes) {
          const { changed } = useKeyMap.getState();
          if (refusalOf(command, wanted) === null && conflictsOf(command, wanted, changed).length === 0) bind(command, wanted);
        }
        const { changed } = useKeyMap.getState();
        for (const binding of keyBindings(changed)) expect(conflictsOf(binding.command, binding.keys, changed)).toEqual([]);
        expect(keysOf('kill-switch')).toBeDefined();
        expect(keysOf('back')).toBe('Esc');
      }),
    );
  });
});

describe('keys that trade', () => {
  it('mean nothing until they are switched on', () => {
    const shiftB = press('B', { shiftKey: true });
    expect(pressIs(shiftB, 'trade-buy')).toBe(false);
    useKeyMap.getState().setTradingKeys(true);
    expect(pressIs(shiftB, 'trade-buy')).toBe(true);
  });
});

describe('a press in writing', () => {
  it('reads back as the press it was written from', () => {
    const letters = fc.constantFrom('a', 'k', 'z', 'F5', 'Backspace', 'ArrowUp', '5');
    fc.assert(
      fc.property(letters, fc.boolean(), fc.boolean(), fc.boolean(), (key, ctrlKey, altKey, shiftKey) => {
        const written = keysOfPress(press(key, { ctrlKey, altKey, shiftKey })) ?? '';
        expect(written.startsWith('Ctrl+')).toBe(ctrlKey);
        expect(written.includes('Alt+')).toBe(altKey);
        expect(keysOfPress(press(key, { metaKey: ctrlKey, altKey, shiftKey }))).toBe(written);
      }),
    );
  });
});

describe('the keys that work here', () => {
  const commands: readonly Command[] = DEFAULT_KEYS.filter(({ place }) => ['everywhere', 'safety', 'ticket'].includes(place)).map(
    ({ command }) => ({ id: command, kind: 'action', label: command, run: () => undefined }),
  );
  const names = (where: KeyPlace | null): readonly string[] =>
    keysThatWork(where, useKeyMap.getState(), commands).flatMap(({ rows }) => rows.map(([name]) => name));

  it('are those of the place with the focus and those of everywhere', () => {
    expect(keysThatWork('chart', useKeyMap.getState(), commands).map(({ place }) => place)).toEqual(['chart', 'everywhere', 'safety']);
    expect(names('chart')).toContain('Chart as a table, and back');
    expect(names('tables')).not.toContain('Chart as a table, and back');
    expect(names(null)).toContain('palette');
  });

  it('leave out what is switched off, and B and S on the chart, where letters are symbols', () => {
    expect([names(null).includes('ticket-buy'), names('chart').includes('ticket-buy')]).toEqual([true, false]);
    useKeyMap.getState().setSingleKeys(false);
    expect(names(null)).not.toContain('ticket-buy');
    expect(names('chart')).not.toContain('Cancel the last order');
    useKeyMap.getState().setTradingKeys(true);
    expect(names('chart')).toContain('Cancel the last order');
  });
});
