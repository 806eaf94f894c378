import type { ReplayMove } from '../../../src-shared/contract/replay.ts';
import type { ReplayResult, ReplayRow } from '../../../src-shared/contract/rows.ts';
import type { Timeframe } from '../../../src-shared/domain/candle.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { DeskReplay } from '../desk/desk-parts.ts';
import type { ReplayClock } from './replay-clock.ts';

/** What a replay is told by. */
export interface ReplayControlParts {
  readonly clock: ReplayClock;
  readonly instrument: string;
  readonly timeframe: Timeframe;
  readonly label: string;
  /** The lengths of bars that there are. */
  readonly timeframes: readonly Timeframe[];
  /** Market time that has been handled. */
  readonly reached: () => number;
  /** What it led to, worked out at its end. */
  readonly result: () => ReplayResult;
}

/** A replay as the desk and its windows see it: where it stands, what moves it, and what it led to. */
export class ReplayControl implements DeskReplay {
  private readonly parts: ReplayControlParts;
  private result: ReplayResult | null = null;

  constructor(parts: ReplayControlParts) {
    this.parts = parts;
  }

  row(): ReplayRow {
    const { clock, instrument, timeframe, label, reached } = this.parts;
    // The market may still be on its way to where the clock stands.
    if (clock.ended && reached() === clock.to) this.result ??= this.parts.result();
    const { from, to, bar, bars, playing, barsPerSecond } = clock;
    return { instrument, timeframe, label, from, to, bar, bars, playing, barsPerSecond, result: this.result };
  }

  move(move: ReplayMove, wall: number): void {
    this.parts.clock.move(move, wall);
  }

  needs(timeframe: Timeframe): void {
    const { timeframes, timeframe: own } = this.parts;
    if (!timeframes.includes(timeframe)) throw new Fault('replay.timeframe', { timeframe: own, asked: timeframe });
  }
}
