import type { RiskLimits } from '../../../src-shared/domain/limits.ts';
import { utcMs } from '../../../src-shared/kernel/time.ts';
import type { RiskStateRecord } from '../../ports/ledger.ts';
import { RiskMonitor } from '../risk/risk-monitor.ts';
import type { AccountState } from './account.ts';
import type { Effects } from './effects.ts';

/** The trading state with its limits: watches equity, takes a person's word, and records every change. */
export class TradingControl {
  readonly monitor: RiskMonitor;
  private readonly account: AccountState;

  constructor(limits: RiskLimits, account: AccountState) {
    this.monitor = new RiskMonitor(limits);
    this.account = account;
  }

  get limits(): RiskLimits {
    return this.monitor.limits;
  }

  get record(): RiskStateRecord {
    return this.monitor.record;
  }

  restore(record: RiskStateRecord | null, limits: RiskLimits | null): void {
    if (limits !== null) this.monitor.limits = limits;
    if (record !== null) this.monitor.restore(record);
  }

  /** Looks at the equity of this instant. */
  watch(effects: Effects): void {
    const { account } = this;
    account.revalue();
    if (this.monitor.observe(account.time, account.worth)) this.keep(effects);
  }

  setLimits(limits: RiskLimits, effects: Effects): void {
    this.monitor.limits = limits;
    effects.records.push({ kind: 'limits', limits, time: utcMs(this.account.time) });
  }

  kill(effects: Effects): void {
    this.monitor.kill(this.account.time);
    this.keep(effects);
  }

  reduce(effects: Effects): void {
    if (this.monitor.reduce(this.account.time)) this.keep(effects);
  }

  rearm(effects: Effects): void {
    this.monitor.rearm(this.account.time, this.account.equity());
    this.keep(effects);
  }

  /** Money was brought in: neither profit nor loss. */
  onTransfer(amount: number, effects: Effects): void {
    this.monitor.transfer(amount);
    this.keep(effects);
  }

  private keep(effects: Effects): void {
    effects.records.push({ kind: 'risk-state', risk: this.monitor.record });
  }
}
