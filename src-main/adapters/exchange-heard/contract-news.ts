import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { ClientOrderId } from '../../../src-shared/kernel/ids.ts';
import type { UtcMs } from '../../../src-shared/kernel/time.ts';
import type { MarginReport } from '../../ports/execution-venue.ts';
import type { AccountScope, BookedTrades } from '../../ports/ledger.ts';
import type { HeldPosition } from '../../ports/market-source.ts';
import type { SeenAccount, SeenFill } from '../../ports/venue-orders.ts';
import type { HeardMarket } from './heard-market.ts';
import { fillIdOf, fillOf } from './live-terms.ts';

/** What the news of contracts stand on. */
export interface ContractNewsParts {
  readonly market: HeardMarket;
  readonly account: AccountScope;
  readonly booked: BookedTrades;
  readonly now: () => UtcMs;
  /** Venue time at which the account was opened; null before. What was closed or paid until then is in its opening. */
  readonly openedAt: () => number | null;
  readonly onNote: (sentence: string) => void;
  readonly report: (report: MarginReport) => void;
}

/** What a venue does to the account's contracts by itself, as it tells it: funding, and positions that it closed for lack of margin. */
export class ContractNews {
  private readonly parts: ContractNewsParts;
  private readonly told = new Set<string>();

  constructor(parts: ContractNewsParts) {
    this.parts = parts;
  }

  /** Takes a fill by which the venue closed a position; whether it is one. One of an order of ours is none. */
  takes(seen: SeenFill): boolean {
    if (seen.liquidation !== true || seen.id !== null) return false;
    const { market, now, onNote, report } = this.parts;
    const instrument = market.ofSymbol(seen.symbol);
    if (instrument === null || instrument.margin === null || !this.isNews(seen.time)) return true;
    const trade = fillIdOf(seen);
    const key = `${seen.symbol} ${trade}`;
    if (this.told.has(key) || this.parts.booked.hasTrade(this.parts.account, instrument.id, trade)) return true;
    const fill = fillOf(seen, {
      ...{ instrument, order: '' as ClientOrderId, now: now() },
      worthOf: (asset, settle) => market.lastPrice(asset, settle),
    });
    if (fill === null) {
      market.garbled += 1;
      return true;
    }
    this.told.add(key);
    const { ticks, lots, fee, profit } = fill;
    const paid = profit === undefined ? {} : { profit };
    onNote(`The venue closed ${seen.size} ${seen.symbol} at ${seen.price}: the margin behind it was used up.`);
    report({ kind: 'liquidated', instrument: instrument.index, side: seen.side, ticks, lots, fee, trade, time: now(), ...paid });
    return true;
  }

  /** Tells the payments of a look, those that were told before too: the engine knows until when they are booked. */
  pay({ funding = [] }: SeenAccount): void {
    const { market, now, report } = this.parts;
    for (const { symbol, amount, time } of funding) {
      const instrument = market.ofSymbol(symbol);
      if (instrument === null || instrument.margin === null || !this.isNews(time)) continue;
      report({ kind: 'funded', instrument: instrument.index, amount: Decimal.parse(amount), paidAt: time, time: now() });
    }
  }

  private isNews(time: number): boolean {
    const openedAt = this.parts.openedAt();
    return openedAt !== null && time >= openedAt;
  }
}

/** The open positions of a look; undefined where no contracts are traded. */
export function heldPositions({ positions }: SeenAccount): readonly HeldPosition[] | undefined {
  return positions?.map(({ symbol, size, cost }) => ({ symbol, size: Decimal.parse(size), cost: Decimal.parse(cost) }));
}
