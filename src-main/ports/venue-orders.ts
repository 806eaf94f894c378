import type { Liquidity } from '../../src-shared/domain/fill.ts';
import type { OrderType, Side, TimeInForce } from '../../src-shared/domain/order.ts';
import type { Releasable } from '../../src-shared/kernel/disposable.ts';
import type { ClientOrderId } from '../../src-shared/kernel/ids.ts';
import type { EndReason } from './execution-venue.ts';

/** An order as it goes to a venue. Amounts are exact decimal text in the venue's units, so that they cross a process as they are. */
export interface VenueOrder {
  readonly id: ClientOrderId;
  /** `BTC/USDT`. */
  readonly symbol: string;
  readonly side: Side;
  readonly type: OrderType;
  /** Base units; null when the order is by quote amount. */
  readonly size: string | null;
  readonly quoteAmount: string | null;
  readonly price: string | null;
  readonly trigger: string | null;
  readonly timeInForce: TimeInForce;
  /** ms UTC, with `gtd`. */
  readonly expiresAt: number | null;
  readonly postOnly: boolean;
  /** Of a contract: the venue lets it reduce the position and nothing else. */
  readonly reduceOnly?: true;
}

/** A contract that an account is to hold on cross margin, one net position, at a leverage. */
export interface ContractTerms {
  /** `BTC/USDT:USDT`. */
  readonly symbol: string;
  readonly leverage: number;
}

/** An order as a venue shows it, ours or made elsewhere. Amounts are decimal text. */
export interface SeenOrder {
  /** Our own id where it is one of ours; null for an order that was made elsewhere. */
  readonly id: ClientOrderId | null;
  readonly venueId: string;
  readonly symbol: string;
  readonly side: Side;
  readonly type: OrderType;
  readonly size: string;
  readonly filled: string;
  readonly price: string | null;
  readonly trigger: string | null;
  readonly state: 'working' | 'filled' | 'cancelled' | 'rejected' | 'expired';
  /** Venue time of its newest change, ms UTC. */
  readonly time: number;
  readonly reduceOnly?: true;
}

/** What was taken for a fill, in whatever asset the venue takes it; below zero for a rebate. */
export interface SeenFee {
  readonly asset: string;
  readonly amount: string;
}

/** A fill as a venue shows it, of an order of ours or of one made elsewhere. */
export interface SeenFill {
  /** The venue's id of the trade, unique per symbol. */
  readonly tradeId: string;
  readonly venueId: string;
  /** As of `SeenOrder`; null also where the venue tells fills without it. */
  readonly id: ClientOrderId | null;
  readonly symbol: string;
  readonly side: Side;
  readonly price: string;
  readonly size: string;
  readonly liquidity: Liquidity;
  readonly fees: readonly SeenFee[];
  /** Venue time, ms UTC. */
  readonly time: number;
  /** Of a contract: what the venue paid at this fill for what it closed, settle asset, before fees; absent where that is the exact difference of prices. */
  readonly profit?: string;
  /** The venue closed a position for lack of margin. */
  readonly liquidation?: true;
}

/** An open position in a contract as a venue shows it. */
export interface SeenPosition {
  readonly symbol: string;
  /** Base units, below zero for a short. */
  readonly size: string;
  /** What the open part cost by the venue's own average price, settle asset, signed as the size. */
  readonly cost: string;
}

/** Funding that a venue paid or took. */
export interface SeenFunding {
  readonly symbol: string;
  /** Received where above zero. */
  readonly amount: string;
  /** Venue time, ms UTC: there is one payment of a symbol at an instant. */
  readonly time: number;
}

/** An asset of an account, decimal text. */
export interface SeenBalance {
  readonly asset: string;
  readonly free: string;
  readonly used: string;
  /** What open contracts cost is not in it: profit that is not realised moves it neither way, opening one does. */
  readonly lessCost?: true;
}

/** Everything of an account at one look. */
export interface SeenAccount {
  /** Free and used together, decimal text; assets of nothing are left out. Of the settle asset of contracts: without profit that is not realised. */
  readonly balances: readonly SeenBalance[];
  /** Every open position in a contract, and funding since the instant that was asked for, oldest first; absent where no contracts are traded. */
  readonly positions?: readonly SeenPosition[];
  readonly funding?: readonly SeenFunding[];
  /** Every open order, of all symbols. */
  readonly openOrders: readonly SeenOrder[];
  /** Fills since the instant that was asked for, of the symbols that were asked for, oldest first. */
  readonly fills: readonly SeenFill[];
  /** Venue time before anything was read, and after: what happens between is in some of it. */
  readonly from: number;
  readonly to: number;
}

