import { ELSEWHERE } from '../../../src-shared/domain/order.ts';
import type { Random } from '../../../src-shared/kernel/random.ts';
import { FIRST_CUSTOMER } from '../../venue/control/customer.ts';
import type { VenueOrder } from '../../venue/core/order.ts';
import { unitsText } from '../../venue/core/units.ts';
import type { StartedVenue } from '../../venue/start-venue.ts';

const SYMBOL = 'BTCUSDT';
const HALF = 2n;

/** What happens to an account beside the program: trades and orders made elsewhere, and resting orders that are filled. */
export class Elsewhere {
  private readonly venue: Pick<StartedVenue, 'venue' | 'control'>;
  private readonly random: Random;
  private orders = 0;

  constructor(venue: Pick<StartedVenue, 'venue' | 'control'>, random: Random) {
    this.venue = venue;
    this.random = random;
  }

  act(): void {
    switch (this.random.below(6)) {
      case 0:
        this.trade('BUY', '0.002');
        return;
      case 1:
        this.trade('SELL', '0.001');
        return;
      case 2:
        this.rest('57000');
        return;
      case 3:
        this.cancelOne();
        return;
      default:
        this.fillOne();
    }
  }

  /** Places an order that rests. */
  rest(price: string): void {
    this.trade('BUY', '0.001', price);
  }

  private trade(side: 'BUY' | 'SELL', quantity: string, price?: string): void {
    this.orders += 1;
    const clientId = `${ELSEWHERE}-${String(this.orders)}`;
    const order = { account: FIRST_CUSTOMER.name, symbol: SYMBOL, side, quantity, clientId };
    this.venue.control.run({ do: 'trade elsewhere', ...order, ...(price === undefined ? {} : { price }) });
  }

  /** Half or all of a resting order is filled. */
  private fillOne(): void {
    const order = this.pick(this.open().filter(({ resting }) => resting));
    if (order === undefined) return;
    const left = order.quantity - order.executed;
    const step = 1_000n;
    const half = (left / HALF / step) * step;
    const quantity = this.random.below(2) === 0 && half > 0n ? half : left;
    this.venue.control.run({ do: 'fill', orderId: order.id, quantity: unitsText(quantity) });
  }

  private cancelOne(): void {
    const order = this.pick(this.open());
    if (order !== undefined)
      this.venue.control.run({ do: 'cancel elsewhere', account: FIRST_CUSTOMER.name, symbol: SYMBOL, orderId: order.id });
  }

  private open(): readonly VenueOrder[] {
    const { state } = this.venue.venue.exchange;
    const account = [...state.accounts.values()].find(({ name }) => name === FIRST_CUSTOMER.name);
    return account === undefined
      ? []
      : state.ordersOf(account.id).filter(({ status }) => status === 'NEW' || status === 'PARTIALLY_FILLED');
  }

  private pick<Item>(items: readonly Item[]): Item | undefined {
    return items[this.random.below(Math.max(1, items.length))];
  }
}
