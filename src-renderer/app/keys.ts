/** Where a key works. */
export type KeyPlace = 'everywhere' | 'safety' | 'ticket';

/** What a key can do; the commands of `commands.ts` carry the same names. */
export type KeyCommand =
  | 'palette'
  | 'symbol'
  | 'keys'
  | 'next-region'
  | 'previous-region'
  | `dock-tab-${1 | 2 | 3 | 4 | 5 | 6 | 7}`
  | 'left-column'
  | 'dock'
  | 'enlarge'
  | 'settings'
  | 'theme'
  | 'back'
  | 'cancel-orders'
  | 'kill-switch'
  | 'ticket-buy'
  | 'ticket-sell';

export interface KeyBinding {
  readonly command: KeyCommand;
  /** As shown, such as `Ctrl+Shift+L`; Ctrl is Cmd on macOS. */
  readonly keys: string;
  readonly place: KeyPlace;
  /** Must be pressed twice within 1.5 s. */
  readonly twice?: boolean;
}

/** The keyboard map. Single keys never work inside a text field. */
export const KEY_BINDINGS: readonly KeyBinding[] = [
  { command: 'palette', keys: 'Ctrl+K', place: 'everywhere' },
  { command: 'symbol', keys: '/', place: 'everywhere' },
  { command: 'keys', keys: '?', place: 'everywhere' },
  { command: 'next-region', keys: 'F6', place: 'everywhere' },
  { command: 'previous-region', keys: 'Shift+F6', place: 'everywhere' },
  { command: 'dock-tab-1', keys: 'Alt+1', place: 'everywhere' },
  { command: 'dock-tab-2', keys: 'Alt+2', place: 'everywhere' },
  { command: 'dock-tab-3', keys: 'Alt+3', place: 'everywhere' },
  { command: 'dock-tab-4', keys: 'Alt+4', place: 'everywhere' },
  { command: 'dock-tab-5', keys: 'Alt+5', place: 'everywhere' },
  { command: 'dock-tab-6', keys: 'Alt+6', place: 'everywhere' },
  { command: 'dock-tab-7', keys: 'Alt+7', place: 'everywhere' },
  { command: 'left-column', keys: 'Ctrl+B', place: 'everywhere' },
  { command: 'dock', keys: 'Ctrl+J', place: 'everywhere' },
  { command: 'enlarge', keys: 'Ctrl+Shift+M', place: 'everywhere' },
  { command: 'settings', keys: 'Ctrl+,', place: 'everywhere' },
  { command: 'theme', keys: 'Ctrl+Shift+L', place: 'everywhere' },
  { command: 'back', keys: 'Esc', place: 'everywhere' },
  { command: 'cancel-orders', keys: 'Ctrl+Shift+Backspace', place: 'safety' },
  { command: 'kill-switch', keys: 'Ctrl+Alt+K', place: 'safety', twice: true },
  { command: 'ticket-buy', keys: 'B', place: 'ticket' },
  { command: 'ticket-sell', keys: 'S', place: 'ticket' },
];

/** What of a keyboard event decides. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

const TYPED_WITH_SHIFT: ReadonlySet<string> = new Set(['?', '/', '+']);
const NAMES: Readonly<Record<string, string>> = { Esc: 'Escape' };

/** Whether a key press is what a binding names. Letters and digits are told by their place too, because Alt types other characters. */
export function pressMatches(press: KeyPress, keys: string): boolean {
  const parts = keys.split('+');
  const last = parts.pop() ?? '';
  const key = NAMES[last] ?? last;
  const wants = (name: string): boolean => parts.includes(name);
  if (wants('Ctrl') !== (press.ctrlKey || press.metaKey) || wants('Alt') !== press.altKey) return false;
  if (!TYPED_WITH_SHIFT.has(key) && wants('Shift') !== press.shiftKey) return false;
  if (press.key.toLowerCase() === key.toLowerCase()) return true;
  if (!press.altKey || key.length !== 1) return false;
  return press.code === (/\d/u.test(key) ? `Digit${key}` : `Key${key.toUpperCase()}`);
}

/** The binding a key press means, if any. */
export function bindingFor(press: KeyPress, bindings: readonly KeyBinding[] = KEY_BINDINGS): KeyBinding | undefined {
  return bindings.find((binding) => pressMatches(press, binding.keys));
}

/** Whether a binding is one character without Ctrl or Alt, so that typing must not trigger it. */
export function isSingleKey(binding: KeyBinding): boolean {
  return binding.keys.length === 1;
}

/** The keys of a command as shown beside it. */
export function keysOf(command: KeyCommand): string | undefined {
  return KEY_BINDINGS.find((binding) => binding.command === command)?.keys;
}
