import { TIMEFRAMES } from '../../src-shared/domain/candle.ts';
import type { CostProfile } from '../../src-shared/domain/costs.ts';
import type { RiskLimits } from '../../src-shared/domain/limits.ts';
import type { SizeRule, Ways } from '../../src-shared/domain/strategy-spec.ts';
import type { Decimal } from '../../src-shared/kernel/decimal.ts';
import type { RunConditions } from '../ports/research-store.ts';
import { dataHash } from '../sessions/research/data-hash.ts';
import { bookHash } from '../sessions/research/recorded-book.ts';
import type { CliContext } from './context.ts';
import type { StoredBars } from './traded-bars.ts';

/** What a run is of beside its bars and its parameters. */
export interface RunTerms {
  readonly strategy: string;
  readonly size: SizeRule;
  readonly costs: CostProfile;
  readonly limits: RiskLimits;
  readonly seed: number;
  readonly cash: Decimal;
  readonly ways?: Ways;
}

/** Everything beside the parameters that a result depends on, as the store of trials keeps it. */
export function conditionsOf(bars: StoredBars, terms: RunTerms, context: CliContext): RunConditions {
  const { file, timeframe, data, instrument, depth } = bars;
  const { candles } = data;
  const to = candles.time[candles.length - 1]! + TIMEFRAMES[timeframe];
  return {
    family: { strategy: terms.strategy, instrument: instrument.id, timeframe, data: dataHash(candles) },
    data: {
      id: bars.stored?.series ?? null,
      label: file,
      bars: candles.length,
      from: candles.time[0]!,
      to,
    },
    instrument: instrument.spec,
    cash: terms.cash.toString(),
    size: terms.size,
    costs: terms.costs,
    limits: terms.limits,
    seed: terms.seed,
    ...(terms.ways === undefined ? {} : { ways: terms.ways }),
    ...(bars.funding === undefined ? {} : { funding: bars.funding.note }),
    ...(depth === undefined ? {} : { book: { recording: depth.tape.name, queue: depth.queue, hash: bookHash(depth.tape, to) } }),
    engineVersion: context.version,
  };
}
