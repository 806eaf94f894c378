import type { CandleColumns } from '../../../src-shared/domain/candle.ts';
import type { ClientOrderId } from '../../../src-shared/kernel/ids.ts';
import type { LedgerSnapshot, StrategyRecord } from '../../ports/ledger.ts';
import type { AccountEvent, BarEvent, BarRun, QuoteEvent } from '../../ports/market-source.ts';
import type { FindStrategy } from '../strategies/strategy.ts';
import { limitUse } from '../risk/limit-use.ts';
import { AccountState } from './account.ts';
import { ALERT_TIMER } from './alert-silences.ts';
import { ALERT_MEMORY, Alerts, type AlertStart } from './alerts.ts';
import { Amendments } from './amendments.ts';
import { BarPass, type EquityColumn } from './bar-pass.ts';
import { BREAKER_MEMORY, BreakerWatch } from './breaker-watch.ts';
import { Closings, CLOSINGS_MEMORY } from './closings.ts';
import { Commands } from './commands.ts';
import { Effects } from './effects.ts';
import type { EngineConfig } from './engine-config.ts';
import type { CommandEvent, EngineEvent, LifecycleEvent, TimerEvent } from './engine-event.ts';
import { Executions } from './executions.ts';
import { FEE_COINS_MEMORY, FeeCoins } from './fee-coins.ts';
import { FIRST_HOUR_MEMORY, FirstHour } from './first-hour.ts';
import { GateView } from './gate-view.ts';
import { HABITS_MEMORY, OrderHabits } from './order-habits.ts';
import { FUNDING_MEMORY, MarginEvents } from './margin-events.ts';
import { OrderDesk } from './order-desk.ts';
import { isBracketLeg } from './order-register.ts';
import { Protections, PROTECTIONS_MEMORY } from './protections.ts';
import { Reconciliation, RECONCILIATION_MEMORY } from './reconciliation.ts';
import { StrategyDirector } from './strategy-director.ts';
import { TRADE_WATCH, TradeWatch } from './trade-watch.ts';
import { TradingControl } from './trading-control.ts';

/** Gives a running strategy the bars that closed before a restart. */
export type HistoryOf = (record: StrategyRecord) => CandleColumns;

/**
 * The engine: one event at a time in, effects out. It keeps no clock, reads nothing and sends nothing itself, so the same events give
 * the same effects, and it does not know whether it runs in a backtest, on paper or live.
 */
export class Engine {
  readonly account: AccountState;
  readonly gate: GateView;
  readonly control: TradingControl;
  readonly director: StrategyDirector;
  readonly trades: TradeWatch;
  private readonly breakers: BreakerWatch;
  readonly habits: OrderHabits;
  readonly alerts: Alerts;
  readonly firstHour = new FirstHour();
  private readonly desk: OrderDesk;
  private readonly amendments: Amendments;
  private readonly executions: Executions;
  private readonly commands: Commands;
  private readonly feeCoins: FeeCoins;
  private readonly closings: Closings;
  private readonly margin: MarginEvents;
  private readonly protections: Protections;
  readonly reconciliation: Reconciliation;
  private readonly reconciles: boolean;
  private stopping = false;
  /** The newest look at the venue agreed, and nothing was booked since. */
  private agreed = false;
  private locked = false;
  private bars: BarPass | null = null;

