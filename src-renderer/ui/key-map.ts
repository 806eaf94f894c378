import { create } from 'zustand';
import { baseKey, keysOfPress, typesText } from './key-press.ts';
import type { KeyPress } from './key-press.ts';

/** Where a key works. */
export type KeyPlace = 'everywhere' | 'safety' | 'ticket' | 'chart' | 'tables' | 'trading';

type Digit = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

/** What a key can do. */
export type KeyCommand =
  | 'palette'
  | 'symbol'
  | 'keys'
  | `workspace-${Digit}`
  | 'next-region'
  | 'previous-region'
  | `neighbour-${'left' | 'right' | 'up' | 'down'}`
  | `dock-tab-${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8}`
  | 'left-column'
  | 'dock'
  | 'enlarge'
  | 'settings'
  | 'theme'
  | 'lock-window'
  | 'back'
  | 'cancel-orders'
  | 'kill-switch'
  | 'replay-play'
  | 'replay-step'
  | 'ticket-buy'
  | 'ticket-sell'
  | 'ticket-unit'
  | 'ticket-send'
  | 'chart-table'
  | 'chart-reset'
  | 'chart-line'
  | 'chart-measure'
  | 'chart-sound'
  | 'chart-alert'
  | 'table-delete'
  | 'table-export'
  | 'trade-buy'
  | 'trade-sell'
  | 'trade-limit-here'
  | 'trade-stop-here'
  | 'trade-cancel-last'
  | 'trade-flatten';

export interface KeyBinding {
  readonly command: KeyCommand;
  /** As `key-press.ts` writes them, such as `Ctrl+Shift+L`. */
  readonly keys: string;
  readonly place: KeyPlace;
  /** Must be pressed twice within 1.5 s. */
  readonly twice?: boolean;
}

const DIGITS: readonly Digit[] = [1, 2, 3, 4, 5, 6, 7, 8, 9];

function bound(place: KeyPlace, rows: readonly (readonly [KeyCommand, string])[]): readonly KeyBinding[] {
  return rows.map(([command, keys]) => ({ command, keys, place }));
}

/** Every command that a key can do, with the keys of a first start, in the order they are listed. */
export const DEFAULT_KEYS: readonly KeyBinding[] = [
  ...bound('everywhere', [
    ['palette', 'Ctrl+K'],
    ['symbol', '/'],
    ['keys', '?'],
    ['settings', 'Ctrl+,'],
    ['back', 'Esc'],
    ...DIGITS.map((digit) => [`workspace-${digit}`, `Ctrl+${String(digit)}`] as const),
    ['next-region', 'F6'],
    ['previous-region', 'Shift+F6'],
    ['neighbour-left', 'Alt+Left'],
    ['neighbour-right', 'Alt+Right'],
    ['neighbour-up', 'Alt+Up'],
    ['neighbour-down', 'Alt+Down'],
    ...([1, 2, 3, 4, 5, 6, 7, 8] as const).map((digit) => [`dock-tab-${digit}`, `Alt+${String(digit)}`] as const),
    ['left-column', 'Ctrl+B'],
    ['dock', 'Ctrl+J'],
    ['enlarge', 'Ctrl+Shift+M'],
    ['theme', 'Ctrl+Shift+L'],
    ['lock-window', 'Ctrl+Alt+L'],
    ['replay-play', 'Alt+P'],
    ['replay-step', 'Alt+N'],
  ]),
  { command: 'cancel-orders', keys: 'Ctrl+Shift+Backspace', place: 'safety' },
  { command: 'kill-switch', keys: 'Ctrl+Alt+K', place: 'safety', twice: true },
  ...bound('ticket', [
    ['ticket-buy', 'B'],
    ['ticket-sell', 'S'],
    ['ticket-unit', 'U'],
    ['ticket-send', 'Ctrl+Enter'],
  ]),
  ...bound('chart', [
    ['chart-table', 'Shift+T'],
    ['chart-reset', 'Shift+R'],
    ['chart-line', 'Shift+H'],
    ['chart-measure', 'Shift+M'],
    ['chart-sound', 'Shift+P'],
    ['chart-alert', 'Shift+A'],
  ]),
  ...bound('tables', [
    ['table-delete', 'Delete'],
    ['table-export', 'Ctrl+Shift+E'],
  ]),
  ...bound('trading', [
    ['trade-buy', 'Shift+B'],
    ['trade-sell', 'Shift+S'],
    ['trade-limit-here', 'Shift+L'],
    ['trade-stop-here', 'Shift+K'],
    ['trade-cancel-last', 'Shift+X'],
    ['trade-flatten', 'Shift+F'],
  ]),
];

