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
  readonly kind: StrategyRequest['kind'];
  /** What is asked, made when it is sent: an answer that came before it has changed what the strategy sees of its account. */
  readonly request: () => StrategyRequest;
  readonly bars: BarRows | null;
  /** Close of the bar to decide on; null for anything else. */
  readonly bar: number | null;
  /** Counts the questions of an instance. */
  readonly number: number;
}

/** Takes a question to where it is answered, without waiting. */
export type AskLater = (question: StrategyQuestion) => void;

interface AwaitedParts {
  readonly instance: number;
  readonly instrument: Instrument;
  readonly ask: AskLater;
  /** Number of the question before the first one. */
  readonly first: number;
}

/** A strategy of the user on paper and live: it asks and does not wait. What it wants comes later as an `answer` event. */
class AwaitedStrategy implements Strategy {
  private readonly instance: number;
  private readonly instrument: Instrument;
  private readonly ask: AskLater;
  private asked: number;

  constructor({ instance, instrument, ask, first }: AwaitedParts) {
    this.instance = instance;
    this.instrument = instrument;
    this.ask = ask;
    this.asked = first;
  }

  begin(parameters: StrategyParameters, seed: number): void {
    const { instance } = this;
    const instrument = instrumentView(this.instrument);
    this.put('create', () => ({ kind: 'create', instance, parameters, instrument, seed }));
  }

  warm(history: CandleColumns): void {
    const { instance } = this;
    for (let from = 0; from < history.length; from += BARS_PER_CALL) {
      const bars = { columns: history, from, to: Math.min(history.length, from + BARS_PER_CALL) };
      this.put('warm', () => ({ kind: 'warm', instance }), { bars });
    }
  }

  onBar(columns: CandleColumns, row: number, desk: StrategyDesk): void {
    const { instance } = this;
    const bar = desk.time;
    const barMs = bar - columns.time[row]!;
    const bars = { columns, from: row, to: row + 1 };
    this.put('bars', () => ({ kind: 'bars', instance, barMs, view: viewOf(desk) }), { bars, bar });
  }

  onFill(fill: StrategyFill, desk: StrategyDesk): void {
    const { instance } = this;
    const told = fillView(fill, this.instrument);
    this.put('fill', () => ({ kind: 'fill', instance, view: viewOf(desk), fill: told }));
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

  private put(
    kind: StrategyRequest['kind'],
    request: () => StrategyRequest,
    { bars, bar }: { readonly bars?: BarRows; readonly bar?: number } = {},
  ): void {
    this.asked += 1;
    this.ask({ strategy: this, kind, request, bars: bars ?? null, bar: bar ?? null, number: this.asked });
  }
}

/** A loaded strategy as one whose answers are awaited. `first` says which number each strategy's questions are counted from. */
export function awaitedDefinition(
  loaded: StrategyDefinition,
  seed: number,
  ask: AskLater,
  first: () => number = () => 0,
): StrategyDefinition {
  let instances = 0;
  return {
    ...loaded,
    create: (parameters, instrument) => {
      // Beyond those that are asked directly.
      instances += 1;
      const strategy = new AwaitedStrategy({ instance: instances, instrument, ask, first: first() });
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
    create: (_, instrument) => new AwaitedStrategy({ instance: 0, instrument, ask: () => undefined, first: 0 }),
  };
}
