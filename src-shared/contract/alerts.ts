import { type } from '@orpc/contract';
import * as z from 'zod/mini';
import type { AlertFiring, AlertRecord } from '../domain/alert.ts';
import { call } from './base.ts';
import { commandId, instant } from './scalars.ts';

/** What an alert said, and the market time at which a person had seen it; null while nobody has. */
export interface FiringRow extends AlertFiring {
  readonly seen: number | null;
}

/** Alerts as a page draws them. */
export interface AlertsRow {
  readonly alerts: readonly AlertRecord[];
  /** Newest first, at most 200. */
  readonly firings: readonly FiringRow[];
}

const change = call.$meta({ privilege: 'unlocked', ratePerSecond: 20 });
const alert = z.int().check(z.gte(1));

/** The alerts of the account that is traded. */
export const alertsContract = {
  list: call.input(z.object({})).output(type<AlertsRow>()),
  /** Sets an alert, written as `ALERT_FORMS` show. Fails with `alert.invalid`, `alert.too-many`, `instrument.unknown` or `order.off-tick`. */
  set: change.input(z.object({ command: commandId, text: z.string().check(z.minLength(1), z.maxLength(200)) })).output(type<AlertsRow>()),
  /** Fails with `alert.unknown`. */
  remove: change.input(z.object({ command: commandId, alert })).output(type<AlertsRow>()),
  /** Fails with `alert.unknown` or `alert.armed`. */
  rearm: change.input(z.object({ command: commandId, alert })).output(type<AlertsRow>()),
  /** What was said up to a market time was seen. */
  seen: change.input(z.object({ command: commandId, until: instant })).output(type<AlertsRow>()),
};