/** The keys that a trader changed, by command; empty text takes a command's key away. */
export type ChangedKeys = Readonly<Partial<Record<KeyCommand, string>>>;

/** Everything about the keyboard that is kept. */
export interface KeyChoices {
  readonly changed: ChangedKeys;
  /** Whether single letters open the ticket. */
  readonly singleKeys: boolean;
  /** Whether the keys that trade from the chart work. */
  readonly tradingKeys: boolean;
  /** Whether a trading key that places a line sends it at once, on paper only. */
  readonly onePress: boolean;
}

interface KeyMap extends KeyChoices {
  /** Gives a command other keys; empty text takes them away. Whoever asks has looked for conflicts. */
  bind(command: KeyCommand, keys: string): void;
  /** Back to the keys of a first start: of one command, or of all. */
  reset(command?: KeyCommand): void;
  setSingleKeys(on: boolean): void;
  setTradingKeys(on: boolean): void;
  setOnePress(on: boolean): void;
  /** Takes what was kept; what is no key map in it is left out. */
  load(kept: Readonly<Record<string, unknown>>): void;
}

const KNOWN: ReadonlyMap<string, KeyBinding> = new Map(DEFAULT_KEYS.map((binding) => [binding.command, binding]));

function knownChanges(value: unknown): ChangedKeys {
  if (typeof value !== 'object' || value === null) return {};
  const entries = Object.entries(value).filter(
    ([command, keys]) => typeof keys === 'string' && KNOWN.has(command) && refusalOf(command as KeyCommand, keys) === null,
  );
  return Object.fromEntries(entries);
}

/** The keyboard as it is now, for every window part. */
export const useKeyMap = create<KeyMap>()((set) => ({
  changed: {},
  singleKeys: true,
  tradingKeys: false,
  onePress: false,
  bind: (command, keys) => {
    set(({ changed }) => ({ changed: { ...changed, [command]: keys } }));
  },
  reset: (command) => {
    set(({ changed }) => ({
      changed: command === undefined ? {} : Object.fromEntries(Object.entries(changed).filter(([each]) => each !== command)),
    }));
  },
  setSingleKeys: (singleKeys) => {
    set({ singleKeys });
  },
  setTradingKeys: (tradingKeys) => {
    set({ tradingKeys });
  },
  setOnePress: (onePress) => {
    set({ onePress });
  },
  load: ({ changed, singleKeys, tradingKeys, onePress }) => {
    set({
      changed: knownChanges(changed),
      ...(typeof singleKeys === 'boolean' ? { singleKeys } : {}),
      ...(typeof tradingKeys === 'boolean' ? { tradingKeys } : {}),
      ...(typeof onePress === 'boolean' ? { onePress } : {}),
    });
  },
}));

/** The bindings with a trader's changes in them; commands without keys are left out. */
export function keyBindings(changed: ChangedKeys): readonly KeyBinding[] {
  return DEFAULT_KEYS.map((binding) => ({ ...binding, keys: changed[binding.command] ?? binding.keys })).filter(({ keys }) => keys !== '');
}

/** Keys that stay what they are in every field, list and table. */
const FIXED: ReadonlySet<string> = new Set(
  ['Tab', 'Enter', 'Space', 'Left', 'Right', 'Up', 'Down', 'Home', 'End', 'PageUp', 'PageDown', 'Backspace'].flatMap((key) => [
    key,
    `Shift+${key}`,
  ]),
);

