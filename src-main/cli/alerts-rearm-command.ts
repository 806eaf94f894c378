import { ALERT_ACCOUNT, alertNumber } from './alert-options.ts';
import { changeAlertsWith } from './change-alerts.ts';
import { type Command, JSON_OPTION } from './command.ts';

/** Let an alert that has spoken speak at its next crossing again. */
export const alertsRearmCommand: Command = {
  name: 'alerts rearm',
  about: 'Let an alert that has spoken speak at its next crossing again.',
  positionals: ['NUMBER'],
  options: [ALERT_ACCOUNT, JSON_OPTION],
  examples: ['cryptoorch alerts rearm 3'],
  run: (values, context) => changeAlertsWith({ type: 'rearm', alert: alertNumber(values.positionals[0]!) }, values, context),
};
