import type { CandleColumns } from '../../../src-shared/domain/candle.ts';
import type { BarSpan, Strategy, StrategyDefinition, StrategyDesk, StrategyFill } from '../../../src-main/core/strategies/strategy.ts';

/** Whether to hold at the close of a row. */
type Wish = (columns: CandleColumns, row: number) => boolean;

/** A strategy that knows what it must not, and its twin that decides likewise without knowing it. */
export interface PlantedStrategy {
  readonly name: string;
  /** What it does wrong. */
  readonly fault: string;
  readonly leaking: StrategyDefinition;
  readonly honest: StrategyDefinition;
}

/** Holds while it wishes to. */
class Wishing implements Strategy {
  private readonly wish: Wish;

  constructor(wish: Wish) {
    this.wish = wish;
  }

  warm(): void {
    // It reads the columns it is given.
  }
  onBar(columns: CandleColumns, row: number, desk: StrategyDesk): void {
    const wanted = this.wish(columns, row);
    if (wanted && desk.positionLots === 0 && desk.outstandingLots('buy') === 0) desk.enter();
    if (!wanted && desk.positionLots > 0 && desk.outstandingLots('sell') === 0) desk.exit();
  }
  onFill(fill: StrategyFill, desk: StrategyDesk): void {
    if (fill.complete) desk.signal('strategy.bought', { size: fill.lots, base: fill.side });
  }
  memory(): string {
    return '';
  }
  restore(): void {
    // Nothing to restore.
  }
}

/** Decides bar by bar as it should, and looks one bar ahead where bars pass several at a time. */
class HastyWishing extends Wishing {
  private readonly ahead: number;

  constructor(ahead: number) {
    super((columns, row) => rises(columns, row));
    this.ahead = ahead;
  }

  onBars(span: BarSpan, desk: StrategyDesk): number {
    const { columns, from, to } = span;
    for (let row = from; row < to; row += 1) {
      const wanted = rises(columns, row + this.ahead);
      if (wanted === desk.positionLots > 0) continue;
      span.reach(row);
      if (wanted) desk.enter();
      else desk.exit();
      return row + 1;
    }
    return to;
  }
}

/** Puts a limit order at a low, one bar at a time, and sells at the close after. */
class LowBuyer extends Wishing {
  private readonly ahead: number;

  constructor(ahead: number) {
    super(() => false);
    this.ahead = ahead;
  }

  override onBar(columns: CandleColumns, row: number, desk: StrategyDesk): void {
    super.onBar(columns, row, desk);
    const low = columns.low[row + this.ahead];
    if (low === undefined || desk.positionLots > 0) return;
    const ticks = desk.instrument.toTicks(low) + 1;
    desk.cancel('low');
    if (!desk.workingTags().includes('low')) desk.limit('buy', ticks, 1_000, 'low');
  }
}

function defined(id: string, create: () => Strategy): StrategyDefinition {
  return { spec: { id, family: 'planted', description: '', parameters: [] }, warmupBars: () => 0, create };
}

function planted(name: string, fault: string, leaking: () => Strategy, honest: () => Strategy): PlantedStrategy {
  return { name, fault, leaking: defined(`leaking-${name}`, leaking), honest: defined(`honest-${name}`, honest) };
}

const wishing = (name: string, fault: string, leaking: Wish, honest: Wish): PlantedStrategy =>
  planted(
    name,
    fault,
    () => new Wishing(leaking),
    () => new Wishing(honest),
  );

const rises = ({ close }: CandleColumns, row: number): boolean => close[row]! > close[row - 1]!;

function mean(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let row = Math.max(0, from); row < Math.min(values.length, to); row += 1) sum += values[row]!;
  return sum / Math.max(1, Math.min(values.length, to) - Math.max(0, from));
}

/** Direction after the last turn of five percent among the rows before `end`, as of `row`. */
function zigzagRises({ close }: CandleColumns, row: number, end: number): boolean {
  const turns: { readonly row: number; readonly up: boolean }[] = [];
  let extreme = 0;
  let up = true;
  for (let i = 1; i < end; i += 1) {
    if (up ? close[i]! > close[extreme]! : close[i]! < close[extreme]!) extreme = i;
    else if (Math.abs(close[i]! / close[extreme]! - 1) > 0.05) {
      // The turn is put where the extreme was: seen from then on it was always there.
      turns.push({ row: extreme, up: !up });
      up = !up;
      extreme = i;
    }
  }
  return turns.findLast((turn) => turn.row <= row)?.up ?? true;
}

