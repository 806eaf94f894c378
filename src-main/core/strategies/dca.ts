import type { CandleColumns } from '../../../src-shared/domain/candle.ts';
import { HOUR_MS } from '../../../src-shared/kernel/time.ts';
import { Reasons } from './building/reasons.ts';
import { checkedParameters } from './parameters.ts';
import type { Strategy, StrategyDefinition, StrategyDesk, StrategyFill } from './strategy.ts';

/** What a plan of purchases keeps across a restart. */
interface DcaMemory {
  /** Money for one purchase, quote units. */
  readonly share: number;
  /** Purchases that have been filled. */
  readonly done: number;
  /** Market time from which the next one is due, ms UTC. */
  readonly due: number;
  readonly asked: unknown;
}

/** Spends its size in equal parts, one after each interval of market time, and keeps what it buys. */
class Dca implements Strategy {
  private readonly intervalMs: number;
  private readonly purchases: number;
  private readonly reasons = new Reasons();
  private share = 0;
  private done = 0;
  private due = 0;
  private kept = '';

  constructor(intervalMs: number, purchases: number) {
    this.intervalMs = intervalMs;
    this.purchases = purchases;
  }

  warm(): void {
    // A schedule has no past.
  }

  onBar(columns: CandleColumns, row: number, desk: StrategyDesk): void {
    if (this.share === 0) this.begin(columns.close[row]!, desk);
    const { time } = desk;
    if (this.share === 0 || this.done >= this.purchases || time < this.due || desk.outstandingLots('buy') > 0) return;
    // Purchases that were missed, because an order took long for example, are not made up for at once: the plan ends later.
    this.due += this.intervalMs * (Math.floor((time - this.due) / this.intervalMs) + 1);
    this.reasons.ask('buy', 'dca.bought', { number: this.done + 1, purchases: this.purchases });
    desk.spend(this.share);
    this.keep();
  }

  onFill(fill: StrategyFill, desk: StrategyDesk): void {
    this.reasons.tell(fill, desk);
    if (fill.side === 'buy' && fill.complete) this.done += 1;
    this.keep();
  }

  memory(): string {
    return this.kept;
  }

  restore(memory: string): void {
    const { share, done, due, asked } = JSON.parse(memory) as DcaMemory;
    this.share = share;
    this.done = done;
    this.due = due;
    this.reasons.restore(asked);
    this.kept = memory;
  }

  /** The money is shared out before the first purchase, so that all are alike. What it holds already, of other parameters, is spent. */
  private begin(close: number, desk: StrategyDesk): void {
    const held = desk.positionLots * desk.instrument.lotSize * close;
    this.share = Math.max(0, desk.capital - held) / this.purchases;
    this.due = desk.time;
  }

  private keep(): void {
    const { share, done, due } = this;
    this.kept = JSON.stringify({ share, done, due, asked: this.reasons.kept() } satisfies DcaMemory);
  }
}

export const DCA: StrategyDefinition = {
  spec: {
    id: 'dca',
    family: 'accumulation',
    description:
      'Buys for the same money at fixed intervals and never sells: takes the timing out of buying, and none of the risk of what it holds.',
    parameters: [
      { name: 'interval', label: 'Hours between purchases', unit: 'h', default: 24, min: 1, max: 8_760, integer: true },
      { name: 'purchases', label: 'Purchases', unit: '', default: 30, min: 1, max: 1_000, integer: true },
    ],
  },
  warmupBars: () => 0,
  create: (parameters) => {
    const value = checkedParameters(DCA, parameters);
    return new Dca(value('interval') * HOUR_MS, value('purchases'));
  },
};