  constructor(config: EngineConfig, find: FindStrategy) {
    this.account = new AccountState(config);
    this.control = new TradingControl(config.limits, this.account);
    this.trades = new TradeWatch(this.account, this.control, (instrument) => this.director.holdings(instrument));
    this.breakers = new BreakerWatch(this.account, this.control, config.slippageBps);
    this.trades.onClosed = (trade, effects) => {
      this.breakers.onTrade(trade, effects);
    };
    this.habits = new OrderHabits(this.account, this.control);
    this.gate = new GateView(this.account, this.control, { trades: this.trades, habits: this.habits, firstHour: this.firstHour });
    this.alerts = new Alerts({ account: this.account, control: this.control, limitUse: () => limitUse(this.gate) });
    this.desk = new OrderDesk(config, this.account, this.gate, new Effects());
    this.director = new StrategyDirector(this.account, this.desk, find);
    this.margin = new MarginEvents(this.account, this.desk, this.director, this.trades);
    this.amendments = new Amendments(config, this.account, this.desk, this.gate);
    this.closings = new Closings({ account: this.account, desk: this.desk, amendments: this.amendments }, config.reconciles === true);
    this.protections = new Protections(this.account, this.desk, this.amendments);
    this.reconciliation = new Reconciliation(this.account, this.control, this.margin);
    this.reconciles = config.reconciles === true;
    this.gate.recovering = this.reconciles;
    this.gate.unarmed = config.needsArming === true;
    this.feeCoins = new FeeCoins(this.account, (instrument) => this.director.holdings(instrument));
    const parts = { account: this.account, desk: this.desk, amendments: this.amendments, feeCoins: this.feeCoins };
    this.executions = new Executions(config, parts, {
      onFill: (entry, fill, feeLots) => {
        this.reconciliation.onFill();
        this.agreed = false;
        this.breakers.onFill(entry.order, fill, this.desk.effects);
        this.trades.onFill(entry.order, fill, feeLots, this.desk.effects);
        this.habits.onFill(entry.order, this.desk.effects);
        this.director.onFill(entry, fill, feeLots);
        if (entry.state === 'filled') this.closings.tidy(entry);
        for (const { instrument, lots } of feeLots) if (lots > 0) this.closings.fitStops(instrument);
      },
      onRecovered: (news) => {
        // The venue was looked at meanwhile, and nothing has moved since: that no order is open to doubt any more changes nothing of it.
        this.gate.recovering = (this.reconciles && (news || !this.agreed)) || this.fenced;
      },
    });
    this.trades.restore(undefined);
    this.breakers.configure();
    this.habits.configure();
    this.commands = new Commands({
      account: this.account,
      desk: this.desk,
      control: this.control,
      amendments: this.amendments,
      protections: this.protections,
      closings: this.closings,
      director: this.director,
      reconciliation: this.reconciliation,
      alerts: this.alerts,
      firstHour: this.firstHour,
    });
  }

  /** Handles one event; what it asks for is added to `effects`. */
  step(event: EngineEvent, effects: Effects): void {
    this.desk.effects = effects;
    const from = effects.records.length;
    // Bars come by the million, so they have a way of their own.
    if (event.kind === 'bar') this.onBar(event, effects);
    else this.handle(event, effects);
    if (effects.records.length > from) {
      this.breakers.onRecords(effects, from);
      this.habits.onRecords(effects, from);
      if (this.alerts.on) this.alerts.onRecords(effects, from);
    }
    if (effects.records.length > 0) this.control.keepMarks(effects);
  }

  private handle(event: Exclude<EngineEvent, BarEvent>, effects: Effects): void {
    if (event.time > this.account.time) this.goOn(event.time, effects);
    switch (event.kind) {
      case 'quote':
        this.onQuote(event, effects);
        return;
      case 'book':
        this.account.market.bookStaleSince[event.instrument] = event.stale ? event.time : 0;
        return;
      case 'execution':
        this.executions.handle(event.report);
        this.afterExecution();
        return;
      case 'margin':
        this.margin.handle(event.report);
        this.reconciliation.onFill();
        this.agreed = false;
        return;
      case 'command':
        this.onCommand(event, effects);
        return;
      case 'answer':
        this.director.answer(event);
        return;
      case 'account':
        this.onAccount(event, effects);
        return;
      case 'timer':
        this.onTimer(event, effects);
        return;
      case 'lifecycle':
        this.onPhase(event.phase);
    }
  }

