/** What of a keyboard event decides. */
export interface KeyPress {
  readonly key: string;
  /** The place on the keyboard; empty where it does not matter. */
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

const NAMES: Readonly<Record<string, string>> = {
  Escape: 'Esc',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ' ': 'Space',
};
const MODIFIERS: ReadonlySet<string> = new Set([
  'Control',
  'Meta',
  'Alt',
  'AltGraph',
  'Shift',
  'CapsLock',
  'Dead',
  'Process',
  'Unidentified',
]);
const LETTER = /^\p{L}$/u;

/** The key itself, without what is held. Letters and digits are told by their place while Ctrl or Alt is held, because Alt types other characters and some keyboards need Shift for digits. */
function keyName({ key, code, ctrlKey, metaKey, altKey }: KeyPress): string {
  const held = ctrlKey || metaKey || altKey;
  const digit = /^Digit(\d)$/u.exec(code)?.[1];
  if (digit !== undefined && held) return digit;
  const letter = /^Key([A-Z])$/u.exec(code)?.[1];
  if (letter !== undefined && altKey && !/^[a-z]$/iu.test(key)) return letter;
  if (LETTER.test(key)) return key.toUpperCase();
  return NAMES[key] ?? key;
}

/** A press as the keyboard map writes it, such as `Ctrl+Shift+L` (Ctrl is Cmd on macOS); nothing while only modifiers are held. Signs that need Shift on some keyboards go without it. */
export function keysOfPress(press: KeyPress): string | undefined {
  if (MODIFIERS.has(press.key)) return undefined;
  const name = keyName(press);
  const sign = name.length === 1 && !LETTER.test(name) && !/\d/u.test(name);
  const held = [
    ...(press.ctrlKey || press.metaKey ? ['Ctrl'] : []),
    ...(press.altKey ? ['Alt'] : []),
    ...(press.shiftKey && !sign ? ['Shift'] : []),
  ];
  return [...held, name].join('+');
}

/** The key of a combination, without what is held with it. */
export function baseKey(keys: string): string {
  return keys.endsWith('++') || keys === '+' ? '+' : (keys.split('+').pop() ?? '');
}

/** Whether keys type something by themselves, so that typing must not trigger them: one sign, with Shift at most. */
export function typesText(keys: string): boolean {
  return baseKey(keys).length === 1 && !/^(Ctrl|Alt)\+/u.test(keys);
}
