import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { directionOf, type Side } from '../../../src-shared/domain/order.ts';

/** A trade from flat to flat: what protections and breakers look at. Statistics, so doubles. */
export interface ClosedTrade {
  readonly instrument: number;
  readonly origin: string;
  /** `buy` was long, `sell` was short. */
  readonly side: Side;
  /** Market time of its last fill. */
  readonly closedAt: number;
  /** Profit after all its fees and its funding, settle asset, and as a fraction of what was entered. */
  readonly profit: number;
  readonly ratio: number;
  /** A stop order, a strategy's own stop or the venue's liquidation ended it. */
  readonly stopped: boolean;
}

/** A fill as the book needs it. */
export interface BookedFill {
  readonly instrument: number;
  readonly origin: string;
  readonly side: Side;
  readonly ticks: number;
  readonly lots: number;
  /** Value of all its lots where the price does not say it, settle asset. */
  readonly value?: number;
  readonly fee: number;
  readonly time: number;
  /** The order only closes what is held. */
  readonly closes: boolean;
  readonly stops: boolean;
}

/** What an origin gave up for a fee. */
type FeePaid = Pick<BookedFill, 'instrument' | 'origin' | 'lots' | 'time'> & { readonly value: number };

/** What an origin holds of an instrument since it was last flat. */
export interface OpenTrade {
  readonly instrument: number;
  readonly origin: string;
  readonly side: Side;
  lots: number;
  /** Value of everything that was entered, and of what was closed; settle asset. */
  entered: number;
  closed: number;
  /** Fees paid less funding received. */
  paid: number;
}

/**
 * Puts fills together to trades per instrument and origin, as a report does. What an origin does not hold itself, its closing order takes from
 * the others that do, in the order of their names: a person who sells what a strategy bought ends the strategy's trade.
 */
export class TradeBook {
  private readonly instruments: readonly Instrument[];
  private readonly open: OpenTrade[] = [];

  constructor(instruments: readonly Instrument[]) {
    this.instruments = instruments;
  }

  /** What is open, for keeping. */
  get trades(): readonly OpenTrade[] {
    return this.open;
  }

  /** Takes over what was open. */
  restore(trades: readonly OpenTrade[]): void {
    this.open.splice(0, this.open.length, ...trades.map((trade) => ({ ...trade })));
  }

  /** Funding that an origin received for what it holds, or what else it received; below zero where it paid. */
  receive(instrument: number, origin: string, amount: number): void {
    const trade = this.find(instrument, origin);
    if (trade !== undefined) trade.paid -= amount;
  }

  /** Books what an origin gave up for a fee: a sale for its value, or, without lots, the value alone. Returns the trades that it ended. */
  payFee({ instrument, origin, lots, value, time }: FeePaid): readonly ClosedTrade[] {
    if (lots > 0) return this.book({ instrument, origin, side: 'sell', ticks: 0, lots, value, fee: 0, time, closes: true, stops: false });
    this.receive(instrument, origin, value);
    return [];
  }

  /** Books a fill and returns the trades that it ended, oldest name first. */
  book(fill: BookedFill): readonly ClosedTrade[] {
    const ended: ClosedTrade[] = [];
    let left = fill.lots;
    const own = this.find(fill.instrument, fill.origin);
    if (own !== undefined && own.side !== fill.side) left = this.close(own, { fill, left, ended });
    if (left > 0 && this.closesOthers(fill)) {
      const others = this.open
        .filter((trade) => trade.instrument === fill.instrument && trade.side !== fill.side)
        .sort((a, b) => (a.origin < b.origin ? -1 : 1));
      for (const other of others) if (left > 0) left = this.close(other, { fill, left, ended });
    } else if (left > 0) this.enter(fill, left);
    return ended;
  }

  private closesOthers({ closes, side, instrument }: BookedFill): boolean {
    // Spot cannot be short, so whatever is sold was somebody's.
    return closes || (side === 'sell' && this.instruments[instrument]?.margin === null);
  }

  private find(instrument: number, origin: string): OpenTrade | undefined {
    return this.open.find((trade) => trade.instrument === instrument && trade.origin === origin);
  }

  private value(fill: BookedFill, lots: number): number {
    if (fill.value !== undefined) return (fill.value * lots) / fill.lots;
    return this.instruments[fill.instrument]?.approximateNotional(fill.ticks, lots) ?? 0;
  }

  private enter(fill: BookedFill, lots: number): void {
    const { instrument, origin, side } = fill;
    let trade = this.find(instrument, origin);
    if (trade === undefined) {
      trade = { instrument, origin, side, lots: 0, entered: 0, closed: 0, paid: 0 };
      this.open.push(trade);
    }
    trade.lots += lots;
    trade.entered += this.value(fill, lots);
    trade.paid += (fill.fee * lots) / fill.lots;
  }

  /** Closes as much of a trade as is left of the fill; returns what is left then. */
  private close(
    trade: OpenTrade,
    { fill, left, ended }: { readonly fill: BookedFill; readonly left: number; readonly ended: ClosedTrade[] },
  ): number {
    const lots = Math.min(trade.lots, left);
    trade.lots -= lots;
    trade.closed += this.value(fill, lots);
    trade.paid += (fill.fee * lots) / fill.lots;
    if (trade.lots === 0) {
      this.open.splice(this.open.indexOf(trade), 1);
      const { instrument, origin, side, entered, closed, paid } = trade;
      const profit = directionOf(side) * (closed - entered) - paid;
      const ratio = entered > 0 ? profit / entered : 0;
      ended.push({ instrument, origin, side, closedAt: fill.time, profit, ratio, stopped: fill.stops });
    }
    return left - lots;
  }
}
