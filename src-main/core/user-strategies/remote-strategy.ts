import type { CandleColumns } from '../../../src-shared/domain/candle.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { StrategyParameters, StrategySpec } from '../../../src-shared/domain/strategy-spec.ts';
import type { BarRows, StrategyProcess, StrategyRequest, StrategyScript } from '../../ports/strategy-process.ts';
import type { BarSpan, Strategy, StrategyDefinition, StrategyDesk, StrategyFill } from '../strategies/strategy.ts';
import { checkedAnswer, misunderstood, readConflict, readLoaded, readWarmup } from './script-answers.ts';
import { BARS_PER_CALL, fillView, instrumentView, viewOf } from './strategy-views.ts';
import { grantWishes, readWishes, type UserWish } from './wishes.ts';

/** A loaded strategy of the user: its definition, and the files it is made of. */
export interface LoadedStrategy {
  readonly definition: StrategyDefinition;
  /** Paths of the files that take part, the entry first. */
  readonly files: readonly string[];
}

function ask(process: StrategyProcess, name: string, asked: { readonly request: StrategyRequest; readonly bars?: BarRows }) {
  return checkedAnswer(asked.bars === undefined ? process.call(asked.request) : process.call(asked.request, asked.bars), name);
}

/** Loads a script in its process and makes a definition of it. Fails with `strategy.script` or `strategy.failed`. */
export function loadStrategy(process: StrategyProcess, script: StrategyScript, seed: number): LoadedStrategy {
  const { entry } = script;
  const { spec, files } = readLoaded(process.call({ kind: 'load', ...script }), script);
  return { definition: remoteDefinition(process, spec, { entry, seed }), files };
}

function remoteDefinition(
  process: StrategyProcess,
  spec: StrategySpec,
  { entry, seed }: { readonly entry: string; readonly seed: number },
): StrategyDefinition {
  let instances = 0;
  const measure = (parameters: StrategyParameters): unknown => process.call({ kind: 'measure', parameters });
  return {
    spec,
    conflict: (parameters) => readConflict(measure(parameters), entry, Object.keys(parameters)),
    warmupBars: (parameters) => readWarmup(measure(parameters), entry, spec.id),
    create: (parameters, instrument) => {
      instances += 1;
      ask(process, entry, { request: { kind: 'create', instance: instances, parameters, instrument: instrumentView(instrument), seed } });
      return new RemoteStrategy({ process, strategy: spec.id, entry, instance: instances, instrument });
    },
    release: () => {
      ask(process, entry, { request: { kind: 'forget' } });
    },
  };
}

interface RemoteParts {
  readonly process: StrategyProcess;
  readonly strategy: string;
  readonly entry: string;
  readonly instance: number;
  readonly instrument: Instrument;
}

/** A strategy of the user, in a process of its own: bars and fills go there, wishes come back and are carried out here. */
class RemoteStrategy implements Strategy {
  private readonly parts: RemoteParts;
  /** Length of a bar, ms; known with the first that is decided on. */
  private barMs = Number.NaN;

  constructor(parts: RemoteParts) {
    this.parts = parts;
  }

  warm(history: CandleColumns): void {
    for (let from = 0; from < history.length; from += BARS_PER_CALL) {
      const bars = { columns: history, from, to: Math.min(history.length, from + BARS_PER_CALL) };
      this.ask({ kind: 'warm', instance: this.parts.instance }, bars);
    }
  }

  onBar(columns: CandleColumns, row: number, desk: StrategyDesk): void {
    const { wishes } = this.decide({ columns, from: row, to: row + 1 }, desk);
    grantWishes(wishes, desk);
  }

  onBars(span: BarSpan, desk: StrategyDesk): number {
    const { columns, from, to } = span;
    // The desk's time is a bar's close only where the market stands at that bar.
    if (Number.isNaN(this.barMs)) span.reach(from);
    const { rows, wishes } = this.decide({ columns, from, to }, desk);
    if (wishes.length > 0) {
      span.reach(from + rows - 1);
      grantWishes(wishes, desk);
    }
    return from + rows;
  }

  onFill(fill: StrategyFill, desk: StrategyDesk): void {
    const { instance, instrument } = this.parts;
    grantWishes(this.wishesOf(this.ask({ kind: 'fill', instance, view: viewOf(desk), fill: fillView(fill, instrument) })), desk);
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

  /** The wishes at the last of the rows that were taken. */
  private decide(bars: BarRows, desk: StrategyDesk): { readonly rows: number; readonly wishes: readonly UserWish[] } {
    const { strategy, instance } = this.parts;
    if (Number.isNaN(this.barMs)) this.barMs = desk.time - bars.columns.time[bars.from]!;
    const answer = this.ask({ kind: 'bars', instance, barMs: this.barMs, view: viewOf(desk) }, bars);
    const { rows } = answer;
    if (typeof rows !== 'number' || !Number.isInteger(rows) || rows < 1 || rows > bars.to - bars.from)
      throw misunderstood(strategy, 'it did not say how many bars it took.');
    return { rows, wishes: this.wishesOf(answer) };
  }

  private wishesOf(answer: Readonly<Record<string, unknown>>): readonly UserWish[] {
    const wishes = readWishes(answer['wishes']);
    if (typeof wishes === 'string') throw misunderstood(this.parts.strategy, wishes);
    return wishes;
  }

  private ask(request: StrategyRequest, bars?: BarRows): Readonly<Record<string, unknown>> {
    const { process, entry } = this.parts;
    return ask(process, entry, bars === undefined ? { request } : { request, bars });
  }
}
