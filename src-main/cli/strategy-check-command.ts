import { resolve } from 'node:path';
import { openOwn, DEFAULT_SEED } from './chosen-strategy.ts';
import { type Command, JSON_OPTION } from './command.ts';
import { printJson, printLines } from './output.ts';

/** Loads a strategy file as a run would, and says what it is. */
export const strategyCheckCommand: Command = {
  name: 'strategy check',
  about: 'Load a strategy file of your own as a run would, and say what it is or what is wrong, with line and column.',
  positionals: ['FILE'],
  options: [JSON_OPTION],
  examples: ['cryptoorch strategy check ./my-cross.ts', 'cryptoorch strategy check ./my-cross.ts --json'],
  async run(values, context) {
    const file = resolve(context.cwd, values.positionals[0]!);
    const own = openOwn(file, DEFAULT_SEED, context);
    const { spec } = own.definition;
    own.close();
    if (values.has(JSON_OPTION)) printJson(context, { file, strategy: spec, files: own.files, strategyHash: own.hash });
    else
      printLines(context, [
        `${spec.id}: ${spec.description}`,
        ...spec.parameters.map(({ name, label, default: preset, min, max }) => `  ${name}  ${label}, ${min} to ${max}, default ${preset}`),
        `Made of ${own.files.join(', ')}; sha256 ${own.hash}`,
      ]);
    return Promise.resolve(0);
  },
};
