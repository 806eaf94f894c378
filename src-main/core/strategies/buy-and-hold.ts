import type { CandleColumns } from '../../../src-shared/domain/candle.ts';
import { signalSize } from '../../../src-shared/domain/signals.ts';
import { checkedParameters } from './parameters.ts';
import type { BarSpan, Strategy, StrategyDefinition, StrategyDesk, StrategyFill } from './strategy.ts';

const ENTERED = '{"entered":true}';

/** Buys at the first bar and keeps. An entry that was refused is asked for again; one that filled never is. */
class BuyAndHold implements Strategy {
  private entered = false;

  warm(): void {
    // The past does not matter.
  }

  onBar(_columns: CandleColumns, _row: number, desk: StrategyDesk): void {
    if (this.entered || desk.positionLots !== 0 || desk.outstandingLots('buy') > 0) return;
    desk.enter();
  }

  onBars(span: BarSpan, desk: StrategyDesk): number {
    if (this.entered || desk.positionLots !== 0) return span.to;
    span.reach(span.from);
    this.onBar(span.columns, span.from, desk);
    return span.from + 1;
  }

  onFill(fill: StrategyFill, desk: StrategyDesk): void {
    if (fill.side !== 'buy') return;
    this.entered = true;
    const { instrument } = desk;
    if (fill.complete) desk.signal('buy-and-hold.entered', { size: signalSize(instrument, desk.positionLots), base: instrument.spec.base });
  }

  memory(): string {
    return this.entered ? ENTERED : '';
  }

  restore(memory: string): void {
    this.entered = memory === ENTERED;
  }
}

export const BUY_AND_HOLD: StrategyDefinition = {
  spec: {
    id: 'buy-and-hold',
    family: 'baseline',
    description: 'Buys once and keeps: what every other strategy has to beat.',
    parameters: [],
  },
  warmupBars: () => 0,
  create: (parameters) => {
    checkedParameters(BUY_AND_HOLD, parameters);
    return new BuyAndHold();
  },
};
