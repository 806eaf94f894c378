import { DEFAULT_LIMITS, NO_LIMITS, type RiskLimits } from '../../../src-shared/domain/limits.ts';
import type { RunRequest } from '../../../src-shared/contract/research.ts';

/** The limits that a run asks for. */
export function runLimits({ limits, protections = [] }: Pick<RunRequest, 'limits' | 'protections'>): RiskLimits {
  return { ...(limits === 'default' ? DEFAULT_LIMITS : NO_LIMITS), protections };
}
