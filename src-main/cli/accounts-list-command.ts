import { accountLines, keyAgeDays } from './account-text.ts';
import { type Command, type ExitCode, JSON_OPTION } from './command.ts';
import { printJson, printLines } from './output.ts';
import { withAccounts } from './with-accounts.ts';

/** Names the accounts of the home folder. */
export const accountsListCommand: Command = {
  name: 'accounts list',
  about: 'List accounts at exchanges: venue, mode, rights, age of the key, last use.',
  positionals: [],
  options: [JSON_OPTION],
  examples: ['cryptoorch accounts list'],
  run(values, context) {
    return withAccounts(context, (accounts): ExitCode => {
      const list = accounts.list();
      const now = context.clock.now();
      if (values.has(JSON_OPTION))
        printJson(context, { ...list, accounts: list.accounts.map((account) => ({ ...account, keyAgeDays: keyAgeDays(account, now) })) });
      else
        printLines(
          context,
          list.accounts.length === 0 ? ['There are no accounts yet: cryptoorch accounts add.'] : accountLines(list.accounts, now),
        );
      return 0;
    });
  },
};
