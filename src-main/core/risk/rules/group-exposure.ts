import { exposureRule } from '../exposure-rule.ts';
import { parsedLimits } from '../parsed-limits.ts';

/** What instruments whose returns move together may be worth together. One that moves alone is a matter of the limit of a position. */
export const groupExposure = exposureRule({
  code: 'risk.max-group',
  needs: 'maxGroupExposure',
  limit: ({ view, order }) => {
    const limit = parsedLimits(view.limits).maxGroupExposure;
    return limit === null || view.movesWith(order.instrument).length < 2 ? null : limit;
  },
  counts: ({ view, order }, other) => view.movesWith(order.instrument).includes(other),
  scope: ({ view, order }) =>
    view
      .movesWith(order.instrument)
      .map((index) => view.instruments[index]?.spec.symbol ?? '')
      .join(', '),
});
