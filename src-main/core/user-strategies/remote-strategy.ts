import type { CandleColumns } from '../../../src-shared/domain/candle.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { StrategyParameters, StrategySpec } from '../../../src-shared/domain/strategy-spec.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { BarRows, StrategyProcess, StrategyRequest, StrategyScript } from '../../ports/strategy-process.ts';
import type { BarSpan, Strategy, StrategyDefinition, StrategyDesk, StrategyFill } from '../strategies/strategy.ts';
import { BARS_PER_CALL, fillView, instrumentView, viewOf } from './strategy-views.ts';
import { readUserSpec } from './user-spec.ts';
import { grantWishes, readWishes, type UserWish } from './wishes.ts';

/** Most bars of history that a user's strategy may want. */
const MOST_WARMUP = 100_000;

/** A loaded strategy of the user: its definition, and the files it is made of. */
export interface LoadedStrategy {
  readonly definition: StrategyDefinition;
  /** Paths of the files that take part, the entry first. */
  readonly files: readonly string[];
}

/**
 * What a strategy's process answered, as a record. Throws what went wrong in it as `strategy.script`, with the place that it names or else
 * the strategy's file.
 */
export function checkedAnswer(answer: unknown, name: string): Readonly<Record<string, unknown>> {
  const record = (typeof answer === 'object' && answer !== null ? answer : {}) as Readonly<Record<string, unknown>>;
  if (record['kind'] !== 'fault') return record;
  const { place, problem } = record;
  throw new Fault('strategy.script', {
    place: typeof place === 'string' && place !== '' ? place : name,
    problem: typeof problem === 'string' ? problem : 'something was thrown.',
  });
}

function ask(process: StrategyProcess, name: string, asked: { readonly request: StrategyRequest; readonly bars?: BarRows }) {
  return checkedAnswer(asked.bars === undefined ? process.call(asked.request) : process.call(asked.request, asked.bars), name);
}

/** Loads a script in its process and makes a definition of it. Fails with `strategy.script` or `strategy.failed`. */
export function loadStrategy(process: StrategyProcess, script: StrategyScript, seed: number): LoadedStrategy {
  const { entry } = script;
  const answer = ask(process, entry, { request: { kind: 'load', ...script } });
  const spec = readUserSpec(answer['spec']);
  if (typeof spec === 'string') throw new Fault('strategy.script', { place: entry, problem: spec });
  const files = answer['files'];
  if (!Array.isArray(files) || !files.every((file) => typeof file === 'string' && Object.hasOwn(script.files, file)))
    throw misunderstood(spec.id, 'it named no files of its own.');
  return { definition: remoteDefinition(process, spec, { entry, seed }), files: files as readonly string[] };
}

function misunderstood(strategy: string, problem: string): Fault {
  return new Fault('strategy.failed', { strategy, problem });
}

function remoteDefinition(
  process: StrategyProcess,
  spec: StrategySpec,
  { entry, seed }: { readonly entry: string; readonly seed: number },
): StrategyDefinition {
  let instances = 0;
  const measure = (parameters: StrategyParameters) => ask(process, entry, { request: { kind: 'measure', parameters } });
  return {
    spec,
    conflict: (parameters) => {
      const { conflict } = measure(parameters);
      return typeof conflict === 'string' ? { parameter: Object.keys(parameters).join(', '), problem: conflict } : null;
    },
    warmupBars: (parameters) => {
      const { warmup } = measure(parameters);
      if (typeof warmup === 'number' && Number.isInteger(warmup) && warmup >= 0 && warmup <= MOST_WARMUP) return warmup;
      throw misunderstood(spec.id, `warmup gave no whole number from 0 to ${String(MOST_WARMUP)}.`);
    },
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
