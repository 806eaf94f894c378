import { ALERT_ACCOUNT } from './alert-options.ts';
import { changeAlertsWith } from './change-alerts.ts';
import { type Command, JSON_OPTION } from './command.ts';

/** Mark what alerts said as seen. */
export const alertsSeenCommand: Command = {
  name: 'alerts seen',
  about: 'Mark what alerts said as seen.',
  positionals: [],
  options: [ALERT_ACCOUNT, JSON_OPTION],
  examples: ['cryptoorch alerts seen'],
  run: (values, context) => changeAlertsWith({ type: 'seen' }, values, context),
};
