import type { AlertsRow, FiringRow } from '../../../src-shared/contract/alerts.ts';
import type { AlertRecord } from '../../../src-shared/domain/alert.ts';
import type { AlertSpec } from '../../../src-shared/domain/alert-spec.ts';
import { readAlert } from '../../../src-shared/domain/read-alert.ts';
import { utcMs } from '../../../src-shared/kernel/time.ts';

const IDS = ['BTC/USD.SIM', 'ETH/USD.SIM', 'SOL/USD.SIM'];

function specOf(text: string): AlertSpec {
  const read = readAlert(text, IDS);
  if (!read.ok) throw new Error(read.problem);
  return read.spec;
}

/** Alerts of every kind as they may stand at a time, and what three of them said. */
export function inventedAlerts(now: number): AlertsRow {
  const at = utcMs(now);
  const alert = (number: number, text: string, over: Partial<AlertRecord> = {}): AlertRecord => ({
    alert: number,
    spec: specOf(text),
    status: 'armed',
    createdAt: at,
    changedAt: at,
    firings: 0,
    ...over,
  });
  const firing = (number: number, text: string, over: Partial<FiringRow>): FiringRow => ({
    alert: number,
    number: 1,
    spec: specOf(text),
    time: utcMs(now - number * 61_000),
    value: 0,
    against: null,
    subject: null,
    away: false,
    seen: null,
    ...over,
  });
  const MOVE = 'ETH/USD falls 2% within 15m each';
  const RSI = 'BTC/USD 1h rsi:14 below 30 each 5';
  return {
    alerts: [
      alert(1, 'BTC/USD above 105000'),
      alert(2, MOVE, { firings: 3 }),
      alert(3, RSI, { status: 'past', firings: 1 }),
      alert(4, 'BTC/USD 1h ema:12 above ema:26 each'),
      alert(5, 'pnl day below -500', { status: 'done', firings: 1 }),
      alert(6, 'limit daily-loss 80%', { status: 'new' }),
      alert(7, 'feed SOL/USD 30s each'),
    ],
    firings: [
      firing(2, MOVE, { number: 3, value: -2.13, against: 3_997.6 }),
      firing(3, RSI, { value: 28.4128, against: 30, away: true }),
      firing(5, 'pnl day below -500', { value: -512.34, seen: now }),
    ],
  };
}