  /**
   * Lets the bars after the one that `event` stands at pass, several at a time, for as long as that comes to the same as handling each.
   * Returns how many; `event` stands at the last of them, and their equity in the curve.
   */
  pass(event: BarEvent, run: BarRun, curve: EquityColumn, effects: Effects): number {
    const instance = this.breakers.needsEveryBar || this.alerts.on ? null : this.director.spanning(event);
    if (instance === null) return 0;
    this.desk.effects = effects;
    this.bars ??= new BarPass(this.account, this.control.monitor, { event, run });
    const count = this.bars.pass(event, run, instance, curve);
    if (count > 0) this.director.keepMemory(instance);
    if (effects.records.length > 0) this.control.keepMarks(effects);
    return count;
  }

  /**
   * Takes over what the ledger knows and asks the venue about every order that is not final. Until each is answered the gate lets nothing
   * pass that could enlarge exposure.
   */
  restore(snapshot: LedgerSnapshot, history: HistoryOf, effects: Effects): void {
    this.desk.effects = effects;
    const { account } = this;
    account.time = snapshot.time ?? 0;
    account.balances.restore(snapshot.balances);
    for (const position of snapshot.positions) account.positions.restore(position);
    for (const instrument of account.instruments) account.sync(instrument.index);
    this.control.restore(snapshot.risk, snapshot.limits);
    this.firstHour.restore(snapshot.memories.get(FIRST_HOUR_MEMORY));
    this.gate.restoreOrderTimes(snapshot.recentOrderTimes);
    for (const record of snapshot.strategies) {
      if (!record.running) continue;
      this.director.resume(record, history(record), {
        memory: snapshot.memories.get(record.instance),
        position: snapshot.instancePositions.find((position) => position.instance === record.instance && position.lots !== 0),
      });
    }
    this.trades.restore(snapshot.memories.get(TRADE_WATCH));
    this.breakers.restore(snapshot.memories.get(BREAKER_MEMORY));
    this.habits.restore(snapshot.memories.get(HABITS_MEMORY));
    this.margin.restore(snapshot.memories.get(FUNDING_MEMORY));
    this.reconciliation.restore(snapshot.memories.get(RECONCILIATION_MEMORY));
    this.gate.differing = this.reconciliation.differences.length > 0;
    this.feeCoins.restore(snapshot.memories.get(FEE_COINS_MEMORY));
    this.closings.restore(snapshot.memories.get(CLOSINGS_MEMORY));
    this.protections.restore(snapshot.memories.get(PROTECTIONS_MEMORY));
    this.restoreOrders(snapshot);
  }

  /** Goes on with the alerts of a snapshot, when account and prices stand. `history` are the closed bars of an indicator's alert. */
  restoreAlerts(snapshot: LedgerSnapshot, { history, heardFrom }: Pick<AlertStart, 'history' | 'heardFrom'>, effects: Effects): void {
    const { alerts, memories } = snapshot;
    if (alerts === undefined) return;
    this.alerts.restore({ ...alerts, history, heardFrom, memory: memories.get(ALERT_MEMORY) }, effects);
  }

  /** Takes a price that was known before a start, so that what is held has a value from the first event on. */
  seedMarket(quote: Omit<QuoteEvent, 'kind' | 'received'>): void {
    const { market, instruments } = this.account;
    const { instrument } = quote;
    market.bidTicks[instrument] = quote.bidTicks;
    market.askTicks[instrument] = quote.askTicks;
    market.markTicks[instrument] = quote.lastTicks;
    market.mark[instrument] = instruments[instrument]?.toPrice(quote.lastTicks) ?? 0;
    market.markTime[instrument] = quote.time;
  }

