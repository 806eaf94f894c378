import { Fault } from '../src-shared/kernel/fault.ts';
import { findStrategy } from './core/strategies/catalog.ts';
import type { StrategyDefinition } from './core/strategies/strategy.ts';
import type { StrategyScript } from './ports/strategy-process.ts';
import { backtest } from './run-backtest.ts';
import type { BacktestOutcome, BacktestSpec } from './sessions/backtest-types.ts';
import { USER_STRATEGIES, type UserStrategy } from './user-strategies.ts';

/** The built-in strategies, and perhaps one of the user's own, whose process is started anew after a run in which it had to be ended. */
export class KnownStrategies {
  private readonly script: StrategyScript | null;
  private readonly seed: number;
  private own: UserStrategy | null = null;

  /** Fails as loading the script does. */
  constructor(script: StrategyScript | null, seed: number) {
    this.script = script;
    this.seed = seed;
    this.open();
  }

  /** SHA-256 of the user's own; null where there is none. */
  get hash(): string | null {
    return this.own?.hash ?? null;
  }

  readonly find = (id: string): StrategyDefinition | undefined => {
    const own = this.open()?.definition;
    return id === own?.spec.id ? own : findStrategy(id);
  };

  readonly backtest = (spec: BacktestSpec): BacktestOutcome => {
    try {
      return backtest(spec, this.open()?.definition);
    } catch (thrown) {
      if (thrown instanceof Fault && thrown.code === 'strategy.failed') this.close();
      throw thrown;
    }
  };

  /** Ends the process of the user's own. */
  close(): void {
    this.own?.close();
    this.own = null;
  }

  private open(): UserStrategy | null {
    if (this.script !== null) this.own ??= USER_STRATEGIES.openScript(this.script, this.seed);
    return this.own;
  }
}
