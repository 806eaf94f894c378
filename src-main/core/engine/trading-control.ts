import { completeLimits, type RiskLimits } from '../../../src-shared/domain/limits.ts';
import { utcMs } from '../../../src-shared/kernel/time.ts';
import type { RiskStateRecord } from '../../ports/ledger.ts';
import type { Trip } from '../risk/circuit-breakers.ts';
import { type HaltReason, RiskMonitor } from '../risk/risk-monitor.ts';
import type { AccountState } from './account.ts';
import type { Effects } from './effects.ts';

/** The trading state with its limits: watches equity, takes a person's word, and records every change. */
export class TradingControl {
  readonly monitor: RiskMonitor;
  private readonly account: AccountState;
  private kept: RiskStateRecord | null = null;

  constructor(limits: RiskLimits, account: AccountState) {
    this.monitor = new RiskMonitor(completeLimits(limits));
    this.account = account;
  }

  get limits(): RiskLimits {
    return this.monitor.limits;
  }

  get record(): RiskStateRecord {
    return this.monitor.record;
  }

  restore(record: RiskStateRecord | null, limits: RiskLimits | null): void {
    if (limits !== null) this.monitor.limits = completeLimits(limits);
    if (record === null) return;
    this.monitor.restore(record);
    this.kept = record;
  }

  /** Looks at the equity of this instant. */
  watch(effects: Effects): void {
    const { account } = this;
    account.revalue();
    if (this.monitor.observe(account.time, account.worth)) this.keep(effects);
  }

  setLimits(limits: RiskLimits, effects: Effects): void {
    this.monitor.limits = completeLimits(limits);
    effects.records.push({ kind: 'limits', limits: this.monitor.limits, time: utcMs(this.account.time) });
  }

  kill(effects: Effects, reason?: HaltReason): void {
    this.monitor.kill(this.account.time, reason);
    this.keep(effects);
  }

  reduce(effects: Effects): void {
    if (this.monitor.reduce(this.account.time)) this.keep(effects);
  }

  rearm(effects: Effects): void {
    this.monitor.rearm(this.account.time, this.account.equity());
    this.keep(effects);
  }

  /** A circuit breaker tripped; false where the state is as strict already. */
  trip(trip: Trip, effects: Effects): boolean {
    if (!this.monitor.tripBreaker(this.account.time, trip)) return false;
    this.keep(effects);
    return true;
  }

  /** Money was brought in: neither profit nor loss. */
  onTransfer(amount: number, effects: Effects): void {
    this.monitor.transfer(amount);
    this.keep(effects);
  }

  /** Adds the marks to a batch that is written anyway, when they moved: a restart goes on from its newest batch with the very marks of that moment. */
  keepMarks(effects: Effects): void {
    const { monitor, kept } = this;
    if (monitor.equityPeak !== kept?.equityPeak || monitor.dayStartEquity !== kept.dayStartEquity) this.keep(effects);
  }

  private keep(effects: Effects): void {
    this.kept = this.monitor.record;
    this.monitor.noteRecorded();
    effects.records.push({ kind: 'risk-state', risk: this.kept });
  }
}
