import { keysOf } from '../ui/key-map.ts';
import type { KeyCommand } from '../ui/key-map.ts';
import type { SHELL_SENTENCES } from './sentences.ts';

/** Something the palette lists and a key may do. */
export interface Command {
  readonly id: string;
  readonly kind: keyof typeof SHELL_SENTENCES.kinds;
  readonly label: string;
  /** More words it is found by, beside its label. */
  readonly also?: string | undefined;
  readonly keys?: string | undefined;
  /** Why it cannot be done now. */
  readonly disabledReason?: string | undefined;
  readonly run: () => void;
}

/** An action that keys may do, with the keys it has now. */
export function keyAction(id: KeyCommand, label: string, run: () => void, disabledReason?: string): Command {
  return { id, kind: 'action', label, keys: keysOf(id), run, disabledReason };
}
