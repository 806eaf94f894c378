import * as z from 'zod/mini';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { FAULTS, type FaultCode } from '../../../src-shared/kernel/fault-codes.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { AccountReading } from '../../ports/venue-accounts.ts';

const right = z.nullable(z.boolean());
const amount = z.string().check(z.regex(/^-?\d{1,40}(\.\d{1,40})?$/u));

/** What a venue process is asked, once. The key is not in it: the process opens it by itself. */
export const questionSchema = z.strictObject({
  kind: z.literal('read'),
  home: z.string(),
  account: z.strictObject({
    id: z.string().check(z.regex(/^[0-9a-z]{16}$/u)),
    venue: z.string().check(z.regex(/^[a-z0-9]{1,40}$/u)),
    sandbox: z.boolean(),
    version: z.int().check(z.gte(1)),
  }),
});

/** What a venue process is asked. */
export type VenueQuestion = z.infer<typeof questionSchema>;

/** What a venue process answers. Amounts are decimal text. */
export const answerSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('reading'),
    rights: z.strictObject({ read: right, trade: right, withdraw: right, addressBound: right }),
    balances: z.array(z.strictObject({ asset: z.string().check(z.maxLength(40)), free: amount, used: amount })).check(z.maxLength(10_000)),
    openOrders: z.int().check(z.nonnegative()),
    clockOffsetMs: z.number(),
    roundTripMs: z.number(),
  }),
  z.strictObject({
    kind: z.literal('fault'),
    code: z.string().check(z.refine((code) => Object.hasOwn(FAULTS, code))),
    details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  }),
]);

/** What a venue process answers. */
export type VenueAnswer = z.infer<typeof answerSchema>;

/** A reading as it goes from process to process. */
export function answerOf({ rights, balances, openOrders, clockOffsetMs, roundTripMs }: AccountReading): VenueAnswer {
  return {
    kind: 'reading',
    rights: { ...rights },
    balances: balances.map(({ asset, free, used }) => ({ asset, free: free.toString(), used: used.toString() })),
    ...{ openOrders, clockOffsetMs, roundTripMs },
  };
}

/** The reading of an answer. Throws the fault that it is. */
export function readingOf(answer: VenueAnswer): AccountReading {
  if (answer.kind === 'fault') throw new Fault(answer.code as FaultCode, answer.details);
  const { rights, balances, openOrders, clockOffsetMs, roundTripMs } = answer;
  return {
    ...{ rights, openOrders, clockOffsetMs, roundTripMs },
    balances: balances.map(({ asset, free, used }) => ({ asset, free: Decimal.parse(free), used: Decimal.parse(used) })),
  };
}
