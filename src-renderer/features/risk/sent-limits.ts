import type { DeskClient } from '../../client/desk-client.ts';
import type { RiskLimits } from '../../../src-shared/domain/limits.ts';

/** Limits as the call takes them: with lists of its own. */
export function sentLimits(limits: RiskLimits): Parameters<DeskClient['risk']['setLimits']>[0]['limits'] {
  const { allowedInstruments, protections, breakers } = limits;
  return {
    ...limits,
    allowedInstruments: allowedInstruments === null ? null : [...allowedInstruments],
    protections: protections.map((spec) => ({ ...spec })),
    breakers: breakers.map((spec) => ({ ...spec })),
  };
}
