import { Decimal } from '../kernel/decimal.ts';
import { invariant } from '../kernel/result.ts';
import type { Instrument } from './instrument.ts';
import type { Side } from './order.ts';

/** A fill as the books of a run keep it. */
export interface ExecutedFill {
  /** Market time, ms UTC. */
  readonly time: number;
  /** Dense index of the instrument. */
  readonly instrument: number;
  /** Strategy instance, or `you`. */
  readonly origin: string;
  readonly side: Side;
  /** Whole ticks. */
  readonly ticks: number;
  /** Whole lots, above 0. */
  readonly lots: number;
  /** Exact fee in the settle asset; negative for a rebate. */
  readonly fee: Decimal;
}
