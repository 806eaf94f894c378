import { ACCEPT_WITHDRAWAL } from './account-options.ts';
import { type Command, type ExitCode, JSON_OPTION } from './command.ts';
import { printJson, printLines } from './output.ts';
import { withAccounts } from './with-accounts.ts';

/** Lets an account's key be used again. */
export const accountsEnableCommand: Command = {
  name: 'accounts enable',
  about: 'Let the key of an account be used again.',
  positionals: ['NAME'],
  options: [ACCEPT_WITHDRAWAL, JSON_OPTION],
  examples: ['cryptoorch accounts enable main'],
  run(values, context) {
    return withAccounts(context, (accounts): ExitCode => {
      const account = accounts.enable(values.positionals[0]!, values.given(ACCEPT_WITHDRAWAL) ?? null);
      if (values.has(JSON_OPTION)) printJson(context, { account });
      else printLines(context, [`${account.name} is enabled.`]);
      return 0;
    });
  },
};
