import { suggestion } from '../../src-shared/kernel/closest.ts';
import { ACCEPT_WITHDRAWAL, credentialLabels, credentialsOf, LIVE_KEY, VENUE } from './account-options.ts';
import { askedLines } from './account-text.ts';
import { type Command, type ExitCode, JSON_OPTION } from './command.ts';
import { wrongValue } from './option-values.ts';
import { note, printJson, printLines } from './output.ts';
import { withAccounts } from './with-accounts.ts';

/** Adds an account at a venue. */
export const accountsAddCommand: Command = {
  name: 'accounts add',
  about: 'Add an account at an exchange: its key is asked for, or read from standard input, sealed at once and tried.',
  positionals: ['NAME'],
  options: [VENUE, LIVE_KEY, ACCEPT_WITHDRAWAL, JSON_OPTION],
  examples: ['cryptoorch accounts add main --venue binance', 'cryptoorch accounts add main --venue binance --live-key < key.txt'],
  async run(values, context) {
    const name = values.positionals[0]!;
    const venue = values.needed(VENUE);
    return withAccounts(context, async (accounts): Promise<ExitCode> => {
      accounts.refuseName(name);
      const { venues } = accounts.list();
      const profile = venues.find(({ id }) => id === venue);
      if (profile === undefined) {
        const known = venues.map(({ id, proven }) => `${id}${proven ? '' : ' (unproven)'}`).join(', ');
        throw wrongValue(
          VENUE,
          `there is no venue ${venue}. ${suggestion(
            venue,
            venues.map(({ id }) => id),
            `Venues are ${known}.`,
          )}`,
        );
      }
      if (!profile.proven)
        note(context, `${profile.name} is not proven yet: its orders were never tried against a server that speaks its protocol.`);
      const credentials = credentialsOf(await context.services.askSecrets(credentialLabels(profile)));
      const asked = await accounts.add({
        ...{ name, venue, credentials },
        sandbox: !values.has(LIVE_KEY),
        acceptWithdrawal: values.given(ACCEPT_WITHDRAWAL) ?? null,
      });
      if (values.has(JSON_OPTION)) printJson(context, asked);
      else printLines(context, ['Sealed.', ...askedLines(asked)]);
      return asked.reading === null ? 3 : 0;
    });
  },
};
