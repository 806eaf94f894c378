import type { FaultDetails } from '../../../../src-shared/kernel/fault.ts';

/** Which of the two instruments of a pair. */
export type PairLeg = 0 | 1;

/** Where a pair stands: with nothing, with its entry out, with both legs, or on its way out of what it holds. */
export type PairPhase = 'flat' | 'entering' | 'held' | 'leaving';

/** What a strategy over two instruments may see and ask for at an instant. Valid during the call only. */
export interface PairDesk {
  /** Symbols of the two instruments. */
  readonly symbols: readonly [string, string];
  readonly phase: PairPhase;
  /**
   * Goes in at market on both legs, or on neither: `long` buys the first and sells the second short, `short` the other way round, with
   * `ratio` times the first one's value in the second. Only while flat. False where the gate let one of them not pass; that is recorded.
   */
  enter(way: 'long' | 'short', ratio: number): boolean;
  /** Closes both legs at market, and goes on asking until nothing is held. */
  leave(): void;
  /** Says what was done and why: a code of the signal catalogue and its parameters. */
  signal(code: string, details: FaultDetails): void;
}

/** Closes in, intents for two legs out: an instance of a strategy on two instruments and one timeframe. That no leg is left alone is its host's matter. */
export interface PairStrategy {
  /** Decides at an instant at which both instruments have closed a bar; `closes` holds the two closes, quote units, during the call. */
  onPair(closes: Float64Array, desk: PairDesk): void;
}
