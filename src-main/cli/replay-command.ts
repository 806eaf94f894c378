import { type Command, JSON_OPTION } from './command.ts';
import { printJson, printLines } from './output.ts';

/** Runs a recorded session again and compares its effects byte for byte. */
export const replayCommand: Command = {
  name: 'replay',
  about: 'Run a recorded session again from its journal and compare every effect byte for byte.',
  positionals: ['SESSION'],
  options: [JSON_OPTION],
  examples: ['cryptoorch replay 4f0c9k2m1x7d8a3e', 'cryptoorch replay 4f0c9k2m1x7d8a3e --json'],
  async run(values, context) {
    const outcome = await context.services.replay(context.home, values.positionals[0]!);
    const matched = outcome.firstDifference === null;
    if (values.has(JSON_OPTION)) printJson(context, { ...outcome, matched });
    else if (matched)
      printLines(context, [`Session ${outcome.session} matched: ${outcome.inputs} inputs gave the same effects, byte for byte.`]);
    else {
      printLines(context, [
        `Session ${outcome.session} differs first at input ${outcome.firstDifference ?? 0} of ${outcome.inputs}.`,
        outcome.difference,
      ]);
    }
    return matched ? 0 : 1;
  },
};
