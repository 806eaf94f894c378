import { askedLines } from './account-text.ts';
import { type Command, type ExitCode, JSON_OPTION } from './command.ts';
import { printJson, printLines } from './output.ts';
import { withAccounts } from './with-accounts.ts';

/** Asks a venue for an account. */
export const accountsCheckCommand: Command = {
  name: 'accounts check',
  about: 'Ask the exchange for an account: what its key may do, balances, open orders, how far the clocks are apart.',
  positionals: ['NAME'],
  options: [JSON_OPTION],
  examples: ['cryptoorch accounts check main'],
  run(values, context) {
    return withAccounts(context, async (accounts): Promise<ExitCode> => {
      const asked = await accounts.check(values.positionals[0]!);
      if (values.has(JSON_OPTION)) printJson(context, asked);
      else printLines(context, askedLines(asked));
      return 0;
    });
  },
};
