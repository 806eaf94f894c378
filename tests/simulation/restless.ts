import type { CandleColumns } from '../../src-shared/domain/candle.ts';
import { mixSeed } from '../../src-shared/kernel/random.ts';
import type { Strategy, StrategyDefinition, StrategyDesk } from '../../src-main/core/strategies/strategy.ts';

/** Trades on every bar, a little differently each time: a strategy that gives the program work. */
class Restless implements Strategy {
  warm(): void {
    // The past does not matter.
  }

  onBar(columns: CandleColumns, row: number, desk: StrategyDesk): void {
    const chance = mixSeed(columns.time[row] ?? 0, desk.instrument.index) % 6;
    const ticks = Math.round((columns.close[row] ?? 0) / desk.instrument.tickSize);
    const away = Math.max(1, Math.round(ticks * 0.0004));
    if (desk.workingTags().includes('rest')) desk.cancel('rest');
    else if (chance === 0 && desk.positionLots !== 0) desk.exit();
    else if (chance < 3) desk.enter(desk.canShort && chance === 2 ? 'short' : 'long');
    else if (chance === 4 && desk.canShort) desk.limit('sell', ticks + away, desk.sizeAt(ticks, 2), 'rest');
    else desk.limit('buy', ticks - away, desk.sizeAt(ticks, 2), 'rest');
  }

  onFill(): void {
    // The next bar is soon enough.
  }

  memory(): string {
    return '';
  }

  restore(): void {
    // There is nothing to remember.
  }
}

export const RESTLESS: StrategyDefinition = {
  spec: { id: 'restless', family: 'test', description: 'Trades on every bar.', parameters: [] },
  warmupBars: () => 1,
  create: () => new Restless(),
};
