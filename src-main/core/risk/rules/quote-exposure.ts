import { exposureRule } from '../exposure-rule.ts';
import { parsedLimits } from '../parsed-limits.ts';

/** What everything quoted in one asset may be worth: what stands and falls with that asset's own soundness. */
export const quoteExposure = exposureRule({
  code: 'risk.max-quote',
  needs: 'maxQuoteExposure',
  limit: ({ view }) => parsedLimits(view.limits).maxQuoteExposure,
  counts: ({ view, instrument }, other) => view.instruments[other]?.spec.quote === instrument.spec.quote,
  scope: ({ instrument }) => instrument.spec.quote,
});
