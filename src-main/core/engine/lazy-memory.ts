import type { StrategyInstanceId } from '../../../src-shared/kernel/ids.ts';

/** What is remembered, put into text where a ledger asks for it: a backtest, which keeps fills only, never does. */
export class LazyMemory {
  readonly kind = 'strategy-memory';
  readonly instance: StrategyInstanceId;
  private readonly text: () => string;

  constructor(instance: StrategyInstanceId, text: () => string) {
    this.instance = instance;
    this.text = text;
  }

  get memory(): string {
    return this.text();
  }
}
