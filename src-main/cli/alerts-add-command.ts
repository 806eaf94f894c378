import { ALERT_ACCOUNT } from './alert-options.ts';
import { changeAlertsWith } from './change-alerts.ts';
import { type Command, JSON_OPTION } from './command.ts';

/** Set an alert: on the account that a session trades now, else on one that is judged from its next session on. */
export const alertsAddCommand: Command = {
  name: 'alerts add',
  about: 'Set an alert: on the account that a session trades now, else on one that is judged from its next session on.',
  positionals: ['WORDS...'],
  options: [ALERT_ACCOUNT, JSON_OPTION],
  examples: [
    'cryptoorch alerts add BTC/USD above 62500',
    'cryptoorch alerts add BTC/USD falls 2% within 15m each',
    'cryptoorch alerts add "pnl day below -500"',
    'cryptoorch alerts add BTC/USD 1h rsi:14 below 30 each 5',
  ],
  run: (values, context) => changeAlertsWith({ type: 'add', text: values.positionals.join(' ') }, values, context),
};
