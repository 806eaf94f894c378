import type { Random } from '../../src-shared/kernel/random.ts';
import type { VenueControl } from '../venue/control/control.ts';
import type { VenueTruth } from './venue-truth.ts';
import { SYMBOLS } from './world-market.ts';

/** What is done to an account that this program does not do. */
export type ElsewhereKind = 'trade elsewhere' | 'cancel elsewhere' | 'transfer';

/** Somebody else with the same account: orders, cancels and transfers that the program learns of from the venue alone. */
export class Elsewhere {
  /** Coins came or went. */
  transferred = false;
  /** Coins were sold. */
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
    const symbol = SYMBOLS[random.below(2)]!.replace('/', '');
    const open = this.truth.open;
    if (kind === 'transfer') this.transfer();
    else if (kind === 'cancel elsewhere' && open.length > 0) {
      const order = open[random.below(open.length)]!;
      this.control.run({ do: 'cancel elsewhere', account: 'trader', symbol: order.symbol, orderId: order.id });
    } else this.trade(symbol);
  }

  private transfer(): void {
    const { random } = this;
    this.control.run({
      do: 'transfer',
      account: 'trader',
      asset: ['USDT', 'BTC', 'ETH'][random.below(3)]!,
      amount: random.below(2) === 0 ? '0.01' : '-0.013',
    });
    this.transferred = true;
  }

  private trade(symbol: string): void {
    const { random } = this;
    const side = random.below(2) === 0 ? 'BUY' : 'SELL';
    const quantity = symbol === 'BTCUSDT' ? '0.0123' : '0.213';
    this.sold ||= side === 'SELL';
    const limit = Math.round(this.truth.mid(symbol) * (side === 'BUY' ? 0.999 : 1.001)).toFixed(2);
    const price = random.below(2) === 0 ? {} : { price: limit };
    this.control.run({ do: 'trade elsewhere', account: 'trader', symbol, side, quantity, ...price });
  }
}
