import { alertLines } from './alert-text.ts';
import { ALERT_ACCOUNT } from './alert-options.ts';
import { type Command, JSON_OPTION } from './command.ts';
import { printJson, printLines } from './output.ts';

/** The alerts of an account, also while a session trades it. */
export const alertsListCommand: Command = {
  name: 'alerts list',
  about: 'List the alerts of an account and what they said that nobody has seen, also while a session runs.',
  positionals: [],
  options: [ALERT_ACCOUNT, JSON_OPTION],
  examples: ['cryptoorch alerts list', 'cryptoorch alerts list --account paper-1 --json'],
  async run(values, context) {
    const alerts = await context.services.alerts(context.home, values.given(ALERT_ACCOUNT) ?? null);
    if (values.has(JSON_OPTION)) printJson(context, alerts);
    else printLines(context, alertLines(alerts));
    return 0;
  },
};
