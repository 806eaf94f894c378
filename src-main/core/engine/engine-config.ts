import type { FundingPlan } from '../../../src-shared/domain/funding.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { RiskLimits } from '../../../src-shared/domain/limits.ts';
import type { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { ClientOrderId } from '../../../src-shared/kernel/ids.ts';
import type { LedgerScope } from '../../ports/ledger.ts';

/** Who asks for an order and which of their decisions it is. */
export interface OrderSource {
  readonly origin: string;
  /** Tells this decision of the origin from its others; asked for only where an id is made of it. */
  decision(): string;
  readonly leg: number;
}

/** What an engine is made of. */
export interface EngineConfig {
  readonly scope: LedgerScope;
  readonly instruments: readonly Instrument[];
  /** The asset that equity, limits and cash are counted in. */
  readonly quote: string;
  readonly limits: RiskLimits;
  /** Fee rate that estimates and reserves use, a fraction of notional. */
  readonly takerFeeRate: Decimal | null;
  /** What the model takes off a market order beside half the spread, basis points; 1 where absent. */
  readonly slippageBps?: number;
  /** Market time after which a silent order is in doubt, ms; 0 never doubts (a replay always answers). */
  readonly answerTimeoutMs: number;
  /** Market time after which the venue's "never seen" is proof that the order will not arrive any more, ms. */
  readonly receiveWindowMs: number;
  /** The account is held against its venue: a start has recovered only when a look at it agrees. */
  readonly reconciles?: boolean;
  /** Real money is traded with: until an `arm` command was carried out, nothing may be opened or enlarged. */
  readonly needsArming?: boolean;
  /** Funding of the perpetuals by instrument; strategies are told what was paid up to now. */
  readonly funding?: readonly (FundingPlan | null)[];
  /** The id of an order: a pure function of what it is. */
  readonly orderId: (instrument: Instrument, source: OrderSource) => ClientOrderId;
}
