import type { KeyCommand } from '../../ui/key-map.ts';
import type { Command } from '../command.ts';
import { SETTINGS_SENTENCES as SAY } from '../settings/sentences.ts';

const NAMES: Readonly<Partial<Record<string, unknown>>> = SAY.keyNames;

/** What a key does, in words: the command's own, or the panel's whose key it is; nothing where there is nothing to do, such as a workspace that is not there. */
export function keyName(command: KeyCommand, commands: readonly Command[]): string | undefined {
  const own = commands.find((each) => each.id === command)?.label;
  const name = own ?? NAMES[command];
  return typeof name === 'string' ? name : undefined;
}
