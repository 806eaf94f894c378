import { describe, expect, it } from 'vitest';
import { KEY_BINDINGS, bindingFor, isSingleKey } from '../../../src-renderer/app/keys.ts';
import type { KeyPress } from '../../../src-renderer/app/keys.ts';

function press(key: string, held: Partial<KeyPress> = {}): KeyPress {
  return { key, code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held };
}

const CASES: readonly (readonly [string, KeyPress, string | undefined])[] = [
  ['Ctrl+K', press('k', { ctrlKey: true }), 'palette'],
  ['Cmd+K', press('k', { metaKey: true }), 'palette'],
  ['K', press('k'), undefined],
  ['Ctrl+Alt+K', press('k', { ctrlKey: true, altKey: true }), 'kill-switch'],
  ['Ctrl+Alt+K where Alt types another character', press('ĸ', { ctrlKey: true, altKey: true, code: 'KeyK' }), 'kill-switch'],
  ['Ctrl+Shift+Backspace', press('Backspace', { ctrlKey: true, shiftKey: true }), 'cancel-orders'],
  ['Ctrl+Backspace', press('Backspace', { ctrlKey: true }), undefined],
  ['?', press('?', { shiftKey: true }), 'keys'],
  ['/', press('/'), 'symbol'],
  ['/ on a keyboard that needs Shift', press('/', { shiftKey: true }), 'symbol'],
  ['F6', press('F6'), 'next-region'],
  ['Shift+F6', press('F6', { shiftKey: true }), 'previous-region'],
  ['Alt+3', press('3', { altKey: true }), 'dock-tab-3'],
  ['Alt+3 where Alt types another character', press('£', { altKey: true, code: 'Digit3' }), 'dock-tab-3'],
  ['Ctrl+,', press(',', { ctrlKey: true }), 'settings'],
  ['Ctrl+Shift+L', press('L', { ctrlKey: true, shiftKey: true }), 'theme'],
  ['Ctrl+Shift+M', press('M', { ctrlKey: true, shiftKey: true }), 'enlarge'],
  ['Esc', press('Escape'), 'back'],
  ['B', press('b'), 'ticket-buy'],
  ['Shift+B', press('B', { shiftKey: true }), undefined],
  ['Ctrl+B', press('b', { ctrlKey: true }), 'left-column'],
];

it.each(CASES)('%s', (_, keyPress, command) => {
  expect(bindingFor(keyPress)?.command).toBe(command);
});

describe('the keyboard map', () => {
  it('has no two commands on one key', () => {
    const keys = KEY_BINDINGS.map((binding) => binding.keys);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('knows which keys are letters that typing must not trigger', () => {
    expect(KEY_BINDINGS.filter(isSingleKey).map((binding) => binding.keys)).toEqual(['/', '?', 'B', 'S']);
  });

  it('needs the kill switch twice, and only that', () => {
    expect(KEY_BINDINGS.filter((binding) => binding.twice).map((binding) => binding.command)).toEqual(['kill-switch']);
  });
});
