import { Fault } from '../../src-shared/kernel/fault.ts';
import { strategiesFolder } from './chosen-strategy.ts';
import { type Command, JSON_OPTION } from './command.ts';
import { printJson, printLines } from './output.ts';
import { STRATEGIES_FOLDER } from './run-options.ts';
import { API_DECLARATIONS, strategyTemplate, TEMPLATE_PROJECT } from './strategy-template.ts';

/** Writes a strategy to begin with, and what an editor needs to complete it. */
export const strategyNewCommand: Command = {
  name: 'strategy new',
  about: 'Write a strategy of your own to begin with: NAME.ts, and what your editor needs to complete and check it.',
  positionals: ['NAME'],
  options: [STRATEGIES_FOLDER, JSON_OPTION],
  examples: ['cryptoorch strategy new my-cross', 'cryptoorch strategy new my-cross --strategies ./strategies'],
  async run(values, context) {
    const name = values.positionals[0]!;
    if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/u.test(name) || name.length > 40)
      throw new Fault('input.invalid', {
        field: 'NAME',
        problem: 'write small letters, digits and hyphens, such as my-cross, at most 40.',
      });
    if (context.services.strategies.some(({ spec }) => spec.id === name))
      throw new Fault('input.invalid', { field: 'NAME', problem: `${name} is a built-in strategy; choose another name.` });
    const folder = strategiesFolder(values, context);
    const { userStrategies } = context.services;
    const file = userStrategies.write(folder, `${name}.ts`, strategyTemplate(name), 'new');
    userStrategies.write(folder, 'cryptoorch.d.ts', API_DECLARATIONS, 'replace');
    userStrategies.write(folder, 'tsconfig.json', TEMPLATE_PROJECT, 'keep');
    if (values.has(JSON_OPTION)) printJson(context, { file });
    else printLines(context, [`Written: ${file}`, `Check it with: cryptoorch strategy check ${file}`]);
    return Promise.resolve(0);
  },
};
