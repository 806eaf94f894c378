import { newStrategy } from '../services/new-strategy.ts';
import { strategiesFolder } from './chosen-strategy.ts';
import { type Command, JSON_OPTION } from './command.ts';
import { printJson, printLines } from './output.ts';
import { STRATEGIES_FOLDER } from './run-options.ts';

/** Writes a strategy to begin with, and what an editor needs to complete it. */
export const strategyNewCommand: Command = {
  name: 'strategy new',
  about: 'Write a strategy of your own to begin with: NAME.ts, and what your editor needs to complete and check it.',
  positionals: ['NAME'],
  options: [STRATEGIES_FOLDER, JSON_OPTION],
  examples: ['cryptoorch strategy new my-cross', 'cryptoorch strategy new my-cross --strategies ./strategies'],
  async run(values, context) {
    const { userStrategies, strategies } = context.services;
    const taken = strategies.map(({ spec }) => spec.id);
    const file = newStrategy(values.positionals[0]!, strategiesFolder(values, context), { files: userStrategies, taken });
    if (values.has(JSON_OPTION)) printJson(context, { file });
    else printLines(context, [`Written: ${file}`, `Check it with: cryptoorch strategy check ${file}`]);
    return Promise.resolve(0);
  },
};
