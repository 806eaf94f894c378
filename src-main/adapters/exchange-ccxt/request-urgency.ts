import { AsyncLocalStorage } from 'node:async_hooks';
import type { Urgency } from '../../core/rate-limit/request-budget.ts';

const calls = new AsyncLocalStorage<Urgency>();

/** Carries out a call to the library, whose requests wait with this urgency. */
export function underUrgency<Value>(urgency: Urgency, call: () => Promise<Value>): Promise<Value> {
  return calls.run(urgency, call);
}

/** How urgent the call is that is being carried out; what the library asks by itself is data. */
export function presentUrgency(): Urgency {
  return calls.getStore() ?? 'data';
}
