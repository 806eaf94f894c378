import type { UtcMs } from '../kernel/time.ts';
import type { AlertSpec } from './alert-spec.ts';

/**
 * How an alert stands: `new` has seen no value yet, `armed` speaks at the next crossing, `past` stands behind its level and must come back
 * first, `done` has spoken and is over, `removed` is gone.
 */
export type AlertStatus = 'new' | 'armed' | 'past' | 'done' | 'removed';

/** An alert as the ledger keeps it. */
export interface AlertRecord {
  /** Counts the alerts of the account from 1. */
  readonly alert: number;
  readonly spec: AlertSpec;
  readonly status: AlertStatus;
  /** Market time at which it was set. */
  readonly createdAt: UtcMs;
  /** Market time of its last change of state; it changes at most once in an instant. */
  readonly changedAt: UtcMs;
  /** How often it has spoken. */
  readonly firings: number;
}

/** What an alert said once. */
export interface AlertFiring {
  readonly alert: number;
  /** Counts the firings of the alert from 1. */
  readonly number: number;
  /** What it waited for. */
  readonly spec: AlertSpec;
  /** Market time. */
  readonly time: UtcMs;
  /** What was reached: a price, percent moved (signed), an indicator's value, an amount, percent used, or seconds. */
  readonly value: number;
  /** The other line's value, the price that a move is measured from, or null. */
  readonly against: number | null;
  /** The order in doubt, or rule and scope of the limit; null for other kinds. */
  readonly subject: string | null;
  /** It was found at the first price after a start: it crossed while the program was not listening. */
  readonly away: boolean;
}
