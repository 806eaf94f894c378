import type { Proposal, TrialOutcome } from '../../../../src-shared/domain/search.ts';

/**
 * Asks for trials and learns from them. What it asks for depends on its seed and on what it was told alone, in whatever order and however
 * late it is told; so a search is gone on with by telling a fresh sampler what was tried.
 */
export interface Sampler {
  /** Most trials that it will ask for. */
  readonly total: number;
  /** The next trial; null when there is none before more is told, or none at all. */
  ask(): Proposal | null;
  /** Tells the outcome of a trial that was asked for. */
  tell(outcome: Pick<TrialOutcome, 'number' | 'state' | 'figures'>): void;
}

/** What a sampler is made from. */
export interface SamplerPlan {
  /** Most trials. */
  readonly trials: number;
  readonly seed: number;
}
