import * as z from 'zod/mini';
import type { EndReason } from '../../../ports/execution-venue.ts';
import type { Refusal } from './order-protocol.ts';

const SENT = z.object({ result: z.literal('success'), sendStatus: z.object({ status: z.string() }) });
const EDITED = z.object({ result: z.literal('success'), editStatus: z.object({ status: z.string() }) });
const ERROR = z.object({ result: z.literal('error'), error: z.string() });
const ERRORS = z.object({ result: z.literal('error'), errors: z.array(z.object({ message: z.string() })).check(z.minLength(1)) });

/** Its word for a request that came after the end of its validity. */
const TOO_LATE = 'wouldProcessAfterSpecifiedTime';

/** States of an order that was looked at and not taken. Of a name that is there already nothing is proven: ours may stand under it. */
const NOT_PLACED: Readonly<Record<string, EndReason>> = {
  insufficientAvailableFunds: 'funds',
  wouldCauseLiquidation: 'funds',
  postWouldExecute: 'post-only',
  wouldNotReducePosition: 'reduce-only',
  iocWouldNotExecute: 'ioc',
  invalidSize: 'venue',
  invalidPrice: 'venue',
  invalidSide: 'venue',
  invalidOrderType: 'venue',
  maxPositionViolation: 'venue',
  outsidePriceCollar: 'venue',
  wouldIncreasePriceDislocation: 'venue',
  selfFill: 'venue',
  marketSuspended: 'venue',
  marketInactive: 'venue',
  marketIsPostOnly: 'venue',
  tooManySmallOrders: 'minimum',
  tooManyOrders: 'venue',
  fixedLeverageTooHigh: 'venue',
  clientOrderIdInvalid: 'venue',
  clientOrderIdTooBig: 'venue',
  clientOrderIdTooLong: 'venue',
  [TOO_LATE]: 'venue',
};
/** States of an edit that changed nothing. */
const NOT_EDITED: ReadonlySet<string> = new Set([
  ...Object.keys(NOT_PLACED),
  ...['orderForEditNotFound', 'orderForEditNotAStop', 'notFound', 'editHasNoEffect', 'cannotEditTriggerPriceOfTrailingStop'],
]);
/** Errors of a request that was not carried out. Those of load and doubt (`Server Error`, `Unavailable`, `unknownError`, `apiLimitExceeded`) are not among them. */
const DEFINITE: ReadonlySet<string> = new Set([
  ...['authenticationError', 'accountInactive', 'requiredArgumentMissing', 'marketUnavailable', 'contractNotFound', 'Bad Request'],
  ...['nonceBelowThreshold', 'nonceDuplicate', 'invalidAccount', 'permissionDenied'],
]);

/** What its answer proves of an order that it did not place: it answers 200 for whatever it understood. */
export function krakenFuturesRefusal(status: number, body: unknown): Refusal | null {
  return refused(status, body) ?? wordOf(status, SENT.safeParse(body).data?.sendStatus.status);
}

/** The same of an edit. */
export function krakenFuturesEditRefusal(status: number, body: unknown): Refusal | null {
  const word = EDITED.safeParse(body).data?.editStatus.status;
  if (status !== 200 || word === undefined) return refused(status, body);
  return NOT_EDITED.has(word) ? { reason: NOT_PLACED[word] ?? 'venue', problem: word, clock: word === TOO_LATE } : null;
}

function wordOf(status: number, word: string | undefined): Refusal | null {
  const reason = status === 200 && word !== undefined && Object.hasOwn(NOT_PLACED, word) ? NOT_PLACED[word] : undefined;
  return reason === undefined || word === undefined ? null : { reason, problem: word, clock: word === TOO_LATE };
}

function refused(status: number, body: unknown): Refusal | null {
  if (status >= 500 || status === 429) return null;
  const error = ERROR.safeParse(body).data?.error;
  if (error !== undefined) return DEFINITE.has(error) || error.startsWith('invalidArgument') ? plainly(error) : null;
  const errors = ERRORS.safeParse(body).data?.errors;
  // Its gate tells what is wrong with a request by 400 and a list.
  return errors === undefined || status !== 400 ? null : plainly(errors.map(({ message }) => message).join(', '));
}

function plainly(problem: string): Refusal {
  return { reason: 'venue', problem, clock: false };
}
