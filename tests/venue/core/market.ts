import { BookSide } from './book.ts';
import type { Side, VenueOrder } from './order.ts';
import type { SymbolRules } from './symbol.ts';
import type { Tape } from './tape.ts';
import { units } from './units.ts';

/** One market: its rules, book, waiting orders and tape. */
export class Market {
  readonly rules: SymbolRules;
  readonly bids = new BookSide('BUY');
  readonly asks = new BookSide('SELL');
  /** Orders that wait for a price, oldest first. */
  readonly waiting = new Set<VenueOrder>();
  readonly tape: Tape;
  /** Counts every change of a level. */
  updateId = 1;
  tradeId = 0;
  open = true;
  /** Of a contract: the mark that was said; null is the last price. */
  saidMark: bigint | null = null;
  /** Of a contract: what longs pay shorts at the next instant of funding, as it is told. Nothing is paid by it: that is a command of its own. */
  fundingRate = units('0.0000125');

  constructor(rules: SymbolRules, tape: Tape) {
    this.rules = rules;
    this.tape = tape;
  }

  /** What positions are valued at. */
  get mark(): bigint {
    return this.saidMark ?? this.tape.lastPrice;
  }

  sideOf(side: Side): BookSide {
    return side === 'BUY' ? this.bids : this.asks;
  }

  against(side: Side): BookSide {
    return side === 'BUY' ? this.asks : this.bids;
  }
}
