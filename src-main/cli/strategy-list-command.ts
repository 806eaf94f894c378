import { asFault } from '../../src-shared/kernel/fault.ts';
import type { CliContext } from './context.ts';
import { openOwn, DEFAULT_SEED, strategiesFolder } from './chosen-strategy.ts';
import { type Command, JSON_OPTION } from './command.ts';
import { alignColumns, printJson, printLines } from './output.ts';
import { STRATEGIES_FOLDER } from './run-options.ts';

interface Listed {
  readonly id: string | null;
  readonly file: string;
  readonly description: string;
  readonly problem: string | null;
}

/** Lists the built-in strategies and the user's own. */
export const strategyListCommand: Command = {
  name: 'strategy list',
  about: 'List the built-in strategies, and your own with what is wrong with them.',
  positionals: [],
  options: [STRATEGIES_FOLDER, JSON_OPTION],
  examples: ['cryptoorch strategy list', 'cryptoorch strategy list --strategies ./strategies --json'],
  async run(values, context) {
    const folder = strategiesFolder(values, context);
    const builtIn = context.services.strategies.map(({ spec }) => ({ id: spec.id, description: spec.description }));
    const own = context.services.userStrategies.files(folder).map((file) => look(file, context));
    if (values.has(JSON_OPTION)) printJson(context, { folder, builtIn, own });
    else
      printLines(context, [
        'Built in',
        ...alignLeft(builtIn.map(({ id, description }) => [id, description])),
        '',
        own.length === 0 ? `None of your own in ${folder}.` : `Your own, in ${folder}`,
        ...alignLeft(own.map(({ id, file, description, problem }) => [id ?? file, problem ?? description])),
      ]);
    return Promise.resolve(own.some(({ problem }) => problem !== null) ? 1 : 0);
  },
};

/** Names in a column, sentences after them. */
function alignLeft(rows: readonly (readonly [string, string])[]): readonly string[] {
  const names = alignColumns([...rows.map(([name]) => [name, ''])]);
  const width = Math.max(0, ...names.map((name) => name.length));
  return rows.map(([name, sentence]) => `  ${name.padEnd(width)}  ${sentence}`);
}

function look(file: string, context: CliContext): Listed {
  try {
    const own = openOwn(file, DEFAULT_SEED, context);
    own.close();
    const { id, description } = own.definition.spec;
    return { id, file, description, problem: null };
  } catch (thrown) {
    const fault = asFault(thrown);
    if (fault.code === 'internal') throw fault;
    return { id: null, file, description: '', problem: fault.message };
  }
}
