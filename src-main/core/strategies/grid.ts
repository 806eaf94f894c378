import type { CandleColumns } from '../../../src-shared/domain/candle.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { Side } from '../../../src-shared/domain/order.ts';
import { type SignalCode, signalPrice, signalSize } from '../../../src-shared/domain/signals.ts';
import { invariant } from '../../../src-shared/kernel/result.ts';
import { checkedParameters } from './parameters.ts';
import type { Strategy, StrategyDefinition, StrategyDesk, StrategyFill } from './strategy.ts';

/** What a grid keeps across a restart: its anchor in ticks, and per level the lots it trades and the lots it holds. */
interface GridMemory {
  readonly anchor: number;
  readonly size: readonly number[];
  readonly held: readonly number[];
}

/**
 * Limit orders at prices a fixed percentage apart. Level 0 is the anchor, the close at which the grid starts; levels 1, 2, … lie below it.
 * Each level from 1 on buys at its own price, sells what it got at the price of the level above, and buys again. It never sells what it
 * has not bought, so it is never short. Each level has at most one order out, so that a restart finds every order by its tag.
 */
class Grid implements Strategy {
  private readonly levels: number;
  private readonly spacing: number;
  private readonly instrument: Instrument;
  private anchor = 0;
  private size: number[] = [];
  private held: number[] = [];
  private kept = '';

  constructor(levels: number, spacing: number, instrument: Instrument) {
    this.levels = levels;
    this.spacing = spacing;
    this.instrument = instrument;
  }

  warm(): void {
    // The grid starts where the price is.
  }

  onBar(columns: CandleColumns, row: number, desk: StrategyDesk): void {
    if (this.anchor === 0) this.begin(this.instrument.toTicks(columns.close[row]!), desk);
    const working = new Set(desk.workingTags());
    for (let level = 1; level <= this.levels; level += 1) if (isIdle(level, working)) this.place(level, desk);
  }

  onFill(fill: StrategyFill, desk: StrategyDesk): void {
    const level = levelOf(fill.tag);
    const before = this.held[level];
    if (before === undefined) return;
    this.held[level] = Math.max(0, before + (fill.side === 'buy' ? fill.lots : -fill.lots));
    this.keep();
    const [code, target]: [SignalCode, number] = fill.side === 'buy' ? ['grid.bought', level - 1] : ['grid.sold', level];
    this.say(code, { level, target: signalPrice(this.instrument, this.ticks(target)) }, fill, desk);
    // A fill may come late, of an order whose place another has taken; the next bar sees to what it brought.
    if (fill.complete && isIdle(level, new Set(desk.workingTags()))) this.place(level, desk);
  }

  memory(): string {
    return this.kept;
  }

  restore(memory: string): void {
    const { anchor, size, held } = JSON.parse(memory) as GridMemory;
    invariant(size.length === this.levels + 1 && held.length === size.length, 'a grid is taken up with the levels it was made with');
    this.anchor = anchor;
    this.size = [...size];
    this.held = [...held];
    this.kept = memory;
  }

  private begin(anchor: number, desk: StrategyDesk): void {
    this.anchor = anchor;
    // All sizes before the first order: each order holds money back, and the shares are to be equal.
    this.size = Array.from({ length: this.levels + 1 }, (_, level) => (level === 0 ? 0 : desk.sizeAt(this.ticks(level), this.levels)));
    this.held = this.takeOver(desk.positionLots);
    this.keep();
    desk.signal('grid.placed', { levels: this.levels, anchor: signalPrice(this.instrument, anchor), spacing: this.spacing });
  }

  private place(level: number, desk: StrategyDesk): void {
    const held = this.held[level]!;
    if (held > 0) desk.limit('sell', this.ticks(level - 1), held, tagOf('sell', level));
    else if (this.size[level]! > 0) desk.limit('buy', this.ticks(level), this.size[level]!, tagOf('buy', level));
  }

  /** What it holds already, of other parameters, is sold level by level as if each had bought its share; the last one takes what is left. */
  private takeOver(lots: number): number[] {
    let left = Math.max(0, lots);
    return this.size.map((size, level) => {
      const held = level === 0 ? 0 : level === this.levels ? left : Math.min(left, size);
      left -= held;
      return held;
    });
  }

  private ticks(level: number): number {
    return Math.max(1, Math.round(this.anchor * (1 - this.spacing / 100) ** level));
  }

  private say(
    code: SignalCode,
    details: { readonly level: number; readonly target: number },
    fill: StrategyFill,
    desk: StrategyDesk,
  ): void {
    const { instrument } = this;
    desk.signal(code, {
      ...details,
      size: signalSize(instrument, fill.lots),
      base: instrument.spec.base,
      price: signalPrice(instrument, fill.ticks),
    });
  }

  private keep(): void {
    this.kept = JSON.stringify({ anchor: this.anchor, size: this.size, held: this.held } satisfies GridMemory);
  }
}

function tagOf(side: Side, level: number): string {
  return `${side}-${String(level)}`;
}

function isIdle(level: number, working: ReadonlySet<string>): boolean {
  return !working.has(tagOf('buy', level)) && !working.has(tagOf('sell', level));
}

/** The level of a tag; NaN for an order that is none of the grid's. */
function levelOf(tag: string | null): number {
  return Number(/^(?:buy|sell)-(\d+)$/u.exec(tag ?? '')?.[1]);
}

export const GRID: StrategyDefinition = {
  spec: {
    id: 'grid',
    family: 'market making',
    description:
      'Buys at fixed steps below the starting price and sells each lot one step higher: earns in sideways markets, holds losses in falling ones.',
    parameters: [
      { name: 'spacing', label: 'Distance between levels', unit: '%', default: 0.5, min: 0.05, max: 20, integer: false },
      { name: 'levels', label: 'Levels', unit: '', default: 5, min: 1, max: 50, integer: true },
    ],
  },
  warmupBars: () => 0,
  create: (parameters, instrument) => {
    const value = checkedParameters(GRID, parameters);
    return new Grid(value('levels'), value('spacing'), instrument);
  },
};
