import { type Command, type ExitCode, JSON_OPTION } from './command.ts';
import { minuteTime } from './figures.ts';
import { valueOption } from './option.ts';
import { alignColumns, printJson, printLines } from './output.ts';
import { readNumber } from './value-readers.ts';
import { withAccounts } from './with-accounts.ts';

const DEFAULT_COUNT = 20;

const COUNT = valueOption({
  name: 'count',
  placeholder: 'N',
  about: 'Most lines.',
  shownDefault: String(DEFAULT_COUNT),
  read: (text, refuse) => readNumber(text, { min: 1, max: 1_000, whole: true }, refuse),
});

/** Shows who used which key when, and checks that no line was changed. */
export const accountsLogCommand: Command = {
  name: 'accounts log',
  about: 'Show every access to accounts and their keys, newest first, and check the chain of all lines; exit code 1 when it is broken.',
  positionals: [],
  options: [COUNT, JSON_OPTION],
  examples: ['cryptoorch accounts log --count 5'],
  run(values, context) {
    return withAccounts(context, (accounts): ExitCode => {
      const { lines, count, brokenAt } = accounts.accesses(values.given(COUNT) ?? DEFAULT_COUNT);
      if (values.has(JSON_OPTION)) printJson(context, { lines, count, brokenAt });
      else {
        const rows = lines.map(({ sequence, at, kind, account, name, version, by, detail }) => [
          ...[String(sequence), minuteTime(at), kind, name ?? account, version === 0 ? '' : String(version), by, detail],
        ]);
        printLines(context, [
          ...alignColumns([['Line', 'Time (UTC)', 'What', 'Account', 'Key', 'By', 'Detail'], ...rows]),
          brokenAt === null
            ? `${String(count)} lines, every one follows from the one before it.`
            : `The log was changed at line ${String(brokenAt)}.`,
        ]);
      }
      return brokenAt === null ? 0 : 1;
    });
  },
};
