import type { CostProfile } from '../../src-shared/domain/costs.ts';
import type { FundingNote } from '../../src-shared/domain/funding.ts';
import type { InstrumentSpec } from '../../src-shared/domain/instrument.ts';
import type { MarginTierTerms } from '../../src-shared/domain/margin-tiers.ts';
import type { SizeRule, StrategyParameters, Ways } from '../../src-shared/domain/strategy-spec.ts';
import { VENUE_FEES_DATE } from '../../src-shared/domain/venue-fees.ts';
import { isoTime } from '../../src-shared/kernel/time.ts';
import type { QueueModel } from '../core/matching/queue-place.ts';
import type { StoredBars } from './traded-bars.ts';

/** Costs as they were applied, nothing left to a default. */
export interface AppliedCosts {
  readonly profile: string;
  readonly takerFeeBps: number;
  readonly makerFeeBps: number;
  /** The whole spread; half of it is paid per market fill. */
  readonly spreadBps: number;
  readonly slippageBps: number;
  /** Slippage in standard deviations of a minute's return, on top. */
  readonly slippageDeviations: number;
  readonly impact: number;
  readonly participation: number;
  readonly latencyMs: number;
  /** The day of the fee table that a venue's fees were read from; null for other profiles. */
  readonly feesAsOf: string | null;
  /** Costs that are switched off, by name. */
  readonly off: readonly string[];
}

const BPS = 10_000;
/** Half spread of an instrument that does not know its own, basis points. */
const UNKNOWN_HALF_SPREAD = 1;

/** The costs of a profile on an instrument. */
export function appliedCosts(costs: CostProfile, instrument: InstrumentSpec): AppliedCosts {
  const applied = {
    profile: costs.name,
    takerFeeBps: costs.takerFeeBps ?? Number(instrument.takerFee) * BPS,
    makerFeeBps: costs.makerFeeBps ?? Number(instrument.makerFee) * BPS,
    spreadBps: 2 * (costs.halfSpreadBps ?? instrument.halfSpreadBps ?? UNKNOWN_HALF_SPREAD),
    slippageBps: costs.slippageBps,
    slippageDeviations: costs.slippageDeviations ?? 0,
    impact: costs.impact,
    participation: costs.participation,
    latencyMs: costs.latencyMs,
    feesAsOf: costs.name.startsWith('venue:') ? VENUE_FEES_DATE : null,
  };
  const off = [
    // A venue may publish a resting fee of nothing; a taking one of nothing is nobody's.
    ...(applied.takerFeeBps === 0 ? ['fee'] : []),
    ...(applied.spreadBps === 0 ? ['spread'] : []),
    ...(applied.slippageBps === 0 && applied.slippageDeviations === 0 ? ['slippage'] : []),
    ...(applied.impact === 0 ? ['impact'] : []),
    ...(applied.participation >= 1 ? ['participation'] : []),
    ...(applied.latencyMs === 0 ? ['latency'] : []),
  ];
  return { ...applied, off };
}

/** What a run on a perpetual took for granted of margin and funding; fractions of the position's value. */
export interface PerpetualAssumptions {
  readonly leverage: number;
  readonly maintenanceMargin: number;
  /** Brackets of maintenance margin, the first with that rate; absent where there is one rate. */
  readonly tiers?: readonly MarginTierTerms[];
  readonly liquidationFee: number;
  readonly settle: string;
  readonly direction: Ways;
  readonly funding: FundingNote;
}

/** What a run took for granted: every number that the result depends on. */
export interface Assumptions {
  readonly strategy: string;
  readonly parameters: StrategyParameters;
  readonly size: string;
  readonly instrument: string;
  readonly timeframe: string;
  readonly from: string;
  readonly to: string;
  readonly gaps: number;
  readonly missingBars: number;
  readonly cash: string;
  readonly costs: AppliedCosts;
  readonly limits: 'none' | 'default';
  /** A line for each protection; absent where none work. */
  readonly protections?: readonly string[];
  readonly tick: string;
  readonly lot: string;
  readonly engineLot: string;
  readonly seed: number;
  readonly fills: string;
  readonly baseline: string;
  /** How the queue of a recorded book was taken; absent over stored bars. */
  readonly queue?: QueueModel;
  /** Absent of spot. */
  readonly perpetual?: PerpetualAssumptions;
}

