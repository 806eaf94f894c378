import { firingWords, PLAIN_FIGURES } from '../../../src-shared/domain/alert-words.ts';
import type { LogRow } from '../../../src-shared/contract/rows.ts';
import { faultSentence } from '../../../src-shared/kernel/fault.ts';
import { signalSentence } from '../../../src-shared/domain/signals.ts';
import { FIRST_HOUR_MEMORY } from '../../core/engine/first-hour.ts';
import { TRADE_WATCH } from '../../core/engine/trade-watch.ts';
import type { LedgerRecord } from '../../ports/ledger.ts';

/** What the log panel says of a record, or null where it says nothing: orders and fills have tables of their own. */
export type LogLine = Pick<LogRow, 'level' | 'area' | 'message'>;

/** Reasons of a stop that a person asked for; any other is why a strategy could not go on. */
export const ASKED_STOPS: ReadonlySet<string> = new Set(['you', 'kill-switch']);

function strategyLine({ record }: Extract<LedgerRecord, { kind: 'strategy' }>): LogLine {
  const what = `${record.instance} on ${record.instrument}, ${record.timeframe}`;
  const { script, stopReason } = record;
  if (record.running) {
    const message = script === undefined ? 'started.' : `runs ${script.file}, version ${script.hash.slice(0, 12)}.`;
    return { level: 'info', area: 'strategy', message: `${what}: ${message}` };
  }
  if (stopReason === null || ASKED_STOPS.has(stopReason))
    return { level: 'info', area: 'strategy', message: `${what}: stopped by ${stopReason ?? 'its own end'}.` };
  return { level: 'error', area: 'strategy', message: `${what}: stopped. ${stopReason}` };
}

function stateLine({ order, state, reason }: Extract<LedgerRecord, { kind: 'order-state' }>): LogLine | null {
  if (state === 'in-doubt')
    return { level: 'warn', area: 'order', message: `${order}: no answer, so it may exist; the venue is asked by its id.` };
  if (state === 'rejected')
    return { level: 'warn', area: 'order', message: `${order}: refused by the venue (${reason ?? 'no reason given'}).` };
  return null;
}

function amendmentLine({ order, state, reason }: Extract<LedgerRecord, { kind: 'amendment' }>): LogLine | null {
  if (state !== 'refused') return null;
  return {
    level: 'warn',
    area: 'order',
    message: `${order}: the change was not taken (${reason ?? 'no reason given'}); the order stands as before.`,
  };
}

/** The line a record adds to the log panel. */
export function logLineOf(record: LedgerRecord): LogLine | null {
  switch (record.kind) {
    case 'strategy':
      return strategyLine(record);
    case 'order-state':
      return stateLine(record);
    case 'amendment':
      return amendmentLine(record);
    case 'alert-fired':
      return { level: 'warn', area: 'alert', message: firingWords(record.firing, PLAIN_FIGURES) };
    case 'refusal':
      return { level: 'warn', area: 'risk', message: `${record.origin}: ${faultSentence(record.code, record.details)}` };
    case 'signal':
      if (record.instance === TRADE_WATCH) return { level: 'warn', area: 'risk', message: signalSentence(record.code, record.details) };
      return record.instance === FIRST_HOUR_MEMORY
        ? { level: 'info', area: 'risk', message: signalSentence(record.code, record.details) }
        : null;
    case 'limits':
      return { level: 'info', area: 'risk', message: 'The limits were changed.' };
    default:
      return null;
  }
}
