import type { InstrumentSpec } from '../../src-shared/domain/instrument.ts';
import type { SessionId } from '../../src-shared/kernel/ids.ts';
import type { UtcMs } from '../../src-shared/kernel/time.ts';
import type { LedgerScope } from './ledger.ts';

/** What is known of a session when it begins. */
export interface SessionStart {
  readonly scope: LedgerScope;
  /** The session's instruments, by dense index: what the numbers in its records mean. */
  readonly instruments: readonly InstrumentSpec[];
  readonly engineVersion: string;
  /** Seed, speed and whatever else the session was started with, as JSON text. */
  readonly configuration: string;
  /** Market time of the start. */
  readonly startedAt: UtcMs;
}

/** Keeps the list of sessions; a session must have begun before its first batch. */
export interface SessionRegister {
  /** Writes down a new session and its instruments. Throws `disk.full` or `disk.failed`. */
  begin(start: SessionStart): void;
  /** Notes the orderly end of a session. A session without one was killed. */
  end(session: SessionId): void;
}
