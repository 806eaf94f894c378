import type { LedgerRecord } from '../../ports/ledger.ts';
import type { RiskRow } from '../../../src-shared/contract/rows.ts';
import { ALERT_LIMIT_RULES, type LimitAlertSpec, type PnlAlertSpec } from '../../../src-shared/domain/alert-spec.ts';
import type { AccountState } from '../engine/account.ts';
import type { RiskMonitor } from '../risk/risk-monitor.ts';

/** The limit that is used most, of those that an alert looks at. */
export interface UsedLimit {
  readonly percent: number;
  readonly subject: string;
}

/** Profit and loss of the account as doubles, quote asset, at the newest prices; what changes only with fills is kept. */
export class AlertValues {
  private readonly account: AccountState;
  private readonly monitor: RiskMonitor;
  private readonly costs: Float64Array;
  /** Profit that is realised, less fees, less what is open cost. */
  private booked = 0;

  constructor(account: AccountState, monitor: RiskMonitor) {
    this.account = account;
    this.monitor = monitor;
    this.costs = new Float64Array(account.instruments.length);
  }

  /** Takes the exact figures of the positions anew. */
  refresh(): void {
    const { positions, instruments } = this.account;
    this.booked = 0;
    for (const { index } of instruments) {
      const { cost, realised, fees } = positions.read(index);
      this.costs[index] = cost.toApproximate();
      this.booked += realised.sub(fees).sub(cost).toApproximate();
    }
  }

  /** Whether records change what was kept. */
  static isBooking({ kind }: LedgerRecord): boolean {
    return kind === 'fill' || kind === 'carry';
  }

  /** What a P&L alert looks at; NaN for a position that is not held. Equity is as it was valued last. */
  pnl(of: PnlAlertSpec['of'], instrument: number): number {
    const { account, monitor } = this;
    if (of === 'day') return account.worth - monitor.dayStartEquity;
    if (of === 'account') return account.worth - account.cash + this.booked;
    const held = account.heldSize(instrument);
    return held === 0 ? Number.NaN : held * account.market.mark[instrument]! - this.costs[instrument]!;
  }
}

/** The most used of the limits that an alert looks at; null where none of them is on. */
export function usedLimit({ rule }: LimitAlertSpec, use: RiskRow['use']): UsedLimit | null {
  let most: UsedLimit | null = null;
  for (const row of use) {
    const meant = rule === 'any' ? ALERT_LIMIT_RULES.includes(row.rule) : row.rule === rule;
    if (meant && (most === null || row.fraction * 100 > most.percent))
      most = { percent: row.fraction * 100, subject: `${row.rule} ${row.scope}` };
  }
  return most;
}
