import type { Decimal } from '../kernel/decimal.ts';
import type { ClientOrderId, VenueFillId } from '../kernel/ids.ts';
import type { UtcMs } from '../kernel/time.ts';

/** Whether a fill took liquidity or gave it. */
export type Liquidity = 'maker' | 'taker';

/** One fill as the venue reports it. */
export interface Fill {
  readonly id: VenueFillId;
  readonly order: ClientOrderId;
  /** Whole ticks. */
  readonly ticks: number;
  /** Whole lots, above 0. */
  readonly lots: number;
  readonly liquidity: Liquidity;
  /** Exact fee in the settle asset; negative for a rebate. */
  readonly fee: Decimal;
  readonly time: UtcMs;
  /** The venue closed the position, because the margin behind it was used up. */
  readonly liquidation?: true;
}
