import type { Fill } from '../../../src-shared/domain/fill.ts';
import { directionOf, type IdentifiedOrder } from '../../../src-shared/domain/order.ts';
import type { StrategyInstanceId } from '../../../src-shared/kernel/ids.ts';
import { utcMs } from '../../../src-shared/kernel/time.ts';
import type { LedgerRecord } from '../../ports/ledger.ts';
import type { RiskEvent } from '../risk/breaker.ts';
import { CircuitBreakers } from '../risk/circuit-breakers.ts';
import type { ClosedTrade } from '../risk/trade-book.ts';
import type { AccountState } from './account.ts';
import type { Effects } from './effects.ts';
import { TRADE_WATCH } from './trade-watch.ts';
import type { TradingControl } from './trading-control.ts';

/** Under which name the ledger keeps what breakers have counted. */
export const BREAKER_MEMORY = 'breakers' as StrategyInstanceId;

/** Half a spread where nobody knows one, and slippage where no model says one; basis points. */
const UNKNOWN_BPS = 1;
const BPS = 10_000;

/** Tells the circuit breakers what happens on the account, and turns trading where one trips. Off, it costs nothing. */
export class BreakerWatch {
  private readonly account: AccountState;
  private readonly control: TradingControl;
  private readonly slippageBps: number;
  private readonly breakers = new CircuitBreakers();
  private on = false;
  private watchesPrices = false;
  /** Last price and its time per instrument, to measure moves and silences by. */
  private readonly price: Float64Array;
  private readonly priceTime: Float64Array;

  constructor(account: AccountState, control: TradingControl, slippageBps: number | undefined) {
    this.account = account;
    this.control = control;
    this.slippageBps = slippageBps ?? UNKNOWN_BPS;
    this.price = new Float64Array(account.instruments.length);
    this.priceTime = new Float64Array(account.instruments.length);
  }

  /** Whether bars must be looked at one by one. */
  get needsEveryBar(): boolean {
    return this.watchesPrices;
  }

  /** Takes the limits as they are now. */
  configure(): void {
    const { breakers } = this.control.limits;
    this.breakers.configure(breakers);
    this.on = breakers.length > 0;
    this.watchesPrices = breakers.some(({ kind }) => kind === 'silent-feed' || kind === 'price-jumps');
  }

  /** Goes on with what an earlier run had counted. */
  restore(memory: string | undefined): void {
    this.configure();
    if (memory !== undefined) this.breakers.restore(JSON.parse(memory) as CircuitBreakers['memory']);
  }

  /** A person started again, or the breakers are others now: what is counted is kept. */
  begin(again: boolean, effects: Effects): void {
    const was = this.on;
    this.configure();
    if (again) this.breakers.clear();
    if (this.on || was) this.keep(effects);
  }

  /** What a step wrote: orders that went out, stayed without an answer, were refused. */
  onRecords(effects: Effects, from: number): void {
    if (!this.on) return;
    const { records } = effects;
    const last = records.length;
    for (let at = from; at < last; at += 1) {
      const event = eventOf(records[at]!, this.account.time);
      if (event !== null) this.take(event, effects);
    }
  }

  /** A fill was booked: one that took is held against the model. */
  onFill(order: IdentifiedOrder, fill: Fill, effects: Effects): void {
    if (!this.on || fill.liquidity !== 'taker') return;
    const against = order.triggerTicks ?? (order.trailTicks === null ? order.decisionTicks : 0);
    const instrument = this.account.instruments[order.instrument];
    if (against <= 0 || instrument === undefined) return;
    const slippageBps = (directionOf(order.side) * (fill.ticks - against) * BPS) / against;
    const expectedBps = this.halfSpreadBps(order.instrument) + this.slippageBps;
    this.take(
      { kind: 'fill', time: this.account.time, instrument: instrument.spec.symbol, order: order.id, slippageBps, expectedBps },
      effects,
    );
  }

  onTrade({ instrument, ratio }: ClosedTrade, effects: Effects): void {
    if (this.on) this.take({ kind: 'trade', time: this.account.time, instrument: this.symbol(instrument), ratio }, effects);
  }

  /** An instrument has a new price. */
  onPrice(instrument: number, effects: Effects): void {
    if (!this.watchesPrices) return;
    const { time, market } = this.account;
    const before = this.price[instrument]!;
    const price = market.mark[instrument]!;
    if (before > 0) {
      this.silence(instrument, effects);
      this.take({ kind: 'move', time, instrument: this.symbol(instrument), fraction: Math.abs(price / before - 1) }, effects);
    }
    this.price[instrument] = price;
    this.priceTime[instrument] = time;
    // Time goes on with any instrument: what is held must not be silent meanwhile.
    for (const { index } of this.account.instruments)
      if (index !== instrument && this.price[index]! > 0 && this.account.heldSize(index) !== 0) this.silence(index, effects);
  }

  private silence(instrument: number, effects: Effects): void {
    const { time } = this.account;
    this.take({ kind: 'silence', time, instrument: this.symbol(instrument), ms: time - this.priceTime[instrument]! }, effects);
  }

  private halfSpreadBps(instrument: number): number {
    const { market, instruments } = this.account;
    const ask = market.askTicks[instrument]!;
    const bid = market.bidTicks[instrument]!;
    if (ask > 0 && bid > 0) return ((ask - bid) / (ask + bid)) * BPS;
    return instruments[instrument]?.spec.halfSpreadBps ?? UNKNOWN_BPS;
  }

  private symbol(instrument: number): string {
    return this.account.instruments[instrument]?.spec.symbol ?? '';
  }

  private take(event: RiskEvent, effects: Effects): void {
    const { trips, counted } = this.breakers.take(event);
    for (const trip of trips) {
      if (!this.control.trip(trip, effects)) continue;
      const { reason: code, evidence: details } = trip;
      effects.records.push({ kind: 'signal', instance: TRADE_WATCH, code, details, time: utcMs(this.account.time) });
    }
    if (counted) this.keep(effects);
  }

  private keep(effects: Effects): void {
    effects.records.push({ kind: 'strategy-memory', instance: BREAKER_MEMORY, memory: JSON.stringify(this.breakers.memory) });
  }
}

function eventOf(record: LedgerRecord, time: number): RiskEvent | null {
  if (record.kind === 'order') return { kind: 'sent', time, order: record.order.id };
  // A record with a reason says that its end was asked for.
  if (record.kind !== 'order-state' || (record.state === 'in-doubt' && record.reason !== null)) return null;
  if (record.state === 'in-doubt') return { kind: 'unanswered', time, order: record.order };
  return record.state === 'rejected' ? { kind: 'rejected', time, order: record.order } : null;
}
