import { Fault } from '../../../src-shared/kernel/fault.ts';

/** Classes of the library's errors by name: what may pass by itself, and what a venue refused. */
const BUSY = ['RateLimitExceeded', 'DDoSProtection'];
const UNREACHABLE = ['NetworkError', 'RequestTimeout', 'ExchangeNotAvailable', 'OnMaintenance', 'InvalidNonce', 'OperationFailed'];
const REFUSED = [
  'ExchangeError',
  'BadRequest',
  'BadSymbol',
  'BadResponse',
  'NullResponse',
  'ArgumentsRequired',
  'OperationRejected',
  'NotSupported',
  'AuthenticationError',
  'PermissionDenied',
  'AccountNotEnabled',
  'AccountSuspended',
];

/** What the library threw in the program's own words, without addresses, which hold signatures; what it did not throw stays what it is. `waitMs` is what the venue asked for. */
export function venueFault(venue: string, thrown: unknown, waitMs: number): unknown {
  if (!(thrown instanceof Error)) return thrown;
  const name = thrown.constructor.name;
  const details = { venue: venue.toUpperCase(), problem: thrown.message.replaceAll(/\?[^\s"]*/gu, '').slice(0, 200) };
  if (BUSY.includes(name)) return new Fault('venue.busy', { ...details, waitMs });
  if (UNREACHABLE.includes(name)) return new Fault('venue.unreachable', details);
  return REFUSED.includes(name) ? new Fault('venue.refused', details) : thrown;
}
