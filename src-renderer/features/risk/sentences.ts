/** What the trading state's reason codes say. */
const STATE_REASONS: Readonly<Record<string, string>> = {
  start: 'as the program started',
  'new-day': 'a new UTC day began',
  'kill-switch': 'the kill switch was pressed',
  'risk.daily-loss': 'the daily loss limit was reached',
  'risk.drawdown': 'the drawdown limit was reached',
  you: 'as you asked',
};

/** Why the trading state is what it is, in words; an unknown code stands for itself. */
export function stateReason(code: string): string {
  return STATE_REASONS[code] ?? code;
}
