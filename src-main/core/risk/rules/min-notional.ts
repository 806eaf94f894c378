import type { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import type { FaultDetails } from '../../../../src-shared/kernel/fault.ts';
import type { Judged } from '../judged.ts';
import { comparedMoney } from '../risk-texts.ts';
import type { RiskRule } from '../rule.ts';

/** The price that a venue values an order at for its minimum: the order's own, else the market's. */
function ownTicks({ order, mark }: Judged): number {
  return order.limitTicks ?? order.triggerTicks ?? mark;
}

/** The smallest size that reaches the minimum, lots; 0 when no price is known. */
export function smallestLots(judged: Judged): number {
  const ticks = ownTicks(judged);
  if (ticks <= 0) return 0;
  return Number(judged.instrument.minNotional.divide(judged.instrument.notional(ticks, 1), 0, 'ceil').coefficient);
}

/** The smallest amount that still reaches the minimum once its fee is paid. */
export function smallestAmount(judged: Judged): Decimal {
  return judged.instrument.minNotional.mul(judged.costFactor());
}

/** The smallest size that passes, unless it has more lots than an order can. */
function passingSize(judged: Judged): FaultDetails {
  const lots = smallestLots(judged);
  return Number.isSafeInteger(lots) ? { passesSize: judged.instrument.sizeText(lots) } : {};
}

/** A venue takes no smaller orders, whatever they are for. */
export const minNotional: RiskRule = {
  code: 'risk.min-notional',
  sparesReducing: false,
  check: (judged) => {
    const { order, instrument } = judged;
    const minimum = instrument.minNotional;
    if (minimum.isZero()) return null;
    const ticks = ownTicks(judged);
    const byAmount = order.quoteAmount !== null;
    if (!byAmount && ticks <= 0) return null;
    if ((byAmount ? judged.roughAmount : instrument.approximateNotional(ticks, order.lots)) > 2 * instrument.minNotionalRough) return null;
    const needed = byAmount ? smallestAmount(judged) : minimum;
    const actual = order.quoteAmount ?? instrument.notional(ticks, order.lots);
    if (actual.compare(needed) >= 0) return null;
    const text = comparedMoney(actual, needed);
    const unit = instrument.spec.quote;
    const passes = byAmount ? { passesAmount: needed.toString() } : passingSize(judged);
    return {
      code: 'risk.min-notional',
      details: { actual: `${text.actual} ${unit}`, limit: `${text.limit} ${unit}`, ...passes },
    };
  },
};
