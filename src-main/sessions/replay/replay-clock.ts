import type { ReplayMove } from '../../../src-shared/contract/replay.ts';
import { invariant } from '../../../src-shared/kernel/result.ts';
import { SECOND_MS } from '../../../src-shared/kernel/time.ts';
import type { Pace } from '../desk/market-pace.ts';

/** A pause of the wall clock longer than this (a suspended machine, a stopped process) is not caught up, ms. */
const LONGEST_CATCH_UP_MS = 2_000;

/**
 * The clock of a replay. It stands at the close of a bar and goes on to the next close, never between two and never back: played so many
 * bars a second, or stepped. At the last close it stands still for ever.
 */
export class ReplayClock implements Pace {
  /** Between two closes no market time passes. */
  readonly speed = 0;
  private readonly closes: Float64Array;
  private row = 0;
  private runs = false;
  private rate = 1;
  private rowBase = 0;
  private wallBase = 0;
  private wallSeen = 0;

  /** `closes` are the instants that it stands at, the first one included, strictly rising. */
  constructor(closes: Float64Array) {
    invariant(closes.length > 1, 'a replay has a bar to begin at and one to come');
    this.closes = closes;
  }

  get playing(): boolean {
    return this.runs;
  }

  get barsPerSecond(): number {
    return this.rate;
  }

  /** Bars that closed since the beginning, and those that will have at the end. */
  get bar(): number {
    return this.row;
  }

  get bars(): number {
    return this.closes.length - 1;
  }

  get ended(): boolean {
    return this.row === this.bars;
  }

  get from(): number {
    return this.closes[0]!;
  }

  get to(): number {
    return this.closes[this.bars]!;
  }

  target(wall: number): number {
    if (this.runs) {
      const slept = wall - this.wallSeen;
      if (slept > LONGEST_CATCH_UP_MS || slept < 0) this.wallBase += slept;
      this.wallSeen = wall;
      this.goTo(this.rowBase + Math.floor(((wall - this.wallBase) / SECOND_MS) * this.rate));
    }
    return this.closes[this.row]!;
  }

  /** The bars to come are counted from `wall` on; where it stands is not changed. */
  rebase(_market: number, wall: number): void {
    this.rowBase = this.row;
    this.wallBase = wall;
    this.wallSeen = wall;
  }

  /** Carries out what moves it, at wall time `wall`. */
  move(move: ReplayMove, wall: number): void {
    // What had been played until now stays.
    this.target(wall);
    if (move.kind === 'play') this.runs = !this.ended;
    else if (move.kind === 'pause') this.runs = false;
    else if (move.kind === 'speed') this.rate = move.barsPerSecond;
    else {
      this.runs = false;
      this.goTo(this.row + move.bars);
    }
    this.rebase(0, wall);
  }

  private goTo(row: number): void {
    this.row = Math.max(this.row, Math.min(this.bars, row));
    if (this.ended) this.runs = false;
  }
}
