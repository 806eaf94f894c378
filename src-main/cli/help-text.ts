import { CONSERVATIVE } from '../../src-shared/domain/costs.ts';
import { VENUE_FEES, VENUE_FEES_DATE } from '../../src-shared/domain/venue-fees.ts';
import type { StrategyDefinition } from '../core/strategies/strategy.ts';
import type { Command } from './command.ts';
import type { Option } from './option.ts';

const LINE = 100;
const OPTION_COLUMN = 28;

const EXIT_CODES: readonly string[] = [
  'Exit codes',
  '  0   done',
  '  1   done, and the answer is bad (unbalanced ledger, lost order, a replay that differs)',
  '  2   the input or an option is wrong',
  '  3   the environment lacks something; the remedy is named',
  '  70  our own fault; the correlation id leads to the log',
];

/** The help of the whole program. */
export function programHelp(commands: readonly Command[], version: string): readonly string[] {
  const width = Math.max(...commands.map((command) => usageName(command).length));
  return [
    `cryptoorch ${version}: backtests, paper trading and the ledger from the command line`,
    '',
    'Usage: cryptoorch COMMAND [OPTIONS]',
    '',
    'Commands',
    ...commands.map((command) => `  ${usageName(command).padEnd(width)}  ${command.about}`),
    '',
    'Options',
    ...optionLines('--help', 'This text, or the help of a command: cryptoorch backtest --help.'),
    ...optionLines('--version', 'The version.'),
    '',
    'Examples',
    ...commands.map((command) => `  ${command.examples[0] ?? ''}`),
    '',
    ...EXIT_CODES,
    '',
    'All state lives under one folder: CRYPTOORCH_HOME, else the platform’s own place. `cryptoorch doctor` names it.',
    'The window starts with `npm start`.',
  ];
}

/** The help of one command, from its own table. */
export function commandHelp(command: Command, strategies: readonly StrategyDefinition[]): readonly string[] {
  const needed = command.options.filter((option) => option.shownDefault === null).map((option) => ` ${written(option)}`);
  const runsStrategies = command.options.some((option) => option.name === 'strategy');
  return [
    command.about,
    '',
    `Usage: cryptoorch ${usageName(command)}${needed.join('')} [OPTIONS]`,
    '',
    'Options',
    ...command.options.flatMap((option) => optionLines(written(option), option.about, defaultText(option))),
    ...optionLines('--help', 'This text.'),
    ...(runsStrategies ? ['', 'Strategies and their parameters', ...strategies.flatMap(strategyLines), '', ...profileLines()] : []),
    '',
    'Examples',
    ...command.examples.map((example) => `  ${example}`),
    '',
    ...EXIT_CODES,
  ];
}

function usageName(command: Command): string {
  return [command.name, ...command.positionals].join(' ');
}

function written(option: Option<unknown>): string {
  return option.placeholder === null ? `--${option.name}` : `--${option.name} ${option.placeholder}`;
}

function defaultText(option: Option<unknown>): string {
  return option.shownDefault === null ? 'Needed.' : `Default: ${option.shownDefault}.`;
}

function optionLines(head: string, about: string, ending = ''): readonly string[] {
  const lines = wrap(ending === '' ? about : `${about} ${ending}`, LINE - OPTION_COLUMN - 4);
  return lines.map((line, i) => `  ${(i === 0 ? head : '').padEnd(OPTION_COLUMN)}  ${line}`);
}

function strategyLines({ spec }: StrategyDefinition): readonly string[] {
  return [
    ...optionLines(spec.id, spec.description),
    ...spec.parameters.flatMap((parameter) =>
      optionLines(
        `  ${parameter.name}`,
        `${parameter.label}, ${parameter.min} to ${parameter.max}${parameter.unit === '' ? '' : ` ${parameter.unit}`}. Default: ${parameter.default}.`,
      ),
    ),
  ];
}

function profileLines(): readonly string[] {
  const { takerFeeBps, makerFeeBps, slippageBps, impact, participation, latencyMs } = CONSERVATIVE;
  return [
    'Cost profiles',
    ...optionLines(
      'conservative',
      `Fee ${takerFeeBps ?? 0} bp taking and ${makerFeeBps ?? 0} bp resting, the instrument’s own spread or 2 bp, slippage ${slippageBps} bp, impact ${impact}, participation ${participation}, latency ${latencyMs} ms.`,
    ),
    ...optionLines(
      'venue:ID',
      `Published fees by 30-day volume of ${VENUE_FEES.map(({ id }) => id).join(', ')}, as of ${VENUE_FEES_DATE}; all else as in conservative.`,
    ),
    ...optionLines('ideal', 'Every cost off, participation 1, latency 0: for comparisons only.'),
  ];
}

function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