/** How the way to an account stands. */
export interface VenueHealth {
  /** Orders and fills are told by the venue, asked for, or not heard at all. */
  readonly state: 'pushed' | 'asked' | 'silent';
  readonly problem: string | null;
  readonly reconnects: number;
  /** Messages that did not parse. */
  readonly garbled: number;
  /** The venue's clock less ours, and how long the question took, ms; null until measured. */
  readonly clockOffsetMs: number | null;
  readonly roundTripMs: number | null;
  /** Share of the tightest limit that is used, 0 to 1. */
  readonly limitUse: number;
}

/** Two exits of which one ends the other. */
export interface VenuePair {
  /** The id of the two together. */
  readonly list: ClientOrderId;
  readonly stop: VenueOrder;
  readonly target: VenueOrder;
}

/** What a venue can do with orders that protect a position, and with the terms of any that rests there. */
export interface ExitAbilities {
  /** Takes a stop and a target as one request, of which one ends the other. */
  readonly pairs: boolean;
  /** Changes terms by another order in its place as one request, by another one beside which the first stands for an instant, or where the order stands. */
  readonly changes: 'anew' | 'beside' | 'in-place';
}

/** What a venue is asked for an account. Each leads to exactly one answer, later. */
export type VenueRequest =
  | { readonly kind: 'place'; readonly order: VenueOrder }
  /** Both stand afterwards, or neither; answered as the placing of the stop. */
  | { readonly kind: 'place-pair'; readonly pair: VenuePair }
  /** Ends an order (with it the other one of its pair) of which nothing has filled and puts another in its place as one request; answered as the placing of that one. Where it is refused, only asking tells whether the old one still stands. */
  | {
      readonly kind: 'replace';
      readonly old: { readonly id: ClientOrderId; readonly venueId: string | null };
      readonly order: VenueOrder;
    }
  /** Gives an order other terms where it stands; null leaves a term as it is. `size` is the whole, with what has filled. */
  | {
      readonly kind: 'amend';
      readonly id: ClientOrderId;
      readonly venueId: string | null;
      readonly symbol: string;
      readonly type: OrderType;
      readonly size: string | null;
      readonly price: string | null;
      readonly trigger: string | null;
    }
  /** Every order of a symbol that is open, or has come since an instant of our own time. `number` comes back with it. */
  | { readonly kind: 'list'; readonly number: number; readonly symbol: string; readonly since: number }
  /** `venueId` where it is known. */
  | { readonly kind: 'cancel'; readonly id: ClientOrderId; readonly venueId: string | null; readonly symbol: string }
  /** What became of an order that was decided at `since`, our own time. */
  | { readonly kind: 'ask'; readonly id: ClientOrderId; readonly venueId: string | null; readonly symbol: string; readonly since: number }
  /** A look at the whole account, with the fills of these symbols since an instant of the venue's time. `number` comes back with it. */
  | { readonly kind: 'look'; readonly number: number; readonly symbols: readonly string[]; readonly since: number }
  /** Whose an order is that is known by the venue's id alone: a fill came without ours. Answered by `identified` or `unidentified`. */
  | { readonly kind: 'identify'; readonly venueId: string; readonly symbol: string }
  /** Lets the venue cancel every order of the account unless it hears again within so many ms; 0 takes it back. Only where the venue has such a switch. */
  | { readonly kind: 'keep-alive'; readonly ms: number };

/**
 * What comes back. An order's fate is told as it was proven and no further: `refused` is the venue's own word that the order does not exist,
 * `unsent` that no byte of it left this program, `unknown` that it was sent and nothing is proven: a time-out, a broken connection, an answer
 * of the 5xx kind, one that does not parse, a refusal for too many requests.
 */
