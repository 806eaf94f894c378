import type { AlertRecord, AlertStatus } from '../../src-shared/domain/alert.ts';
import { alertWords, PLAIN_FIGURES } from '../../src-shared/domain/alert-words.ts';
import type { AccountAlerts } from '../alert-services.ts';
import { firingLine } from './alert-options.ts';
import { alignColumns } from './output.ts';

const STANDING: Readonly<Record<AlertStatus, string>> = {
  new: 'no value yet',
  armed: 'armed',
  past: 'waits to come back',
  done: 'has spoken',
  removed: 'removed',
};

function repeatWords({ spec }: AlertRecord): string {
  if (spec.repeat === 'once') return 'once';
  return spec.rearm === 0 ? 'each time' : `each time, ${String(spec.rearm)} back`;
}

/** The alerts of an account and what they said that nobody has seen. */
export function alertLines({ account, alerts, firings }: AccountAlerts): readonly string[] {
  const unseen = firings.filter(({ seen }) => seen === null).toReversed();
  const rows = alerts.map((alert) => [String(alert.alert), STANDING[alert.status], repeatWords(alert), String(alert.firings)]);
  const table = alignColumns([['Alert', 'State', 'Speaks', 'Spoke'], ...rows]);
  const listed = table.map((line, i) => (i === 0 ? `${line}  Waits for` : `${line}  ${alertWords(alerts[i - 1]!.spec, PLAIN_FIGURES)}`));
  return [
    ...(alerts.length === 0 ? [`${account} has no alerts.`] : [`Alerts of ${account}:`, ...listed]),
    ...(unseen.length === 0 ? [] : ['Not seen yet:', ...unseen.map(({ firing }) => `  ${firingLine(firing)}`)]),
  ];
}
