import { type Command, type ExitCode, JSON_OPTION } from './command.ts';
import { valueOption } from './option.ts';
import { printJson, printLines } from './output.ts';
import { withAccounts } from './with-accounts.ts';

const CONFIRM = valueOption({
  name: 'confirm',
  placeholder: 'NAME',
  about: 'The account’s name once more; its sealed key is gone for good then.',
  shownDefault: null,
  read: (text) => text,
});

/** Takes an account away. */
export const accountsRemoveCommand: Command = {
  name: 'accounts remove',
  about: 'Take an account with its sealed key away. End the key at the exchange too.',
  positionals: ['NAME'],
  options: [CONFIRM, JSON_OPTION],
  examples: ['cryptoorch accounts remove main --confirm main'],
  run(values, context) {
    return withAccounts(context, async (accounts): Promise<ExitCode> => {
      const name = values.positionals[0]!;
      const { removed } = await accounts.remove(name, values.needed(CONFIRM));
      if (values.has(JSON_OPTION)) printJson(context, { removed: removed ? name : null });
      else printLines(context, [`${name} was taken away with its sealed key. End the key at the exchange too.`]);
      return 0;
    });
  },
};
