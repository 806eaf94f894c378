import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { Urgency } from '../../core/rate-limit/request-budget.ts';
import { underUrgency } from './request-urgency.ts';
import { venueFault } from './venue-faults.ts';
import type { VenueRules } from './venues/venue-rules.ts';

/** Asks once. What the venue answers is read by a schema: what does not fit is `venue.garbled`, never a figure. */
export async function asked<Value>(
  { profile }: Pick<VenueRules, 'profile'>,
  question: () => Promise<unknown>,
  parse: (answer: unknown) => Value,
  urgency: Urgency = 'data',
): Promise<Value> {
  let answer: unknown;
  try {
    answer = await underUrgency(urgency, question);
  } catch (thrown) {
    throw venueFault(profile.name, thrown, 0);
  }
  try {
    return parse(answer);
  } catch (thrown) {
    throw new Fault('venue.garbled', { venue: profile.name }, { cause: thrown });
  }
}
