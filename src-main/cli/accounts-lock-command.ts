import { type Command, type ExitCode, JSON_OPTION } from './command.ts';
import { printJson, printLines } from './output.ts';
import { withAccounts } from './with-accounts.ts';

/** Keeps every sealed key of the home folder sealed, and ends the processes that hold one. */
export const accountsLockCommand: Command = {
  name: 'accounts lock',
  about: 'Lock the keys of all accounts: sessions cancel what could open, then the processes that hold a key end.',
  positionals: [],
  options: [JSON_OPTION],
  examples: ['cryptoorch accounts lock'],
  run(values, context) {
    return withAccounts(context, async (accounts): Promise<ExitCode> => {
      await accounts.lockKeys();
      if (values.has(JSON_OPTION)) printJson(context, { locked: true });
      else
        printLines(context, [
          'Keys are locked: none is opened until cryptoorch accounts unlock.',
          'A session that runs cancels what could open a position, leaves protective orders, and ends the process of its account.',
        ]);
      return 0;
    });
  },
};
