import { type Command, JSON_OPTION } from './command.ts';
import { daysText } from './depth-text.ts';
import { printJson, printLines } from './output.ts';

/** Says which order books are recorded. */
export const depthListCommand: Command = {
  name: 'depth list',
  about: 'List the recorded order books, day by day.',
  positionals: [],
  options: [JSON_OPTION],
  examples: ['cryptoorch depth list', 'cryptoorch depth list --json'],
  run(values, context) {
    const recordings = context.services.depth.list(context.home);
    if (values.has(JSON_OPTION)) printJson(context, { recordings });
    else printLines(context, daysText(recordings));
    return Promise.resolve(0);
  },
};