function slope({ close }: CandleColumns, end: number): number {
  let sum = 0;
  for (let i = 0; i < end; i += 1) sum += (i - (end - 1) / 2) * close[i]!;
  return (12 * sum) / (end ** 3 - end || 1);
}

function rankBelow({ close }: CandleColumns, row: number, end: number): number {
  let below = 0;
  for (let i = 0; i < end; i += 1) if (close[i]! < close[row]!) below += 1;
  return below / end;
}

/** What a strategy wrongly keeps from run to run. */
let remembered: Float64Array | null = null;

/** Every kind of planted leak that a strategy can have. */
export function plantedStrategies(): readonly PlantedStrategy[] {
  remembered = null;
  return [
    wishing('next-row', 'reads the close of the row after its own', (c, row) => rises(c, row + 1), rises),
    wishing(
      'centred-average',
      'compares with a mean of the bars around its own',
      (c, row) => c.close[row]! > mean(c.close, row - 5, row + 6),
      (c, row) => c.close[row]! > mean(c.close, row - 10, row + 1),
    ),
    wishing(
      'whole-series-scale',
      'normalises by mean and largest value of all bars',
      (c, row) => (c.close[row]! - mean(c.close, 0, c.length)) / Math.max(...c.close) < 0,
      (c, row) => (c.close[row]! - mean(c.close, 0, row + 1)) / Math.max(...c.close.subarray(0, row + 1)) < 0,
    ),
    planted(
      'known-low',
      'bids at the low of the bar that comes',
      () => new LowBuyer(1),
      () => new LowBuyer(0),
    ),
    wishing(
      'repainting-zigzag',
      'takes turning points where they were, not where they could be known',
      (c, row) => zigzagRises(c, row, c.length),
      (c, row) => zigzagRises(c, row, row + 1),
    ),
    wishing(
      'shifted-back',
      'reads an average three bars before it exists',
      (c, row) => c.close[row]! < mean(c.close, row - 2, row + 4),
      (c, row) => c.close[row]! < mean(c.close, row - 5, row + 1),
    ),
    wishing(
      'last-row',
      'counts rows from the end',
      (c, row) => c.close[row]! < c.close.at(-1)!,
      (c, row) => c.close[row]! < c.close[Math.max(0, row - 3)]!,
    ),
    wishing(
      'open-higher-bar',
      'reads the close of a bar of eight that has not closed',
      (c, row) => c.close[Math.min(c.length - 1, row - (row % 8) + 7)]! > c.close[row]!,
      (c, row) => c.close[Math.max(0, row - (row % 8) - 1)]! > c.close[row]!,
    ),
    wishing(
      'whole-series-rank',
      'ranks its close among all bars',
      (c, row) => rankBelow(c, row, c.length) < 0.4,
      (c, row) => rankBelow(c, row, row + 1) < 0.4,
    ),
    wishing(
      'global-minimum',
      'buys at the lowest low of all bars',
      (c, row) => row >= c.low.indexOf(Math.min(...c.low)),
      (c, row) => c.low[row] === Math.min(...c.low.subarray(0, row + 1)),
    ),
    wishing(
      'fitted-on-everything',
      'follows a line that was fitted to all bars',
      (c, row) => slope(c, c.length) * (row % 20 < 10 ? 1 : -1) > 0,
      (c, row) => slope(c, row + 1) * (row % 20 < 10 ? 1 : -1) > 0,
    ),
    wishing(
      'next-volume',
      'reads the volume of the bar that comes',
      (c, row) => c.volume[row + 1]! > c.volume[row]!,
      (c, row) => c.close[row]! > c.open[row]!,
    ),
    planted(
      'fast-path-only',
      'looks ahead only where bars pass several at a time',
      () => new HastyWishing(1),
      () => new Wishing(rises),
    ),
    wishing(
      'remembers-the-run-before',
      'keeps the closes of one run for the next',
      (c, row) => {
        const known = remembered;
        if (row === c.length - 2) remembered = c.close;
        return known !== null && known[row + 1]! > c.close[row]!;
      },
      rises,
    ),
  ];
}
