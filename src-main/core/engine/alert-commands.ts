import { type AlertSpec, alertProblem, MOST_ALERTS } from '../../../src-shared/domain/alert-spec.ts';
import type { AlertRecord } from '../../../src-shared/domain/alert.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import { utcMs } from '../../../src-shared/kernel/time.ts';
import type { AccountState } from './account.ts';
import type { Alerts } from './alerts.ts';
import type { CommandOutcome, Effects } from './effects.ts';
import type { EngineCommand } from './engine-event.ts';

type AlertCommand = Extract<EngineCommand, { type: 'set-alert' | 'remove-alert' | 'rearm-alert' | 'seen-alert' }>;

const DONE: CommandOutcome = { ok: true, orders: [], cancelled: 0, kept: 0 };

/** What is in the way of an alert on an account; null where nothing is. */
export function alertFault(spec: AlertSpec, account: AccountState): Fault | null {
  const problem = alertProblem(spec);
  if (problem !== null) return new Fault('alert.invalid', { problem });
  const id = 'instrument' in spec ? spec.instrument : null;
  const instrument = account.instruments.find((candidate) => candidate.id === id);
  if (id !== null && instrument === undefined) return new Fault('instrument.unknown', { instrument: id });
  if (spec.kind !== 'price' || instrument === undefined) return null;
  const { tick } = instrument.spec;
  return instrument.ticksOf(Decimal.parse(spec.level)) === null ? new Fault('order.off-tick', { tick, price: spec.level }) : null;
}

/** Carries out what a person asks of the alerts. */
export function runAlertCommand(
  command: AlertCommand,
  { account, alerts, effects }: { readonly account: AccountState; readonly alerts: Alerts; readonly effects: Effects },
): CommandOutcome {
  if (command.type === 'set-alert') {
    const fault =
      alerts.all.length >= MOST_ALERTS ? new Fault('alert.too-many', { limit: MOST_ALERTS }) : alertFault(command.spec, account);
    if (fault !== null) return { ok: false, fault };
    alerts.add(command.spec, command.history, effects);
    return DONE;
  }
  if (command.type === 'seen-alert' && command.alert === null) return seen(null, command.until, { account, effects });
  const record = command.alert === null ? undefined : alerts.get(command.alert);
  if (record === undefined) return { ok: false, fault: new Fault('alert.unknown', { alert: String(command.alert) }) };
  if (command.type === 'seen-alert') return seen(record, command.until, { account, effects });
  if (command.type === 'remove-alert') alerts.remove(record, effects);
  else {
    if (record.status === 'armed') return { ok: false, fault: new Fault('alert.armed', { alert: record.alert }) };
    alerts.rearm(record, command.history, effects);
  }
  return DONE;
}

function seen(
  record: AlertRecord | null,
  until: number,
  { account, effects }: { readonly account: AccountState; readonly effects: Effects },
): CommandOutcome {
  effects.records.push({ kind: 'alert-seen', alert: record?.alert ?? null, until: utcMs(until), time: utcMs(account.time) });
  return DONE;
}