  private restoreOrders(snapshot: LedgerSnapshot): void {
    for (const { order, state, filledLots, fillIds } of snapshot.endedOrders) {
      this.account.orders.restoreEnded({ ...this.desk.open(order, state, filledLots), fillIds });
    }
    for (const { order, state, filledLots, cancelReason, group, amendments, pending, fillIds } of snapshot.openOrders) {
      const entry = this.desk.open(order, state, filledLots);
      entry.fillIds = fillIds;
      if (order.quoteAmount !== null) entry.worstLots = Math.max(entry.worstLots, filledLots);
      entry.cancelReason = cancelReason;
      this.account.orders.add(entry);
      if (order.group !== null && group !== null) this.account.orders.restoreGroup(order.group.id, group);
      this.amendments.restore(entry, pending, amendments);
      if (isBracketLeg(order)) entry.worstLots = this.account.orders.worstOf(entry);
      this.executions.unsettled.add(order.id);
      this.desk.query(order.id);
    }
    this.gate.recovering = this.reconciles || snapshot.openOrders.length > 0;
  }

  /** An instant is over. */
  private goOn(time: number, effects: Effects): void {
    this.habits.settle(effects);
    if (this.firstHour.on) {
      if (this.gate.recovering) this.firstHour.rest(time);
      else this.firstHour.advance(time, effects);
    }
    this.account.time = time;
  }

  private onBar(event: BarEvent, effects: Effects): void {
    const { account } = this;
    if (event.time > account.time) this.goOn(event.time, effects);
    account.market.closeBar(event);
    this.control.watch(effects);
    this.breakers.onPrice(event.instrument, effects);
    if (this.alerts.on) this.alerts.onBar(event, effects);
    if (!event.last) this.director.onBar(event);
  }

  private onQuote(event: QuoteEvent, effects: Effects): void {
    this.seedMarket(event);
    this.control.watch(effects);
    this.breakers.onPrice(event.instrument, effects);
    if (this.alerts.on) this.alerts.onPrice(event.instrument, effects);
  }

  private onCommand(event: CommandEvent, effects: Effects): void {
    effects.outcome = this.commands.run(event.command);
    const { type } = event.command;
    if (type === 'accept-differences' && effects.outcome.ok) {
      this.gate.differing = false;
      this.recover();
    }
    if (type === 'arm') this.gate.unarmed = false;
    if (type === 'set-limits') {
      this.trades.configure(effects);
      this.habits.configure();
    }
    if (type === 'set-limits' || type === 'rearm') this.breakers.begin(type === 'rearm', effects);
  }

  private onAccount(event: AccountEvent, effects: Effects): void {
    const agreed = this.reconciliation.look(event, effects);
    this.agreed = agreed;
    this.gate.differing = this.reconciliation.differences.length > 0;
    if (agreed) this.recover();
    if (agreed && !this.reconciliation.uncertain) this.closings.endIdle();
  }

  private get fenced(): boolean {
    return this.stopping || this.locked;
  }

  private onPhase(phase: LifecycleEvent['phase']): void {
    if (phase === 'stopping') this.stopping = true;
    else if (phase === 'locked' || phase === 'unlocked') this.locked = phase === 'locked';
    if (phase !== 'recovered' && phase !== 'stopping') this.agreed = false;
    this.gate.recovering = phase !== 'recovered';
  }

  /** Ledger and venue agree; the fence of an orderly end stays. */
  private recover(): void {
    if (this.executions.unsettled.size === 0 && !this.fenced) this.gate.recovering = false;
  }

  private onTimer(event: TimerEvent, effects: Effects): void {
    const cut = event.timer.indexOf(':');
    if (event.timer.startsWith(ALERT_TIMER)) {
      this.alerts.onTimer(Number(event.timer.slice(cut + 1)), effects);
      return;
    }
    const entry = this.account.orders.get(event.timer.slice(cut + 1) as ClientOrderId);
    if (entry !== undefined) this.executions.handleTimer(event.timer.slice(0, cut), entry);
  }

  private afterExecution(): void {
    if (this.closings.pending > 0) this.closings.advance();
    if (this.protections.pending > 0) this.protections.advance();
  }
}
