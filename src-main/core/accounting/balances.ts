import { Decimal } from '../../../src-shared/kernel/decimal.ts';

/** What an account holds, exact, per asset. */
export class Balances {
  private readonly amounts = new Map<string, Decimal>();

  of(asset: string): Decimal {
    return this.amounts.get(asset) ?? Decimal.ZERO;
  }

  add(asset: string, amount: Decimal): void {
    this.amounts.set(asset, this.of(asset).add(amount));
  }

  sub(asset: string, amount: Decimal): void {
    this.amounts.set(asset, this.of(asset).sub(amount));
  }

  restore(amounts: ReadonlyMap<string, Decimal>): void {
    this.amounts.clear();
    for (const [asset, amount] of amounts) this.amounts.set(asset, amount);
  }

  entries(): IterableIterator<[string, Decimal]> {
    return this.amounts.entries();
  }
}
