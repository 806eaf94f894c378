import * as z from 'zod/mini';
import type { TradingState } from '../../../src-shared/domain/limits.ts';
import type { OrderType, Side } from '../../../src-shared/domain/order.ts';
import type { OrderState } from '../../../src-shared/domain/order-state.ts';
import { EVIDENCE, type EvidenceCode } from '../../../src-shared/domain/order-evidence.ts';
import { FAULTS, type FaultCode } from '../../../src-shared/kernel/fault-codes.ts';
import { Fault, type FaultDetails } from '../../../src-shared/kernel/fault.ts';
import type { Book } from '../../ports/ledger.ts';
import type { ControlAnswer, ControlOrder, ControlRequest } from '../../ports/session-control.ts';

/** Bytes of a request, and of an answer. */
export const LONGEST_REQUEST = 4_096;
export const LONGEST_ANSWER = 8 * 1_048_576;

/** Every word of a list, which the compiler holds against its type. */
function oneOf<Word extends string>(words: Readonly<Record<Word, true>>): z.ZodMiniCustom<Word> {
  return z.custom<Word>((value) => typeof value === 'string' && Object.hasOwn(words, value));
}

const command = z.string().check(z.regex(/^[0-9A-Za-z-]{1,64}$/u));

const number = z.int().check(z.positive());

const requestSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('kill'), command }),
  z.strictObject({ kind: z.literal('flatten'), command, confirm: z.literal('FLATTEN') }),
  z.strictObject({
    ...{ kind: z.literal('alerts'), command, account: z.nullable(z.string().check(z.maxLength(200))) },
    change: z.discriminatedUnion('type', [
      z.strictObject({ type: z.literal('add'), text: z.string().check(z.minLength(1), z.maxLength(200)) }),
      z.strictObject({ type: z.literal('remove'), alert: number }),
      z.strictObject({ type: z.literal('rearm'), alert: number }),
      z.strictObject({ type: z.literal('seen') }),
    ]),
  }),
  z.strictObject({ kind: z.literal('orders') }),
  z.strictObject({ kind: z.literal('status') }),
]);

const text = z.string().check(z.maxLength(1_000));
const maybe = z.nullable(text);
const count = z.int().check(z.nonnegative());

const status = z.strictObject({
  book: oneOf<Book>({ paper: true, practice: true, testnet: true, live: true, import: true }),
  ...{ account: text, venue: text, session: maybe, time: z.number(), reason: text, since: z.number(), recovering: z.boolean() },
  reducedUntil: z.nullable(z.number()),
  state: oneOf<TradingState>({ ACTIVE: true, REDUCING: true, HALTED: true }),
  ...{ openOrders: count, inDoubt: count, positions: count, shorts: z.exactOptional(count), strategies: z.array(text) },
});

const time = z.number();

const evidenceCode = z.custom<EvidenceCode>((code) => typeof code === 'string' && Object.hasOwn(EVIDENCE, code));

const awaits = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('sending') }),
  z.strictObject({ kind: z.literal('answer') }),
  z.strictObject({ kind: z.literal('next'), at: time }),
  z.strictObject({ kind: z.literal('news') }),
]);

const evidence = z.strictObject({
  ...{ order: text, venueId: maybe, leftOut: count },
  lines: z.array(z.strictObject({ time, code: evidenceCode, details: z.record(text, text), venueTime: z.nullable(time) })),
  outlook: z.nullable(z.strictObject({ awaits, neverSentFrom: z.nullable(time), shown: z.boolean() })),
});

const order = z.strictObject({
  ...{ id: text, instrument: text, side: oneOf<Side>({ buy: true, sell: true }) },
  type: oneOf<OrderType>({ market: true, limit: true, stop: true, 'stop-limit': true, 'trailing-stop': true, 'take-profit': true }),
  ...{ size: maybe, quoteAmount: maybe, price: maybe, trigger: maybe, filled: text },
  state: oneOf<OrderState>({
    ...{ recorded: true, submitted: true, acknowledged: true, 'partially-filled': true, 'in-doubt': true },
    ...{ filled: true, cancelled: true, rejected: true, expired: true },
  }),
  ...{ protective: z.boolean(), origin: text, createdAt: z.number(), doubtSince: z.nullable(z.number()) },
  asked: oneOf<ControlOrder['asked']>({ place: true, cancel: true, amend: true }),
  evidence: z.nullable(evidence),
});

const position = z.strictObject({ instrument: text, size: text, entry: text, openedAt: z.number() });

const answerSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('killed'), cancelled: count, kept: count, status }),
  z.strictObject({ kind: z.literal('flattening'), closing: count, refused: z.array(text), status }),
  z.strictObject({ kind: z.literal('alerts-changed'), account: text }),
  z.strictObject({ kind: z.literal('orders'), status, orders: z.array(order), positions: z.array(position) }),
  z.strictObject({ kind: z.literal('status'), status }),
]);

const replySchema = z.union([
  z.strictObject({ answer: answerSchema }),
  z.strictObject({
    fault: z.strictObject({
      code: z.custom<FaultCode>((code) => typeof code === 'string' && Object.hasOwn(FAULTS, code)),
      details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    }),
  }),
]);

/** What is sent back for a request: its answer, or the fault that it ended with. */
export type ControlReply =
  { readonly answer: ControlAnswer } | { readonly fault: { readonly code: FaultCode; readonly details: FaultDetails } };

/** The request in a line. Fails with `call.malformed`. */
export function controlRequest(line: string): ControlRequest {
  const { data } = requestSchema.safeParse(parsed(line));
  if (data === undefined) throw new Fault('call.malformed');
  return data;
}

/** The reply in a line; null where it is none. */
export function controlReply(line: string): ControlReply | null {
  return replySchema.safeParse(parsed(line)).data ?? null;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // What is no JSON fits no schema either.
    return undefined;
  }
}
