import { ACCEPT_WITHDRAWAL, credentialLabels, credentialsOf } from './account-options.ts';
import { askedLines } from './account-text.ts';
import { type Command, type ExitCode, JSON_OPTION } from './command.ts';
import { printJson, printLines } from './output.ts';
import { withAccounts } from './with-accounts.ts';

/** Gives an account a new key. */
export const accountsRotateCommand: Command = {
  name: 'accounts rotate',
  about: 'Give an account a new key; the old one stays until the exchange has let the new one in.',
  positionals: ['NAME'],
  options: [ACCEPT_WITHDRAWAL, JSON_OPTION],
  examples: ['cryptoorch accounts rotate main'],
  run(values, context) {
    return withAccounts(context, async (accounts): Promise<ExitCode> => {
      const { name, venue, needsPassphrase } = accounts.find(values.positionals[0]!);
      const profile = accounts.list().venues.find(({ id }) => id === venue) ?? { needsPassphrase };
      const credentials = credentialsOf(await context.services.askSecrets(credentialLabels(profile)));
      const asked = await accounts.rotate({ name, credentials, acceptWithdrawal: values.given(ACCEPT_WITHDRAWAL) ?? null });
      if (values.has(JSON_OPTION)) printJson(context, asked);
      else printLines(context, ['Sealed; the old key was taken away here. End it at the exchange too.', ...askedLines(asked)]);
      return 0;
    });
  },
};
