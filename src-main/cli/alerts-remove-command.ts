import { ALERT_ACCOUNT, alertNumber } from './alert-options.ts';
import { changeAlertsWith } from './change-alerts.ts';
import { type Command, JSON_OPTION } from './command.ts';

/** Remove an alert. */
export const alertsRemoveCommand: Command = {
  name: 'alerts remove',
  about: 'Remove an alert.',
  positionals: ['NUMBER'],
  options: [ALERT_ACCOUNT, JSON_OPTION],
  examples: ['cryptoorch alerts remove 3'],
  run: (values, context) => changeAlertsWith({ type: 'remove', alert: alertNumber(values.positionals[0]!) }, values, context),
};
