import type { PerpetualTerms } from '../../../../src-shared/domain/instrument.ts';
import type { KeyRights, VenueCredentials, VenueProfile } from '../../../ports/venue-accounts.ts';
import type { BookChannel } from './book-channel.ts';
import type { FigureChannel } from './figure-channel.ts';
import type { OrderProtocol } from './order-protocol.ts';
import type { RequestCost, RequestLimit } from '../../../core/rate-limit/request-budget.ts';

/** What a venue counted, by the name of its limit. */
export interface CountedUse {
  readonly limit: string;
  readonly used: number;
}

/** What the adapter must know of one venue beyond what the library says. */
export interface VenueRules {
  readonly profile: VenueProfile;
  /** The library's class of it, where that is not called as the profile. */
  readonly module?: string;
  /** As the library's constructor takes them. */
  readonly credentials: (credentials: VenueCredentials) => Readonly<Record<string, unknown>>;
  readonly options: Readonly<Record<string, unknown>>;
  /** What the library's class of it lacks or does otherwise, before anything is asked. */
  readonly adapt?: (exchange: object) => void;
  /** Its market can be listened to. */
  readonly feed: boolean;
  readonly limits: readonly RequestLimit[];
  /** Of a market that is heard without a key, where they are others. */
  readonly heardLimits?: readonly RequestLimit[];
  /** The venue's own weight of a request that costs so much in the library's units. */
  readonly weightPerCost: number;
  /** Of which limits a request counts that costs so much in the library's units, where not all are of weight alone. */
  readonly shares?: (cost: number) => Pick<RequestCost, 'weight' | 'history'>;
  /** Signed requests carry numbers that must arrive growing. */
  readonly numbered: boolean;
  /** Where a header says until when the venue may take a request, and how long after its signing that is. */
  readonly deadline?: { readonly paths: readonly string[]; readonly header: string; readonly ms: number };
  /** Requests that are signed with a time so long ago, ms: where only the age of its signature ends a request. */
  readonly aged?: { readonly paths: readonly string[]; readonly ms: number };
  /** What the headers of an answer say was counted. */
  readonly counted: (headers: Headers) => readonly CountedUse[];
  /** How long an answer asks for silence by its text, ms; null where it does not. Where its headers say how long, they count. */
  readonly silenceMs: (body: string) => number | null;
  /** The library's call that tells what a key may do, and how its answer reads; null where there is none. */
  readonly rights: {
    readonly ask: (exchange: RightsCalls) => Promise<unknown>;
    readonly inSandbox: boolean;
    readonly read: (answer: unknown) => KeyRights;
  } | null;
  /** What it says of a perpetual's margin, beside the leverage that is chosen; absent where none are traded here. `market` is the library's. */
  readonly contractTerms?: (exchange: ContractCalls, market: unknown) => Promise<Omit<PerpetualTerms, 'leverage'>>;
  /** How marks and funding of its perpetuals are told; absent where none are heard. */
  readonly figures?: FigureChannel;
  /** How its books are told; null where this program reads none. */
  readonly book: BookChannel | null;
  /** How its orders are written and read; null where this program places none there. */
  readonly orders: OrderProtocol | null;
}

/** The library's calls that tell what a key may do; each venue's class has its own. */
export interface RightsCalls {
  sapiGetAccountApiRestrictions(): Promise<unknown>;
  privatePostGetApiKeyInfo(): Promise<unknown>;
  privateGetAccountConfig(): Promise<unknown>;
  privateGetV5UserQueryApi(): Promise<unknown>;
  publicPostInfo(params: Readonly<Record<string, unknown>>): Promise<unknown>;
  request(path: string, api: string, method: string, params: Readonly<Record<string, unknown>>): Promise<unknown>;
  ethGetAddressFromPrivateKey(key: string): string;
  readonly walletAddress: string;
  readonly privateKey: string;
}

/** The library's calls that tell of a perpetual's margin; each venue's class has its own. */
export interface ContractCalls {
  publicGetPublicPositionTiers(params: Readonly<Record<string, unknown>>): Promise<unknown>;
  publicGetPublicMarkPrice(params: Readonly<Record<string, unknown>>): Promise<unknown>;
  publicPostInfo(params: Readonly<Record<string, unknown>>): Promise<unknown>;
}

/** Nothing is known of a key. */
export const UNKNOWN_RIGHTS: KeyRights = { read: null, trade: null, withdraw: null, addressBound: null };

/** Key and secret under the names that most venues use. */
export function plainCredentials({ key, secret, passphrase }: VenueCredentials): Readonly<Record<string, unknown>> {
  return { apiKey: key, secret, ...(passphrase === null ? {} : { password: passphrase }) };
}

/** A limit of requests a second, as venues without weights have it. */
export function perSecond(most: number): readonly RequestLimit[] {
  return [{ name: 'requests', counts: 'weight', most: most * 10, windowMs: 10_000 }];
}

/** No venue's headers. */
export function countsNothing(): readonly CountedUse[] {
  return [];
}

/** A venue that says by the status of its answer that too much is asked. */
export function saidByStatus(): null {
  return null;
}
