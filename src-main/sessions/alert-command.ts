import { readAlert } from '../../src-shared/domain/read-alert.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';
import type { EngineCommand } from '../core/engine/engine-event.ts';
import { alertBarsUpTo } from './alert-bars.ts';
import type { AlertsChange } from './desk/desk-calls.ts';
import type { DeskParts } from './desk/desk-parts.ts';

/** What a person asks of the alerts, as a command of the engine, with the bars that an indicator's alert begins with. Fails with `alert.unknown`, `alert.invalid`. */
export function alertCommand(
  change: AlertsChange,
  { session, source, replay }: Pick<DeskParts, 'session' | 'source' | 'replay'>,
): EngineCommand {
  const id = change.command;
  if (change.type === 'seen') return { type: 'seen-alert', id, alert: null, until: change.until };
  if (change.type === 'remove') return { type: 'remove-alert', id, alert: change.alert };
  if (change.type === 'rearm') {
    const known = session.engine.alerts.get(change.alert);
    if (known === undefined) throw new Fault('alert.unknown', { alert: change.alert });
    return { type: 'rearm-alert', id, alert: change.alert, history: alertBarsUpTo(session.time, known.spec, source) };
  }
  const ids = source.instruments.map((instrument) => instrument.id);
  const read = readAlert(change.text, ids);
  if (!read.ok) throw new Fault('alert.invalid', { problem: read.problem });
  const { spec } = read;
  if (spec.kind === 'indicator') replay?.needs(spec.timeframe);
  return { type: 'set-alert', id, spec, history: alertBarsUpTo(session.time, spec, source) };
}
