import type { Random } from '../../src-shared/kernel/random.ts';
import type { VenueControl } from '../venue/control/control.ts';
import type { VenueTruth } from './venue-truth.ts';

/** What is done to an account that this program does not do. */
export type ElsewhereKind = 'trade elsewhere' | 'cancel elsewhere' | 'transfer';

/** Somebody else with the same account: orders, cancels and transfers that the program learns of from the venue alone. */
export class Elsewhere {
  /** Coins came or went. */
  transferred = false;
  /** Coins were sold, or a position in a contract moved. */
  sold = false;
  private readonly control: VenueControl;
  private readonly truth: VenueTruth;
  private readonly random: Random;

  constructor(control: VenueControl, truth: VenueTruth, random: Random) {
    this.control = control;
    this.truth = truth;
    this.random = random;
  }

  /** Throws what the venue refuses, which it would refuse anybody. */
  act(kind: ElsewhereKind): void {
    const { random } = this;
    const symbol = this.truth.books[random.below(2)]!;
    const open = this.truth.open;
    if (kind === 'transfer') this.transfer();
    else if (kind === 'cancel elsewhere' && open.length > 0) {
      const order = open[random.below(open.length)]!;
      this.control.run({ do: 'cancel elsewhere', account: 'trader', symbol: order.symbol, orderId: order.id });
    } else this.trade(symbol);
  }

  private transfer(): void {
    const { random } = this;
    const coin = ['', 'BTC', 'ETH'][random.below(3)]!;
    const { money, leverage } = this.truth.protocol.markets;
    this.control.run({
      do: 'transfer',
      account: 'trader',
      asset: coin === '' || leverage !== null ? money[0] : coin,
      amount: random.below(2) === 0 ? '0.01' : '-0.013',
    });
    this.transferred = true;
  }

  private trade(symbol: string): void {
    const { random } = this;
    const side = random.below(2) === 0 ? 'BUY' : 'SELL';
    const quantity = symbol.startsWith('BTC') ? '0.0123' : '0.213';
    this.sold ||= side === 'SELL' || this.truth.protocol.markets.leverage !== null;
    const limit = Math.round(this.truth.mid(symbol) * (side === 'BUY' ? 0.999 : 1.001)).toFixed(2);
    const price = random.below(2) === 0 ? {} : { price: limit };
    this.control.run({ do: 'trade elsewhere', account: 'trader', symbol, side, quantity, ...price });
  }
}
