import type { RiskLimits } from '../../../src-shared/domain/limits.ts';
import type { Side } from '../../../src-shared/domain/order.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { RiskRefusalCode } from '../../../src-shared/kernel/fault-codes.ts';
import { type Judged, reachedLots, worstLots } from './judged.ts';
import { type Amount, CLEAR } from './parsed-limits.ts';
import { comparedMoney } from './risk-texts.ts';
import { type SizeRule, sizeRule } from './rule.ts';

/** Whose lots of an instrument are counted: in the worst case, absolute, and as far as a side's outstanding orders could bring them. */
export interface CountedLots {
  worst(judged: Judged, instrument: number): number;
  reached(judged: Judged, instrument: number, side: Side): number;
}

/** Everything on the account. */
const EVERYTHING: CountedLots = {
  worst: ({ view }, instrument) => worstLots(view, instrument),
  reached: ({ view }, instrument, side) => reachedLots(view, instrument, side),
};

interface ExposureParts {
  readonly code: RiskRefusalCode;
  readonly needs: keyof RiskLimits;
  /** What it may come to, or null where the rule is off for this order. */
  readonly limit: (judged: Judged) => Amount | null;
  /** Whether what is held of another instrument counts with that of the order. */
  readonly counts: (judged: Judged, instrument: number) => boolean;
  /** What it is exposure to, as the sentence names it. */
  readonly scope: (judged: Judged) => string;
  readonly lots?: CountedLots;
}

/**
 * A rule about what several positions may be worth together, each at the larger of what it is and what its outstanding orders could make of
 * it. An order that does not enlarge the exposure of its own instrument passes.
 */
export function exposureRule({ code, needs, limit, counts, scope, lots = EVERYTHING }: ExposureParts): SizeRule {
  const elsewhere = (judged: Judged): Decimal => {
    const { order, view } = judged;
    let sum = Decimal.ZERO;
    for (const instrument of view.instruments) {
      if (instrument.index === order.instrument || !counts(judged, instrument.index)) continue;
      const worst = lots.worst(judged, instrument.index);
      if (worst > 0) sum = sum.add(instrument.notional(view.markTicks(instrument.index), worst));
    }
    return sum;
  };
  const roughElsewhere = (judged: Judged): number => {
    const { order, view } = judged;
    let sum = 0;
    for (const instrument of view.instruments) {
      if (instrument.index === order.instrument || !counts(judged, instrument.index)) continue;
      sum += instrument.approximateNotional(view.markTicks(instrument.index), lots.worst(judged, instrument.index));
    }
    return sum;
  };
  const before = (judged: Judged): Decimal =>
    judged.instrument.notional(judged.mark, lots.reached(judged, judged.order.instrument, judged.order.side));
  return sizeRule({
    code,
    needs,
    sparesReducing: true,
    clearly: (judged) => {
      const most = limit(judged);
      if (most === null) return true;
      const { order, instrument, mark, exposureTicks } = judged;
      const added = order.quoteAmount === null ? instrument.approximateNotional(exposureTicks, order.lots) : judged.roughAmount;
      const here = instrument.approximateNotional(mark, lots.worst(judged, order.instrument));
      return here + added + roughElsewhere(judged) < most.rough * (1 - CLEAR);
    },
    room: (judged) => {
      const most = limit(judged);
      if (most === null) return null;
      const { order, instrument, mark, exposureTicks } = judged;
      const here = instrument.notional(mark, lots.worst(judged, order.instrument));
      const left = most.exact.sub(elsewhere(judged));
      return { headroom: (left.compare(here) >= 0 ? left : here).sub(before(judged)), perLot: () => instrument.notional(exposureTicks, 1) };
    },
    details: (judged, taken) => {
      const text = comparedMoney(elsewhere(judged).add(before(judged)).add(taken), limit(judged)?.exact ?? Decimal.ZERO);
      return { scope: scope(judged), actual: `${text.actual} ${judged.instrument.spec.quote}`, limit: text.limit };
    },
  });
}
