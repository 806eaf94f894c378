import { exposureRule } from '../exposure-rule.ts';
import { parsedLimits } from '../parsed-limits.ts';

/** What all positions may be worth together. */
export const grossExposure = exposureRule({
  code: 'risk.max-gross-exposure',
  needs: 'maxGrossExposure',
  limit: ({ view }) => parsedLimits(view.limits).maxGrossExposure,
  counts: () => true,
  scope: () => 'all',
});
