import { Fault, asFault } from '../../src-shared/kernel/fault.ts';
import { suggestion } from '../../src-shared/kernel/closest.ts';
import type { Command } from './command.ts';
import { COMMANDS } from './commands.ts';
import type { CliContext } from './context.ts';
import { commandHelp, programHelp } from './help-text.ts';
import { readOptions } from './option-values.ts';
import { note, printJson, printLines } from './output.ts';

/** Runs one call of the command line and gives its exit code. Never throws: what goes wrong is a sentence on stderr, and with --json an object on stdout. */
export async function runCli(argv: readonly string[], context: CliContext): Promise<number> {
  try {
    return await dispatch(argv, context);
  } catch (thrown) {
    return reportFault(asFault(thrown), argv, context);
  }
}

async function dispatch(argv: readonly string[], context: CliContext): Promise<number> {
  const [first, ...rest] = argv;
  if (first === '--version' || first === '-v' || first === 'version') return printVersion(rest, context);
  if (first === 'help') return printHelp(rest, context);
  if (first === '--help' || first === '-h') return printHelp([], context);
  const { command, words } = commandNamed(argv);
  const options = argv.slice(words);
  const ends = options.indexOf('--');
  if ((ends < 0 ? options : options.slice(0, ends)).some((word) => word === '--help' || word === '-h'))
    return printHelp(command.name.split(' '), context);
  const values = readOptions(options, command.options);
  checkPositionals(command, values.positionals);
  return command.run(values, context);
}

/** First words that several commands share. */
const GROUPS: readonly string[] = [...new Set(COMMANDS.flatMap(({ name }) => (name.includes(' ') ? [name.split(' ')[0]!] : [])))];

/** The command that arguments begin with, and how many words name it. */
function commandNamed(argv: readonly string[]): { readonly command: Command; readonly words: number } {
  for (const command of COMMANDS) {
    const words = command.name.split(' ');
    if (words.every((word, i) => argv[i] === word)) return { command, words: words.length };
  }
  const names = COMMANDS.map((command) => command.name);
  const typed = argv.slice(0, GROUPS.includes(argv[0] ?? '') ? 2 : 1).join(' ');
  if (typed === '')
    throw new Fault('input.command-unknown', { command: '(none)', suggestion: `Commands are ${names.join(', ')}; --help says more.` });
  if (typed.startsWith('-'))
    throw new Fault('input.option-unknown', { option: typed, suggestion: 'A command comes first; --help lists them.' });
  const hint = suggestion(typed, names, `Commands are ${names.join(', ')}.`);
  throw new Fault('input.command-unknown', { command: typed, suggestion: hint });
}

function checkPositionals(command: Command, given: readonly string[]): void {
  const stray = given[command.positionals.length];
  if (stray !== undefined && !(command.positionals.at(-1) ?? '').endsWith('...')) {
    const known = command.options.map((option) => `--${option.name}`);
    throw new Fault('input.argument', {
      argument: stray,
      suggestion: suggestion(`--${stray}`, known, '--help shows what the command takes.'),
    });
  }
  const missing = command.positionals[given.length];
  if (missing !== undefined)
    throw new Fault('input.option-missing', { option: missing, suggestion: `Write cryptoorch ${command.name} ${missing}.` });
}

function printVersion(rest: readonly string[], context: CliContext): number {
  if (rest.includes('--json')) printJson(context, { version: context.version });
  else printLines(context, [context.version]);
  return 0;
}

function printHelp(words: readonly string[], context: CliContext): number {
  if (words.length === 0) printLines(context, programHelp(COMMANDS, context.version));
  else printLines(context, commandHelp(commandNamed(words).command, context.services.strategies));
  return 0;
}

function reportFault(fault: Fault, argv: readonly string[], context: CliContext): number {
  const correlationId = context.correlationId();
  const ours = fault.exitCode === 70;
  context.log.write({
    level: ours ? 'error' : 'info',
    area: 'cli',
    event: 'command.failed',
    fields: { code: fault.code, cause: fault.cause instanceof Error ? (fault.cause.stack ?? fault.cause.message) : null },
    correlationId,
  });
  note(context, ours ? `${fault.message} Correlation id ${correlationId}.` : fault.message);
  if (argv.includes('--json')) printJson(context, { error: fault.toEnvelope(correlationId) });
  return fault.exitCode;
}