/** Keys of the system's clipboard, of text editing, and of the size of everything. */
const EDITING: ReadonlySet<string> = new Set([
  'Ctrl+C',
  'Ctrl+V',
  'Ctrl+X',
  'Ctrl+A',
  'Ctrl+Z',
  'Ctrl+Y',
  'Ctrl+Shift+Z',
  'Ctrl++',
  'Ctrl+-',
  'Ctrl+=',
  'Ctrl+0',
]);

/** Why keys cannot be given to a command, whatever else is bound. */
export type KeyRefusal = 'fixed' | 'editing' | 'back' | 'safety' | 'chart';

/** Why a command cannot have these keys; null when it can. Empty text, no keys at all, is refused to safety and Esc only. */
export function refusalOf(command: KeyCommand, keys: string): KeyRefusal | null {
  const place = KNOWN.get(command)?.place;
  if ((command === 'back') !== (keys === 'Esc')) return 'back';
  if (place === 'safety' && (keys === '' || !/^(Ctrl|Alt)\+/u.test(keys))) return 'safety';
  if (FIXED.has(keys)) return 'fixed';
  if (EDITING.has(keys)) return 'editing';
  if (place === 'chart' && /^[A-Z\d]$/u.test(keys)) return 'chart';
  return null;
}

const ASIDE: readonly (readonly [KeyPlace, KeyPlace])[] = [
  ['ticket', 'chart'],
  ['tables', 'chart'],
];

function together(a: KeyPlace, b: KeyPlace): boolean {
  return !ASIDE.some(([one, other]) => (a === one && b === other) || (a === other && b === one));
}

/** The commands that have these keys already where the command works too. */
export function conflictsOf(command: KeyCommand, keys: string, changed: ChangedKeys): readonly KeyCommand[] {
  const place = KNOWN.get(command)?.place;
  if (keys === '' || place === undefined) return [];
  return keyBindings(changed)
    .filter((other) => other.command !== command && other.keys === keys && together(other.place, place))
    .map((other) => other.command);
}

/** The binding that a press means in the places that are asked for, if any. */
export function bindingFor(press: KeyPress, places: readonly KeyPlace[], changed: ChangedKeys): KeyBinding | undefined {
  const keys = keysOfPress(press);
  return keys === undefined ? undefined : keyBindings(changed).find((binding) => binding.keys === keys && places.includes(binding.place));
}

/** Whether a press means a command now. Keys that trade mean nothing until they are switched on. */
export function pressIs(press: KeyPress, command: KeyCommand): boolean {
  const { changed, tradingKeys } = useKeyMap.getState();
  const binding = keyBindings(changed).find((each) => each.command === command);
  if (binding === undefined || (binding.place === 'trading' && !tradingKeys)) return false;
  return keysOfPress(press) === binding.keys;
}

const ON_A_MAC = typeof navigator !== 'undefined' && /^mac/iu.test(navigator.platform);

/** Keys as they are shown: Ctrl is Cmd on macOS, and what is pressed twice says so. */
export function shownKeys({ keys, twice }: Pick<KeyBinding, 'keys' | 'twice'>, mac = ON_A_MAC): string {
  return `${mac ? keys.replace(/^Ctrl\+/u, 'Cmd+') : keys}${twice === true ? ' x2' : ''}`;
}

/** The keys of a command as they are shown beside it; nothing when it has none. */
export function keysOf(command: KeyCommand, { changed }: Pick<KeyChoices, 'changed'> = useKeyMap.getState()): string | undefined {
  const binding = keyBindings(changed).find((each) => each.command === command);
  return binding && shownKeys(binding);
}

/** The same, drawn anew when they change. */
export function useKeysOf(command: KeyCommand): string | undefined {
  return useKeyMap((store) => keysOf(command, store));
}

/** Whether typing must not trigger a binding. */
export function isSingleKey({ keys }: Pick<KeyBinding, 'keys'>): boolean {
  return typesText(keys) || baseKey(keys) === 'Delete';
}
