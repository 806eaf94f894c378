import { resolve } from 'node:path';
import { asFault } from '../../src-shared/kernel/fault.ts';
import { DEFAULT_SEED, openOwn } from './chosen-strategy.ts';
import type { Command } from './command.ts';
import type { CliContext } from './context.ts';
import { printLines } from './output.ts';

/** Checks a strategy file each time it, or another file of its folder, is saved. */
export const strategyWatchCommand: Command = {
  name: 'strategy watch',
  about: 'Check a strategy file of your own each time it, or another file of its folder, is saved; Ctrl+C ends it.',
  positionals: ['FILE'],
  options: [],
  examples: ['cryptoorch strategy watch ./my-cross.ts'],
  async run(values, context) {
    const file = resolve(context.cwd, values.positionals[0]!);
    printLines(context, [verdictOn(file, context)]);
    const changes = context.services.userStrategies.changes(file, context.signal);
    for (let next = await changes.next(); next.done !== true; next = await changes.next()) printLines(context, [verdictOn(file, context)]);
    return 0;
  },
};

function verdictOn(file: string, context: CliContext): string {
  try {
    const own = openOwn(file, DEFAULT_SEED, context);
    own.close();
    return `${own.definition.spec.id} loads; sha256 ${own.hash}`;
  } catch (thrown) {
    const fault = asFault(thrown);
    if (fault.code === 'internal') throw fault;
    return fault.message;
  }
}
