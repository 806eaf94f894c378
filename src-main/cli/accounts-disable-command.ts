import { type Command, type ExitCode, JSON_OPTION } from './command.ts';
import { printJson, printLines } from './output.ts';
import { withAccounts } from './with-accounts.ts';

/** Keeps an account's key sealed. */
export const accountsDisableCommand: Command = {
  name: 'accounts disable',
  about: 'Keep the key of an account sealed until it is enabled again.',
  positionals: ['NAME'],
  options: [JSON_OPTION],
  examples: ['cryptoorch accounts disable main'],
  run(values, context) {
    return withAccounts(context, (accounts): ExitCode => {
      const account = accounts.disable(values.positionals[0]!);
      if (values.has(JSON_OPTION)) printJson(context, { account });
      else printLines(context, [`${account.name} is disabled; its key stays sealed.`]);
      return 0;
    });
  },
};
