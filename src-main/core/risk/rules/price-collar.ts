import { triggersAbove } from '../../../../src-shared/domain/order.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import type { Judged } from '../judged.ts';
import { CLEAR } from '../parsed-limits.ts';
import type { Refusal } from '../refusal.ts';
import { percentText, priceText } from '../risk-texts.ts';
import type { RiskRule } from '../rule.ts';

type Way = 'Highest' | 'Lowest';

/** The last price in ticks that passes on one side of a reference, exact. */
function extreme(reference: number, collar: number, way: Way): number {
  const share = Decimal.fromNumber(collar);
  const factor = way === 'Highest' ? Decimal.ONE.add(share) : Decimal.ONE.sub(share);
  const edge = Decimal.of(BigInt(reference)).mul(factor);
  return Number(edge.quantize(0, way === 'Highest' ? 'floor' : 'ceil').coefficient);
}

function judge(
  judged: Judged,
  ticks: number,
  bound: { readonly reference: number; readonly collar: number; readonly way: Way },
): Refusal | null {
  const { reference, collar, way } = bound;
  const away = way === 'Highest' ? ticks / reference - 1 : 1 - ticks / reference;
  if (away <= collar * (1 - CLEAR)) return null;
  const last = extreme(reference, collar, way);
  if (way === 'Highest' ? ticks <= last : ticks >= last) return null;
  const { instrument } = judged;
  return {
    code: 'risk.price-collar',
    details: {
      price: priceText(instrument.priceText(ticks)),
      actual: percentText(away),
      limit: percentText(collar),
      way,
      passes: priceText(instrument.priceText(last)),
      passesPrice: instrument.priceText(last),
    },
  };
}

/**
 * Prices may lie only so far on the wrong side of the market: a buy's limit above it, a sell's below, and a trigger where it would fire
 * at once (a stop to buy below it, a stop to sell above it, a take-profit the other way round). A stop-limit's limit is judged from its trigger, for that is where the market is then. Market
 * orders have no price; fresh data guard them. Legs of a bracket are judged from the price of their entry.
 */
export const priceCollar: RiskRule = {
  code: 'risk.price-collar',
  sparesReducing: false,
  check: (judged) => {
    const { order, view, referenceTicks } = judged;
    const collar = view.limits.priceCollar;
    if (collar === null || referenceTicks <= 0) return null;
    const buys = order.side === 'buy';
    const { limitTicks, triggerTicks } = order;
    if (triggerTicks !== null) {
      const refusal = judge(judged, triggerTicks, { reference: referenceTicks, collar, way: triggersAbove(order) ? 'Lowest' : 'Highest' });
      if (refusal !== null) return refusal;
    }
    if (limitTicks === null) return null;
    const reference = triggerTicks === null ? referenceTicks : (buys ? Math.max : Math.min)(triggerTicks, referenceTicks);
    return judge(judged, limitTicks, { reference, collar, way: buys ? 'Highest' : 'Lowest' });
  },
};
