import { GAP_CAUSES, type GapCause, type GapParts, type GapSplit } from '../../../src-shared/domain/attribution.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';

/** Adds up profits of both runs and the parts of their gap. What is in the profits and in no part is the residual. */
export class GapTally {
  sessionProfit = Decimal.ZERO;
  backtestProfit = Decimal.ZERO;
  private readonly amounts = new Map<GapCause, Decimal>();

  profits(session: Decimal, backtest: Decimal): void {
    this.sessionProfit = this.sessionProfit.add(session);
    this.backtestProfit = this.backtestProfit.add(backtest);
  }

  part(cause: GapCause, amount: Decimal): void {
    this.amounts.set(cause, this.of(cause).add(amount));
  }

  split(): GapSplit {
    const gap = this.sessionProfit.sub(this.backtestProfit);
    const parts: GapParts = {
      signal: this.of('signal'),
      timing: this.of('timing'),
      price: this.of('price'),
      fee: this.of('fee'),
      size: this.of('size'),
      missed: this.of('missed'),
      extra: this.of('extra'),
    };
    return { gap, parts, residual: GAP_CAUSES.reduce((left, cause) => left.sub(parts[cause]), gap) };
  }

  private of(cause: GapCause): Decimal {
    return this.amounts.get(cause) ?? Decimal.ZERO;
  }
}
