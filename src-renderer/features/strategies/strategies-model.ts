import type { OrderRow, StrategyRow } from '../../../src-shared/contract/rows.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { FINAL_STATES } from '../../../src-shared/domain/order-state.ts';
import { signalSentence } from '../../../src-shared/domain/signals.ts';
import type { StrategySpec } from '../../../src-shared/domain/strategy-spec.ts';
import type { OwnStrategiesRow } from '../../../src-shared/contract/strategies.ts';
import { instrumentFacts } from '../../state/instrument-facts.ts';
import type { InstrumentFacts } from '../../state/instrument-facts.ts';
import { fileState } from './file-state.ts';
import type { FileState } from './file-state.ts';

/** A strategy placed on an instrument. */
export interface PlacedStrategy {
  readonly kind: 'placed';
  readonly key: string;
  readonly name: string;
  readonly row: StrategyRow;
  readonly facts: InstrumentFacts;
  readonly spec: StrategySpec | undefined;
  /** How the file of one of the user's own stands to what runs; null for a built-in one. */
  readonly version: FileState | null;
  /** Orders of it that may still trade. */
  readonly openOrders: number;
  readonly now: number;
}

/** A strategy that was never started. */
export interface OfferedStrategy {
  readonly kind: 'offered';
  readonly key: string;
  readonly name: string;
  readonly spec: StrategySpec;
  /** Its file, where it is the user's own. */
  readonly file: string | null;
}

export type StrategyLine = PlacedStrategy | OfferedStrategy;

/** Everything the lines are made of. */
export interface StrategyLinesInput {
  readonly strategies: ReadonlyMap<string, StrategyRow>;
  readonly gallery: readonly StrategySpec[];
  readonly orders: ReadonlyMap<string, OrderRow>;
  readonly instruments: ReadonlyMap<string, Instrument>;
  readonly now: number;
  readonly own: OwnStrategiesRow | null;
}

/** The file of a strategy of the user's own, by its id; null for a built-in one. */
export function ownFile(id: string, own: OwnStrategiesRow | null): string | null {
  return own?.strategies.find(({ spec }) => spec?.id === id)?.file ?? null;
}

function openOrdersOf(instance: string, orders: ReadonlyMap<string, OrderRow>): number {
  let count = 0;
  for (const row of orders.values()) if (row.origin === instance && !FINAL_STATES.has(row.state)) count += 1;
  return count;
}

/** The schema that an instance's values are shown by, and how its file stands to it. */
function versionOf(
  row: StrategyRow,
  { gallery, own }: Pick<StrategyLinesInput, 'gallery' | 'own'>,
): Pick<PlacedStrategy, 'spec' | 'version'> {
  const version = fileState(row.script, own);
  // What the file says now is not what runs: only main knows that version's ranges.
  if (row.running && version !== null && version.kind !== 'same') return { spec: specOfValues(row), version };
  return { spec: gallery.find((spec) => spec.id === row.strategy), version };
}

/** A schema of the values alone, without ranges. */
function specOfValues({ strategy, parameters }: StrategyRow): StrategySpec {
  const any = { unit: '', min: -Number.MAX_VALUE, max: Number.MAX_VALUE, integer: false };
  return {
    id: strategy,
    family: 'own',
    description: '',
    parameters: Object.entries(parameters).map(([name, value]) => ({ ...any, name, label: name, default: value })),
  };
}

/** Running ones first, then stopped ones, the newest on top of each; then those that were never started. */
export function strategyLines({ strategies, gallery, orders, instruments, now, own }: StrategyLinesInput): readonly StrategyLine[] {
  const rows = [...strategies.values()].sort((a, b) => Number(b.running) - Number(a.running) || b.startedAt - a.startedAt);
  const placed = rows.map((row): PlacedStrategy => ({
    kind: 'placed',
    key: row.instance,
    name: row.strategy,
    row,
    facts: instrumentFacts(instruments, row.instrument),
    ...versionOf(row, { gallery, own }),
    openOrders: openOrdersOf(row.instance, orders),
    now,
  }));
  const started = new Set(rows.map((row) => row.strategy));
  const offered = gallery
    .filter((spec) => !started.has(spec.id))
    .map((spec): OfferedStrategy => ({ kind: 'offered', key: spec.id, name: spec.id, spec, file: ownFile(spec.id, own) }));
  return [...placed, ...offered];
}

/** The last signal as a sentence; nothing before the first. */
export function lastSignal(line: PlacedStrategy): string | null {
  const { lastSignal: signal } = line.row;
  return signal === null ? null : `${signalSentence(signal.code, signal.details)}.`;
}
