import { isOpen, remaining, type Side, type VenueOrder } from '../venue/core/order.ts';
import type { ClientOrderId } from '../../src-shared/kernel/ids.ts';
import type { VenueHouse } from '../venue/house/venue-house.ts';
import type { WorldProtocol } from './protocols/world-protocol.ts';

/** What the venue's own books say of the account, whatever anybody was told. Amounts are doubles, for limits alone. */
export class VenueTruth {
  readonly protocol: WorldProtocol;
  private readonly venue: VenueHouse;
  readonly account: number;

  constructor(protocol: WorldProtocol, venue: VenueHouse, account: number) {
    this.protocol = protocol;
    this.venue = venue;
    this.account = account;
  }

  get orders(): readonly VenueOrder[] {
    return this.venue.exchange.state.ordersOf(this.account);
  }

  get open(): readonly VenueOrder[] {
    return this.venue.exchange.state.openOrders(this.account);
  }

  get openOwn(): readonly VenueOrder[] {
    return this.open.filter((order) => this.ownId(order) !== null);
  }

  /** Our own id of an order; null for a stranger's. */
  ownId({ clientId }: Pick<VenueOrder, 'clientId'>): ClientOrderId | null {
    return this.protocol.ownId(clientId);
  }

  /** The open order of ours that an id means, our own or one of the venue's. */
  openNamed(name: string): VenueOrder | undefined {
    return this.openOwn.find((order) => this.ownId(order) === name || this.protocol.idsOf(order).includes(name));
  }

  get fills() {
    return this.venue.exchange.state.fillsOf(this.account);
  }

  /** Free and locked together, units of 1e-8, nothing left out but nothing. */
  balances(): ReadonlyMap<string, bigint> {
    const { balances } = this.venue.exchange.state.account(this.account);
    return new Map([...balances].map(([asset, { free, locked }]) => [asset, free + locked] as const).filter(([, sum]) => sum !== 0n));
  }

  mid(symbol: string): number {
    const { bids, asks, tape } = this.venue.exchange.state.market(symbol);
    const [bid, ask] = [bids.best ?? tape.lastPrice, asks.best ?? tape.lastPrice];
    return Number(bid + ask) / 2 / 1e8;
  }

  /** What is held of a contract, base units in units of 1e-8, signed; and its whole cost. */
  position(symbol: string) {
    return this.venue.exchange.contracts.position(this.account, symbol);
  }

  /** What all contracts together cost, units of 1e-8. */
  cost(): bigint {
    return this.books.reduce((sum, book) => sum + this.position(book).cost, 0n);
  }

  /** Payments of funding, oldest first. */
  get funding() {
    return this.venue.exchange.state.fundingOf(this.account);
  }

  /** Money of the settle asset and what the positions in it have gained at the last prices. */
  equity(): number {
    const [asset] = this.protocol.markets.money;
    const cash = this.venue.exchange.state.account(this.account).free(asset);
    return this.books.reduce((sum, book) => sum + this.gained(book), Number(cash) / 1e8);
  }

  /** What a position has gained at the last prices and is not settled. */
  gained(book: string): number {
    const { size, cost } = this.position(book);
    return (Number(size) / 1e8) * this.mid(book) - Number(cost) / 1e8;
  }

  /** The markets of the world as the venue's books call them. */
  get books(): readonly string[] {
    const { symbols, bookOf } = this.protocol.markets;
    return symbols.map(bookOf);
  }

  /** What this program's own orders have traded of a market on a side, less everything of the account on the other: a position on that side cannot be smaller than that, base units. */
  leastHeld(symbol: string, side: Side): number {
    let sum = 0n;
    for (const { order, fill } of this.fills) {
      if (order.symbol !== symbol) continue;
      if (order.side !== side) sum -= fill.quantity;
      else if (this.ownId(order) !== null) sum += fill.quantity - (fill.commissionAsset === this.baseOf(symbol) ? fill.commission : 0n);
    }
    return Number(sum) / 1e8;
  }

  /** What this program's open orders may still open of a market on a side, base units. */
  openOn(symbol: string, side: Side): number {
    const open = this.openOwn.filter((order) => order.symbol === symbol && order.side === side && !order.reduceOnly && isOpen(order));
    return Number(open.reduce((sum, order) => sum + remaining(order), 0n)) / 1e8;
  }

  private baseOf(symbol: string): string {
    return this.venue.exchange.state.market(symbol).rules.base;
  }
}
