import { type Command, type ExitCode, JSON_OPTION } from './command.ts';
import { printJson, printLines } from './output.ts';
import { withAccounts } from './with-accounts.ts';

/** Lets sealed keys be opened again, once the keychain has shown that they can be. */
export const accountsUnlockCommand: Command = {
  name: 'accounts unlock',
  about: 'Unlock the keys of all accounts: the keychain is asked; a session that runs compares ledger and venue before it opens anything.',
  positionals: [],
  options: [JSON_OPTION],
  examples: ['cryptoorch accounts unlock'],
  run(values, context) {
    return withAccounts(context, async (accounts): Promise<ExitCode> => {
      await accounts.unlockKeys();
      if (values.has(JSON_OPTION)) printJson(context, { locked: false });
      else printLines(context, ['Keys are unlocked.']);
      return 0;
    });
  },
};
