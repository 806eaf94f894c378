import type { CandleColumns } from '../../../src-shared/domain/candle.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { StrategyParameters } from '../../../src-shared/domain/strategy-spec.ts';
import type { BarRows, StrategyRequest } from '../../ports/strategy-process.ts';
import type { Strategy, StrategyDefinition, StrategyDesk, StrategyFill } from '../strategies/strategy.ts';
import { BARS_PER_CALL, fillView, instrumentView, viewOf } from './strategy-views.ts';

/** Something that a strategy's process is to be asked. The answer comes back to the engine as an event of its own. */
export interface StrategyQuestion {
  /** The strategy that asks: its instance is the one that the answer is for. */
  readonly strategy: Strategy;
  readonly request: StrategyRequest;
  readonly bars: BarRows | null;
  /** Close of the bar to decide on; null for anything else. */
  readonly bar: number | null;
  /** Counts the questions of an instance. */
  readonly number: number;
}

/** Takes a question to where it is answered, without waiting. */
export type AskLater = (question: StrategyQuestion) => void;

/** A strategy of the user on paper and live: it asks and does not wait. What it wants comes later as an `answer` event. */
class AwaitedStrategy implements Strategy {
  private readonly instance: number;
  private readonly instrument: Instrument;
  private readonly ask: AskLater;
  private asked = 0;

  constructor(instance: number, instrument: Instrument, ask: AskLater) {
    this.instance = instance;
    this.instrument = instrument;
    this.ask = ask;
  }

  begin(parameters: StrategyParameters, seed: number): void {
    this.put({ kind: 'create', instance: this.instance, parameters, instrument: instrumentView(this.instrument), seed });
  }

  warm(history: CandleColumns): void {
    for (let from = 0; from < history.length; from += BARS_PER_CALL) {
      const bars = { columns: history, from, to: Math.min(history.length, from + BARS_PER_CALL) };
      this.put({ kind: 'warm', instance: this.instance }, bars);
    }
  }

  onBar(columns: CandleColumns, row: number, desk: StrategyDesk): void {
    const barMs = desk.time - columns.time[row]!;
    this.put({ kind: 'bars', instance: this.instance, barMs, view: viewOf(desk) }, { columns, from: row, to: row + 1 }, desk.time);
  }

  onFill(fill: StrategyFill, desk: StrategyDesk): void {
    this.put({ kind: 'fill', instance: this.instance, view: viewOf(desk), fill: fillView(fill, this.instrument) });
  }

  onLiquidation(fill: StrategyFill, desk: StrategyDesk): void {
    this.onFill(fill, desk);
  }

  memory(): string {
    return '';
  }

  restore(): void {
    // Bars and position say everything.
  }

  private put(request: StrategyRequest, bars: BarRows | null = null, bar: number | null = null): void {
    this.asked += 1;
    this.ask({ strategy: this, request, bars, bar, number: this.asked });
  }
}

/** A loaded strategy as one whose answers are awaited. */
export function awaitedDefinition(loaded: StrategyDefinition, seed: number, ask: AskLater): StrategyDefinition {
  let instances = 0;
  return {
    ...loaded,
    create: (parameters, instrument) => {
      // Beyond those that are asked directly.
      instances += 1;
      const strategy = new AwaitedStrategy(instances, instrument, ask);
      strategy.begin(parameters, seed);
      return strategy;
    },
  };
}

/** A strategy of the user in a replay: its answers stand in the journal, so nobody is asked. */
export function replayedDefinition(id: string): StrategyDefinition {
  return {
    spec: { id, family: 'own', description: '', parameters: [] },
    warmupBars: () => 0,
    create: (_, instrument) => new AwaitedStrategy(0, instrument, () => undefined),
  };
}
