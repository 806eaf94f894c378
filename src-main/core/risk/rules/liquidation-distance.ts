import { liquidationTicks } from '../../../../src-shared/domain/margin.ts';
import { type Judged, reachedLots } from '../judged.ts';
import { percentText, priceText } from '../risk-texts.ts';
import type { RiskRule } from '../rule.ts';

/** How far the price would be from liquidation once all on the order's side and the order itself have filled, a fraction; null where nothing would be. */
function distance({ order, view, instrument, mark, exposureTicks }: Judged): { readonly away: number; readonly ticks: number } | null {
  const sign = order.side === 'buy' ? 1 : -1;
  const reached = reachedLots(view, order.instrument, order.side);
  const lots = sign * (reached + order.lots);
  // Against what is held nothing is enlarged until it is turned.
  if (lots === 0 || lots > 0 !== sign > 0) return null;
  const held = view.positionLots(order.instrument);
  const added = Math.abs(lots) - Math.max(0, sign * held);
  const cost = (held * sign > 0 ? view.positionCost(order.instrument) : instrument.notional(0, 0)).add(
    instrument.notional(exposureTicks, sign * added),
  );
  const ticks = liquidationTicks({ instrument, lots, cost, collateral: view.collateral(order.instrument) });
  return ticks === null ? null : { away: (sign * (mark - ticks)) / mark, ticks };
}

/** A perpetual may not come closer to its liquidation than this share of its price. */
export const liquidationDistance: RiskRule = {
  code: 'risk.liquidation-distance',
  needs: 'minLiquidationDistance',
  sparesReducing: true,
  check: (judged) => {
    const limit = judged.view.limits.minLiquidationDistance;
    if (limit === null || judged.instrument.margin === null || judged.order.quoteAmount !== null) return null;
    const found = distance(judged);
    if (found === null || found.away >= limit) return null;
    const { instrument } = judged;
    return {
      code: 'risk.liquidation-distance',
      details: {
        actual: percentText(Math.max(0, found.away)),
        limit: percentText(limit),
        price: priceText(instrument.priceText(found.ticks)),
      },
    };
  },
};
