import type { StoredVerdict } from '../ports/research-store.ts';
import type { OverfitReport } from './overfit-report.ts';

/** What is kept of an overfit report, so that arming can read it: the verdict on exactly the trial that was judged. */
export function keptVerdict({ family, tries, best, verdict }: OverfitReport, at: number): StoredVerdict {
  const failed = verdict.checks.filter(({ outcome }) => outcome === 'failed').map(({ sentence }) => sentence);
  const { parameters, strategyHash, held, engine, from, to } = best;
  return {
    ...{ at, family, parameters, strategyHash, engine, from, to, tries: tries.total, passed: verdict.passed },
    ...(held === undefined ? {} : { held }),
    sentence: [verdict.sentence, ...failed].join(' '),
  };
}
