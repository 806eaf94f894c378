import type { Side } from '../../../../src-shared/domain/order.ts';
import { type CountedLots, exposureRule } from '../exposure-rule.ts';
import type { Judged } from '../judged.ts';
import { parsedLimits } from '../parsed-limits.ts';

function reached({ order, view }: Judged, instrument: number, side: Side): number {
  const held = view.originLots(order.origin, instrument);
  return (side === 'buy' ? held : -held) + view.originOpeningLots(order.origin, instrument, side);
}

/** What the origin of the order holds by its own fills, and what its own outstanding orders could make of it. */
const OWN: CountedLots = {
  reached,
  worst: (judged, instrument) =>
    Math.max(
      Math.abs(judged.view.originLots(judged.order.origin, instrument)),
      reached(judged, instrument, 'buy'),
      reached(judged, instrument, 'sell'),
    ),
};

/** What one strategy, or a person by hand, may hold together. */
export const strategyExposure = exposureRule({
  code: 'risk.max-strategy',
  needs: 'maxStrategyExposure',
  limit: ({ view }) => parsedLimits(view.limits).maxStrategyExposure,
  counts: () => true,
  scope: ({ order }) => order.origin,
  lots: OWN,
});
