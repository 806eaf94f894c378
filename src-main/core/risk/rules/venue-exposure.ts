import { exposureRule } from '../exposure-rule.ts';
import { parsedLimits } from '../parsed-limits.ts';

/** What everything at one venue may be worth. */
export const venueExposure = exposureRule({
  code: 'risk.max-venue',
  needs: 'maxVenueExposure',
  limit: ({ view }) => parsedLimits(view.limits).maxVenueExposure,
  counts: ({ view, instrument }, other) => view.instruments[other]?.spec.venue === instrument.spec.venue,
  scope: ({ instrument }) => instrument.spec.venue,
});
