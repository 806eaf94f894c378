import { exposureRule } from '../exposure-rule.ts';
import { parsedLimits } from '../parsed-limits.ts';

/** What everything of one base asset may be worth, spot and contracts, whatever it is quoted in. */
export const assetExposure = exposureRule({
  code: 'risk.max-asset',
  needs: 'maxAssetExposure',
  limit: ({ view }) => parsedLimits(view.limits).maxAssetExposure,
  counts: ({ view, instrument }, other) => view.instruments[other]?.spec.base === instrument.spec.base,
  scope: ({ instrument }) => instrument.spec.base,
});
