import type { CandleColumns } from '../../../src-shared/domain/candle.ts';
import type { BarEvent, BarRun } from '../../ports/market-source.ts';
import type { RiskMonitor } from '../risk/risk-monitor.ts';
import type { BarSpan } from '../strategies/strategy.ts';
import type { AccountState } from './account.ts';
import type { StrategyInstance } from './strategy-host.ts';

/** Bars that are looked at together; a strategy that acts makes the rest of them be looked at once more. */
const TOGETHER = 64;

/** Equity after each bar, as it becomes known. */
export interface EquityColumn {
  /** Room for every bar of the run. */
  readonly equity: Float64Array;
  /** Bars that are in it. */
  readonly rows: number;
}

/**
 * Lets bars pass several at a time, to the same end as one by one: where one strategy trades one instrument, no order is out, and equity
 * lies where the monitor has nothing to say. The strategy goes over the columns itself and stops at the first bar on which it acts.
 */
export class BarPass implements BarSpan {
  columns: CandleColumns;
  from = 0;
  to = 0;
  private readonly account: AccountState;
  private readonly monitor: RiskMonitor;
  private event: BarEvent;
  private run: BarRun;
  private instance: StrategyInstance | null = null;

  constructor(account: AccountState, monitor: RiskMonitor, first: { readonly event: BarEvent; readonly run: BarRun }) {
    this.account = account;
    this.monitor = monitor;
    this.event = first.event;
    this.run = first.run;
    this.columns = first.event.columns;
  }

  /**
   * Bars passed after the one that `event` stands at; it stands at the last of them then. 0 where bars must be handled one by one. Equity after each
   * is written to the curve; behind them the curve may hold anything.
   */
  pass(event: BarEvent, run: BarRun, instance: StrategyInstance, curve: EquityColumn): number {
    const { account } = this;
    if (account.instruments.length !== 1 || account.orders.size > 0) return 0;
    const quiet = this.look(event, Math.min(run.ahead, TOGETHER), curve);
    if (quiet === 0) return 0;
    this.event = event;
    this.run = run;
    this.instance = instance;
    this.columns = event.columns;
    this.from = event.row + 1;
    this.to = this.from + quiet;
    const end = instance.onBars(this);
    this.reach(end - 1);
    return end - this.from;
  }

  /** Brings market and account to a bar. */
  reach(row: number): void {
    const { event, account, instance } = this;
    if (event.row < row) this.run.skip(row - event.row);
    account.time = event.time;
    account.market.closeBar(event);
    account.revalue();
    this.monitor.observe(account.time, account.worth);
    if (instance === null || instance.decisionTime === event.time) return;
    instance.decisionTime = event.time;
    instance.leg = 0;
  }

  /** How many of the next bars leave the monitor quiet, at most `most`; their equity is worked out on the way. */
  private look({ columns, row, time: now }: BarEvent, most: number, { equity, rows }: EquityColumn): number {
    if (most === 0) return 0;
    const { account, monitor } = this;
    const { time, close } = columns;
    const barMs = now - time[row]!;
    const { cash } = account;
    const held = account.heldSize(0);
    // Without a position equity stays what it is, and times rise: what holds at both ends holds between them.
    if (held === 0 && monitor.isQuiet(time[row + 1]! + barMs, cash) && monitor.isQuiet(time[row + most]! + barMs, cash)) {
      equity.fill(cash, rows, rows + most);
      return most;
    }
    for (let i = 0; i < most; i += 1) {
      const worth = held === 0 ? cash : cash + held * close[row + 1 + i]!;
      if (!monitor.isQuiet(time[row + 1 + i]! + barMs, worth)) return i;
      equity[rows + i] = worth;
    }
    return most;
  }
}
