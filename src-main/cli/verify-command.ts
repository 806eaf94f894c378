import { resolve } from 'node:path';
import { Fault } from '../../src-shared/kernel/fault.ts';
import { type CapsuleRooms, checkCapsule, openCapsule } from '../check-capsule.ts';
import type { StrategyDefinition } from '../core/strategies/strategy.ts';
import { type ChosenStrategy, chosenStrategy } from './chosen-strategy.ts';
import { type Command, JSON_OPTION } from './command.ts';
import type { CliContext } from './context.ts';
import type { OptionValues } from './option-values.ts';
import { printJson, printLines } from './output.ts';
import { CANDLES, STRATEGIES_FOLDER, STRATEGY, withDefault } from './run-options.ts';

/** Repeats a run from its capsule and says whether it came to the same. */
export const verifyCommand: Command = {
  name: 'verify',
  about: 'Repeat a backtest from its capsule and say whether it comes to the same, bit for bit. Exit code 1 when it does not.',
  positionals: ['FILE'],
  options: [
    withDefault(CANDLES, 'the stored series with the hash of the capsule, or the file that it names'),
    withDefault(STRATEGY, 'the built-in one that the capsule names'),
    STRATEGIES_FOLDER,
    JSON_OPTION,
  ],
  examples: ['cryptoorch verify run.capsule.json', 'cryptoorch verify run.capsule.json --candles btc-4h.csv.gz --json'],
  async run(values, context) {
    const file = resolve(context.cwd, values.positionals[0] ?? '');
    const capsule = openCapsule(file);
    const own = new OwnStrategy(values, context);
    try {
      const check = await checkCapsule(capsule, roomsOf(own, values, context));
      if (values.has(JSON_OPTION)) printJson(context, check);
      else printLines(context, check.same ? [`The run comes to the same, bit for bit, over ${check.bars ?? ''}.`] : check.differences);
      return check.same ? 0 : 1;
    } finally {
      own.close();
    }
  },
};

function roomsOf(own: OwnStrategy, values: OptionValues, context: CliContext): CapsuleRooms {
  const { candleFiles, candleStore, fundingStore, depth } = context.services;
  return {
    version: context.version,
    candles: () => candleStore(context.home),
    funding: () => fundingStore(context.home),
    file: async (file, timeframe) => (await candleFiles.read(file, timeframe)).candles,
    recording: (id) => depth.open(context.home, id),
    named: values.has(CANDLES) ? resolve(context.cwd, values.needed(CANDLES)) : null,
    own: (strategy, hash) => own.of(strategy, hash),
  };
}

/** The user's own strategy that the options name, opened when a capsule asks for one. */
class OwnStrategy {
  private readonly values: OptionValues;
  private readonly context: CliContext;
  private chosen: ChosenStrategy | null = null;

  constructor(values: OptionValues, context: CliContext) {
    this.values = values;
    this.context = context;
  }

  of(strategy: string, hash: string): StrategyDefinition {
    const { values } = this;
    if (!values.has(STRATEGY))
      throw new Fault('input.option-missing', {
        option: '--strategy',
        suggestion: `${strategy} is a strategy of your own; name its file.`,
      });
    this.chosen = chosenStrategy(values, this.context);
    if (this.chosen.own?.hash !== hash) {
      const problem = 'it is not the script that the capsule was made with.';
      throw new Fault('strategy.script', { place: values.needed(STRATEGY), problem });
    }
    return this.chosen.definition;
  }

  close(): void {
    this.chosen?.own?.close();
  }
}
