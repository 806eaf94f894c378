import { Fault } from '../../src-shared/kernel/fault.ts';
import { API_DECLARATIONS, strategyTemplate, TEMPLATE_PROJECT } from '../core/user-strategies/strategy-template.ts';

/** Files of strategies, as far as they are written. */
export interface StrategyFiles {
  /** Writes a file into a folder and gives its path: a new one, one that stays where there is one, or one that is written anew. */
  write(folder: string, name: string, text: string, mode: 'new' | 'keep' | 'replace'): string;
}

const LONGEST_NAME = 40;

/** Writes a strategy to begin with, and what an editor needs to complete and check it; gives its path. Fails with `input.invalid` and `input.file`; nothing is written then. */
export function newStrategy(
  name: string,
  folder: string,
  rooms: { readonly files: StrategyFiles; readonly taken: readonly string[] },
): string {
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/u.test(name) || name.length > LONGEST_NAME)
    throw new Fault('input.invalid', { field: 'NAME', problem: 'write small letters, digits and hyphens, such as my-cross, at most 40.' });
  if (rooms.taken.includes(name))
    throw new Fault('input.invalid', { field: 'NAME', problem: `${name} is a built-in strategy; choose another name.` });
  const file = rooms.files.write(folder, `${name}.ts`, strategyTemplate(name), 'new');
  rooms.files.write(folder, 'cryptoorch.d.ts', API_DECLARATIONS, 'replace');
  rooms.files.write(folder, 'tsconfig.json', TEMPLATE_PROJECT, 'keep');
  return file;
}