export type VenueMessage =
  | { readonly kind: 'placed'; readonly id: ClientOrderId; readonly venueId: string; readonly time: number }
  | { readonly kind: 'refused'; readonly id: ClientOrderId; readonly reason: EndReason; readonly problem: string }
  | { readonly kind: 'unsent'; readonly id: ClientOrderId; readonly problem: string }
  /** `signedAt` is the venue's time with which it was signed, ms UTC; absent where that is not known any more. */
  | { readonly kind: 'unknown'; readonly id: ClientOrderId; readonly problem: string; readonly signedAt?: number }
  /** The venue has taken the request to cancel; the order's end is told as an order. */
  | { readonly kind: 'cancel-taken'; readonly id: ClientOrderId }
  /** The venue knows no such open order: it may have ended, or not have arrived yet. */
  | { readonly kind: 'cancel-refused'; readonly id: ClientOrderId; readonly problem: string }
  | { readonly kind: 'cancel-unknown'; readonly id: ClientOrderId; readonly problem: string }
  /** The venue has taken an order's other terms. */
  | { readonly kind: 'amend-taken'; readonly id: ClientOrderId }
  /** They were not taken, by the venue's own word or because nothing left. */
  | { readonly kind: 'amend-refused'; readonly id: ClientOrderId; readonly problem: string }
  | { readonly kind: 'amend-unknown'; readonly id: ClientOrderId; readonly problem: string }
  /** `time` is the venue's before the first look. */
  | { readonly kind: 'listed'; readonly number: number; readonly orders: readonly SeenOrder[]; readonly time: number }
  | { readonly kind: 'list-failed'; readonly number: number; readonly problem: string }
  /** The answer to `ask`: the order with every fill of it; `fills` sum to its `filled`. */
  | { readonly kind: 'found'; readonly order: SeenOrder & { readonly id: ClientOrderId }; readonly fills: readonly SeenFill[] }
  /** It is neither under its id nor among open, closed and traded orders; `searched` names where was looked, `time` is the venue's time before the first look. `forgetsMs`: for how long the venue remembers what was cancelled with nothing filled; left out where it forgets nothing. */
  | {
      readonly kind: 'absent';
      readonly id: ClientOrderId;
      readonly searched: readonly string[];
      readonly time: number;
      readonly forgetsMs?: number;
    }
  /** The question itself was not answered. */
  | { readonly kind: 'unanswered'; readonly id: ClientOrderId; readonly problem: string }
  | { readonly kind: 'looked'; readonly number: number; readonly account: SeenAccount }
  | { readonly kind: 'look-failed'; readonly number: number; readonly problem: string }
  | { readonly kind: 'identified'; readonly order: SeenOrder }
  | { readonly kind: 'unidentified'; readonly venueId: string; readonly problem: string }
  /** The switch holds until then, venue time; null where it is off. A problem where the venue did not take it. */
  | { readonly kind: 'kept-alive'; readonly until: number | null; readonly problem: string | null }
  /** Told without being asked. */
  | { readonly kind: 'order'; readonly order: SeenOrder }
  | { readonly kind: 'fill'; readonly fill: SeenFill }
  | { readonly kind: 'health'; readonly health: VenueHealth }
  /** The process of the account has died and is started again: what it had was answered, and what happened meanwhile was not heard. */
  | { readonly kind: 'died'; readonly problem: string }
  /** Nothing will come any more: the process of the account has ended. */
  | { readonly kind: 'ended'; readonly problem: string };

/** How an account stands with its venue. */
export interface VenueLink {
  readonly health: VenueHealth | null;
  /** Our own time of the newest complete look; null while there was none. */
  readonly lookedAt: number | null;
  /** Until when the venue's dead man's switch holds, venue time; null where it is off or there is none. */
  readonly heldUntil: number | null;
  /** The venue has not answered yet what it was told about its dead man's switch. */
  readonly switchAsked: boolean;
  /** How often the account's process died and was started again. */
  readonly deaths: number;
  /** Why nothing comes any more; null while the account's process lives. */
  readonly ended: string | null;
}

/** What a session does for an account beside its orders. */
export interface AccountWatch {
  readonly link: VenueLink;
  /** Looks at the whole account; one look at a time. */
  look(): void;
  /** Lets the venue's dead man's switch hold for so long, ms; 0 takes it off. */
  keepAlive(ms: number): void;
}

/** The orders of one account at a venue, as messages: nothing is returned, nothing is asked twice by itself. */
export interface VenueOrders {
  /** Orders that are not renewed end by themselves at the venue (`keep-alive`). */
  readonly deadMansSwitch: boolean;
  /** Absent where orders are single there and keep their terms. */
  readonly exits?: ExitAbilities | null;
  send(request: VenueRequest): void;
  /** Hears everything from now on; one listener. */
  listen(listener: (message: VenueMessage) => void): Releasable;
  close(): Promise<void>;
}

/** Whoever holds the key of an account in a process. */
export interface KeyHolder {
  /** Ends the process that holds the key; settles once it has gone. */
  lock(): Promise<void>;
  /** Starts it again. */
  unlock(): void;
}

/** The key of an account that trades, and whether keys are locked. */
export interface AccountKeys {
  readonly holder: KeyHolder;
  locked(): boolean;
}
