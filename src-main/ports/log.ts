import type { FaultDetails } from '../../src-shared/kernel/fault.ts';

/** How urgent a log event is. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** One structured event. `event` names it (`session.started`); `fields` holds what its schema lists and nothing else. */
export interface LogEvent {
  readonly level: LogLevel;
  readonly area: string;
  readonly event: string;
  readonly fields: FaultDetails;
  readonly correlationId?: string;
}

/** Takes structured events; never throws. */
export interface Log {
  write(event: LogEvent): void;
}
