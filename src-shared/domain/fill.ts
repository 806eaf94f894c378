import type { Decimal } from '../kernel/decimal.ts';
import type { ClientOrderId, VenueFillId } from '../kernel/ids.ts';
import type { UtcMs } from '../kernel/time.ts';

/** Whether a fill took liquidity or gave it. */
export type Liquidity = 'maker' | 'taker';

/** A fee, or a part of one, in the asset in which the venue took it. */
export interface PaidFee {
  readonly asset: string;
  /** Exact, in units of the asset; negative for a rebate. */
  readonly amount: Decimal;
}

/** One fill as the venue reports it. */
export interface Fill {
  readonly id: VenueFillId;
  readonly order: ClientOrderId;
  /** Whole ticks. */
  readonly ticks: number;
  /** Whole lots, above 0. */
  readonly lots: number;
  readonly liquidity: Liquidity;
  /** Exact value of the fee in the settle asset, as it was at the time of the fill; negative for a rebate. */
  readonly fee: Decimal;
  /** What was really taken for it, per asset, negative for a rebate; absent where it was `fee` in the settle asset. */
  readonly paid?: readonly PaidFee[];
  readonly time: UtcMs;
  /** Of a contract: what the venue settled for what the fill closed, before fees; absent where that is the exact difference of prices. */
  readonly profit?: Decimal;
  /** The venue closed the position, because the margin behind it was used up. */
  readonly liquidation?: true;
}