/** A size rule as it is typed. */
export function sizeText(size: SizeRule): string {
  if (size.kind === 'all') return 'all';
  return size.kind === 'equity-fraction' ? `equity:${size.fraction}` : `${size.kind}:${size.amount}`;
}

const BAR_FILLS =
  'decided at a close, filled from the open of the next bar that exists; limits and stops inside a bar by the worse of the possible paths';
const DEPTH_FILLS =
  'decided at a close, taken from the recorded levels or waiting in their queue; hidden orders and what others would have done about ours are not known';

/** What is part of the book is not switched off. */
function withoutBookCosts(costs: AppliedCosts): AppliedCosts {
  return { ...costs, off: costs.off.filter((name) => name === 'fee' || name === 'latency') };
}

/** The parts of a run that its assumptions are read from. */
export interface AssumedRun {
  readonly bars: StoredBars;
  readonly strategy: string;
  readonly parameters: StrategyParameters;
  readonly size: SizeRule;
  readonly cash: string;
  readonly costs: CostProfile;
  readonly limits: 'none' | 'default';
  readonly protections: readonly string[];
  readonly seed: number;
  /** The sides that the strategy was let hold; long where absent. */
  readonly ways?: Ways;
  /** Close of the last bar, ms UTC. */
  readonly to: number;
}

/** Writes down what a run assumed. */
export function assumptionsOf(run: AssumedRun): Assumptions {
  const { spec } = run.bars.instrument;
  const { data, depth } = run.bars;
  return {
    strategy: run.strategy,
    parameters: run.parameters,
    size: sizeText(run.size),
    instrument: spec.id,
    timeframe: run.bars.timeframe,
    from: isoTime(data.candles.time[0]!),
    to: isoTime(run.to),
    gaps: data.gaps,
    missingBars: data.missing,
    cash: run.cash,
    costs: depth ? withoutBookCosts(appliedCosts(run.costs, spec)) : appliedCosts(run.costs, spec),
    limits: run.limits,
    ...(run.protections.length === 0 ? {} : { protections: run.protections }),
    tick: spec.tick,
    lot: spec.lot,
    engineLot: spec.engineLot,
    seed: run.seed,
    fills: depth ? DEPTH_FILLS : BAR_FILLS,
    baseline: `buy-and-hold with all cash from the first bar, ${spec.kind === 'perpetual' ? 'of the coin itself, ' : ''}under the same costs and no limits`,
    ...(depth ? { queue: depth.queue } : {}),
    ...perpetualTaken({ instrument: spec, ways: run.ways, funding: run.bars.funding?.note }),
  };
}

/** What is traded, on which sides and at what funding. */
export interface TradedContract {
  readonly instrument: InstrumentSpec;
  readonly ways?: Ways | undefined;
  readonly funding?: FundingNote | undefined;
}

/** What a run or a search took for granted of margin and funding; nothing where it is of spot. */
export function perpetualTaken({ instrument, ways, funding }: TradedContract): { readonly perpetual?: PerpetualAssumptions } {
  if (instrument.kind !== 'perpetual' || funding === undefined) return {};
  const { leverage, maintenanceMargin, liquidationFee, tiers } = instrument.terms;
  return {
    perpetual: {
      leverage,
      maintenanceMargin: Number(maintenanceMargin),
      ...(tiers === undefined ? {} : { tiers }),
      liquidationFee: Number(liquidationFee),
      settle: instrument.settle,
      direction: ways ?? 'long',
      funding,
    },
  };
}
