import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { Brand } from './brand.ts';

/** An instrument at a venue, `BTC/USD.SIM`: the symbol, a point, the venue. */
export type InstrumentId = Brand<string, 'InstrumentId'>;
/** A venue, `SIM`. */
export type VenueId = Brand<string, 'VenueId'>;
/** An account at a venue, `paper-1`. */
export type AccountId = Brand<string, 'AccountId'>;
/** An asset, `BTC`. */
export type AssetId = Brand<string, 'AssetId'>;
/** A session of the engine. */
export type SessionId = Brand<string, 'SessionId'>;
/** A strategy placed on an instrument with parameters, `sma-cross-1`; manual orders have `you`. */
export type StrategyInstanceId = Brand<string, 'StrategyInstanceId'>;
/** The id of an order that this program gives and the venue keeps: 26 characters of [0-9a-z], the first never `t`. */
export type ClientOrderId = Brand<string, 'ClientOrderId'>;
/** The id a venue gives to a fill; unique per account and instrument. */
export type VenueFillId = Brand<string, 'VenueFillId'>;
/** The id of a user's command; the same command sent twice has the same id and is carried out once. */
export type CommandId = Brand<string, 'CommandId'>;

/** The parts that an order is a function of. Two orders with equal parts are the same order. */
export interface OrderIdentity {
  readonly book: string;
  readonly account: string;
  readonly instrument: string;
  readonly origin: string;
  /** The decision: a command id, or the instance's own count of decisions. */
  readonly decision: string;
  /** Which order of the decision, from 0. */
  readonly leg: number;
}

/** The client order id of an intent: base 36 of SHA-256 over its identity, so that nobody can make the same order twice under two names. */
export function clientOrderId(identity: OrderIdentity): ClientOrderId {
  const { book, account, instrument, origin, decision, leg } = identity;
  const digest = sha256(utf8ToBytes(JSON.stringify([book, account, instrument, origin, decision, leg])));
  let value = 0n;
  for (const byte of digest) value = (value << 8n) | BigInt(byte);
  const text = value.toString(36).padStart(50, '0').slice(0, 25);
  return `o${text}` as ClientOrderId;
}
