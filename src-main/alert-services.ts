import { existsSync } from 'node:fs';
import type { AlertRecord } from '../src-shared/domain/alert.ts';
import { candleColumns } from '../src-shared/domain/candle.ts';
import { readAlert } from '../src-shared/domain/read-alert.ts';
import { Instrument, type InstrumentSpec } from '../src-shared/domain/instrument.ts';
import { NO_LIMITS } from '../src-shared/domain/limits.ts';
import { Fault } from '../src-shared/kernel/fault.ts';
import type { SessionId } from '../src-shared/kernel/ids.ts';
import { utcMs } from '../src-shared/kernel/time.ts';
import { SIM_PROFILES, SIM_VENUE } from './adapters/exchange-sim/market/sim-instruments.ts';
import { homePaths, openHome } from './adapters/home/home.ts';
import { openLedgerReader } from './adapters/ledger-sqlite/ledger-reader.ts';
import { SqliteLedger } from './adapters/ledger-sqlite/sqlite-ledger.ts';
import { SystemClock } from './adapters/system-clock/system-clock.ts';
import { SystemIds } from './adapters/system-ids/system-ids.ts';
import { Effects } from './core/engine/effects.ts';
import { Engine } from './core/engine/engine.ts';
import type { EngineCommand } from './core/engine/engine-event.ts';
import { findStrategy } from './core/strategies/catalog.ts';
import type { AccountScope, LedgerRecord, LedgerScope } from './ports/ledger.ts';
import type { LedgerReader, SeenFiring } from './ports/ledger-reader.ts';
import type { AlertChange } from './ports/session-control.ts';
import { hashedOrderIds } from './sessions/hashed-order-ids.ts';

/** An account's alerts and what they said. */
export interface AccountAlerts {
  readonly account: string;
  readonly alerts: readonly AlertRecord[];
  /** Newest first. */
  readonly firings: readonly SeenFiring[];
}

/** Whose alerts are changed, and by which version of the program. */
export interface AlertPlace {
  readonly home: string;
  /** The one used last where null. */
  readonly account: string | null;
  readonly version: string;
}

interface OpenLedger {
  readonly ledger: SqliteLedger;
  readonly reader: LedgerReader;
  readonly version: string;
}

/** Records that a change of alerts may lead to: nothing else of an account is touched without its market. */
const KINDS: ReadonlySet<LedgerRecord['kind']> = new Set<LedgerRecord['kind']>(['alert', 'alert-seen', 'command']);
const FIRINGS = 200;

/** The alerts of an account, read beside whoever writes; the account used last where none is named. Fails with `environment.missing` and `book.unknown`. */
export function listAlerts(home: string, account: string | null): AccountAlerts {
  const { ledger } = homePaths(home);
  if (!existsSync(ledger)) throw noLedger(ledger);
  const reader = openLedgerReader(ledger);
  try {
    return alertsOf(reader, accountOf(reader, account));
  } finally {
    reader.close();
  }
}

/** Changes the alerts of an account in its ledger. Fails with `home.locked` while a session or a window runs on the home, and with the faults of the alerts. */
export async function changeAlerts({ home, account, version }: AlertPlace, change: AlertChange): Promise<AccountAlerts> {
  const clock = new SystemClock();
  if (!existsSync(homePaths(home).ledger)) throw noLedger(homePaths(home).ledger);
  const paths = openHome(home, 'cryptoorch alerts', clock.now());
  try {
    const ledger = await SqliteLedger.open({ file: paths.ledger, backups: paths.backups, clock });
    const reader = openLedgerReader(paths.ledger);
    try {
      const scope = accountOf(reader, account);
      commitChange({ ledger, reader, version }, scope, change);
      return alertsOf(reader, scope);
    } finally {
      reader.close();
      ledger.close();
    }
  } finally {
    paths.release();
  }
}

function noLedger(file: string): Fault {
  return new Fault('environment.missing', {
    what: `The ledger ${file}`,
    remedy: 'It is made by the first session; CRYPTOORCH_HOME names another folder.',
  });
}

function accountOf(reader: LedgerReader, name: string | null): AccountScope {
  const known = [...reader.accounts()].sort((a, b) => b.usedWall - a.usedWall);
  const found = name === null ? known[0] : known.find(({ account }) => account.account === name);
  if (found === undefined) throw new Fault('book.unknown', { book: name ?? '' });
  return found.account;
}

function alertsOf(reader: LedgerReader, account: AccountScope): AccountAlerts {
  return { account: account.account, alerts: reader.alerts(account), firings: reader.alertFirings(account, FIRINGS) };
}

function commandOf(
  change: AlertChange,
  { id, instruments, until }: { id: string; instruments: readonly string[]; until: number },
): EngineCommand {
  if (change.type === 'seen') return { type: 'seen-alert', id, alert: null, until };
  const history = candleColumns(0);
  if (change.type === 'remove') return { type: 'remove-alert', id, alert: change.alert };
  if (change.type === 'rearm') return { type: 'rearm-alert', id, alert: change.alert, history };
  const read = readAlert(change.text, instruments);
  if (!read.ok) throw new Fault('alert.invalid', { problem: read.problem });
  return { type: 'set-alert', id, spec: read.spec, history };
}

/** An engine that knows an account's alerts and no prices: each alert it sets is judged from the first value that a session sees. */
function engineOf(scope: LedgerScope, specs: readonly InstrumentSpec[]): Engine {
  const instruments = specs.map((spec, index) => new Instrument(spec, index));
  const quote = specs[0]?.settle ?? '';
  const never = { takerFeeRate: null, answerTimeoutMs: 0, receiveWindowMs: 0 };
  return new Engine({ scope, instruments, quote, limits: NO_LIMITS, ...never, orderId: hashedOrderIds(scope) }, findStrategy);
}

/** One command in a session of its own, at the very place where the account stands. */
function commitChange({ ledger, reader, version }: OpenLedger, account: AccountScope, change: AlertChange): void {
  const ids = new SystemIds();
  const specs = account.venue === SIM_VENUE ? SIM_PROFILES.map(({ spec }) => spec) : [];
  if (change.type === 'add' && specs.length === 0) throw new Fault('alert.offline', { account: account.account });
  const scope: LedgerScope = { ...account, session: ids.next() as SessionId };
  const { time, sequence, alerts } = ledger.snapshot(account, specs);
  const at = utcMs(time ?? 0);
  const engine = engineOf(scope, specs);
  const effects = new Effects();
  engine.account.time = at;
  if (alerts !== undefined) engine.alerts.restore({ ...alerts, history: () => undefined, memory: undefined, heardFrom: null }, effects);
  effects.clear();
  const command = commandOf(change, { id: ids.next(), instruments: specs.map(({ id }) => id), until: at });
  engine.step({ kind: 'command', time: at, command }, effects);
  if (effects.outcome?.ok === false) throw effects.outcome.fault;
  const ended = reader.sessions(1)[0]?.endedWall;
  ledger.begin({ scope, instruments: specs, engineVersion: version, configuration: JSON.stringify({ market: 'none' }), startedAt: at });
  ledger.commit({ scope, time: at, sequence, records: effects.records.filter(({ kind }) => KINDS.has(kind)) });
  // A run before that was killed must be checked at the next start as if this one had not been.
  if (ended !== null) ledger.end(scope.session);
}
