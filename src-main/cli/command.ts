import type { CliContext } from './context.ts';
import { type Option, switchOption } from './option.ts';
import type { OptionValues } from './option-values.ts';

/** 0 done, 1 done and the answer is bad, 2 the input was refused with a report, 3 the environment lacks what was looked for; faults say their own. */
export type ExitCode = 0 | 1 | 2 | 3;

/** One command: its help and its reading follow from this table. */
export interface Command {
  /** `ledger verify` */
  readonly name: string;
  /** One sentence. */
  readonly about: string;
  /** Names of the arguments that are no options; all are needed, and the last may be given several times when its name ends in `...`. */
  readonly positionals: readonly string[];
  readonly options: readonly Option<unknown>[];
  /** Whole lines that can be typed. */
  readonly examples: readonly string[];
  run(values: OptionValues, context: CliContext): Promise<ExitCode>;
}

/** Every command takes it. */
export const JSON_OPTION = switchOption('json', "Print one compact JSON object as stdout's last line; everything else goes to stderr.");
