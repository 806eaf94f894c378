import type { OrderType, Side, TimeInForce } from '../../../../src-shared/domain/order.ts';
import type { ClientOrderId } from '../../../../src-shared/kernel/ids.ts';
import type { EndReason } from '../../../ports/execution-venue.ts';
import type { ExitAbilities, SeenAccount, SeenFee, SeenFunding, SeenOrder, SeenPosition, VenueOrder } from '../../../ports/venue-orders.ts';
import type { UsdmCalls } from './usdm-calls.ts';

/** What a venue can do with orders; what is not here is never sent. */
export interface OrderAbilities {
  readonly types: readonly OrderType[];
  readonly timesInForce: readonly TimeInForce[];
  /** Those of a limit that is placed when a price has come, where they are fewer. */
  readonly afterTrigger?: readonly TimeInForce[];
  /** Which way a market order may be by quote amount. */
  readonly byQuote: readonly Side[];
  /** A quote amount is made a size here, so that it may be as fine as it likes. */
  readonly sizesAmounts?: boolean;
  /** Most significant figures of a price that is no whole number; absent where its step alone counts. */
  readonly priceFigures?: number;
}

/** A market as orders need it: the venue's own name of it, and its steps. */
export interface OrderMarket {
  readonly symbol: string;
  readonly id: string;
  /** Other names that the venue's answers use. */
  readonly names: readonly string[];
  readonly base: string;
  readonly quote: string;
  readonly priceStep: string;
  readonly sizeStep: string;
  /** Finest step of a quote amount. */
  readonly quoteStep: string;
  /** The highest fee of an order that takes, a fraction of its value; absent where it is not told. */
  readonly takerFee?: string;
  /** Of a perpetual: what profit is paid in, and base units per contract of the venue. Steps above are of prices and base units all the same. */
  readonly contract: { readonly settle: string; readonly size: string } | null;
}

/** Markets by whatever name an answer uses. Null for one that is not known. */
export interface OrderMarkets {
  readonly of: (symbol: string) => OrderMarket | null;
  readonly named: (name: string) => OrderMarket | null;
  /** An asset by the venue's own name. */
  readonly asset: (name: string) => string;
}

/** The venue's definite word that a request was not carried out. */
export interface Refusal {
  readonly reason: EndReason;
  readonly problem: string;
  /** The venue's clock differs from what the request was signed with. */
  readonly clock: boolean;
}

/** An order with its name at the venue, and the venue's time when it is signed. */
export type NamedOrder = VenueOrder & { readonly name: string; readonly signedAt: number };

/** A pair with its names at the venue. */
export interface NamedPair {
  readonly list: string;
  readonly stop: NamedOrder;
  readonly target: NamedOrder;
}

/** Other terms of an order with its name at the venue; null leaves a term as it is. */
export interface NamedAmendment {
  readonly name: string;
  readonly venueId: string | null;
  readonly type: OrderType;
  readonly size: string | null;
  readonly price: string | null;
  readonly trigger: string | null;
  readonly signedAt: number;
}

/** What the answer to a placing says; throws unless it says that this order stands there. `time` null where it is not told. */
export type ReadPlaced = (body: unknown, name: string) => { readonly venueId: string; readonly time: number | null };

/** How pairs are placed and orders changed; null for what a venue cannot do. */
export interface ExitProtocol {
  readonly pair: {
    readonly send: (exchange: ProtocolCalls, market: OrderMarket, pair: NamedPair) => Promise<unknown>;
    readonly placed: ReadPlaced;
  } | null;
  readonly replace: {
    readonly send: (
      exchange: ProtocolCalls,
      market: OrderMarket,
      to: { readonly old: { readonly name: string; readonly venueId: string | null }; readonly order: NamedOrder },
    ) => Promise<unknown>;
    readonly placed: ReadPlaced;
    /** As `OrderProtocol.refusal`, of the new order. */
    readonly refusal: (status: number, body: unknown) => Refusal | null;
    /** Both orders stand for an instant. */
    readonly beside?: true;
  } | null;
  readonly amend: {
    readonly send: (exchange: ProtocolCalls, market: OrderMarket, amendment: NamedAmendment) => Promise<unknown>;
    /** Whether the terms were taken, or promised to be, which the order has to show; null where nothing is proven. */
    readonly taken: (status: number, body: unknown) => 'taken' | 'promised' | Refusal | null;
  } | null;
}

/** A trade as it is read, before it is known whose order it was. */
export interface ReadTrade {
  readonly tradeId: string;
  readonly venueId: string;
  readonly symbol: string;
  readonly side: Side;
  readonly price: string;
  readonly size: string;
  readonly liquidity: 'maker' | 'taker';
  readonly fees: readonly SeenFee[];
  readonly time: number;
  /** Where the trade itself tells it. */
  readonly id: ClientOrderId | null;
  /** As of `SeenFill`. */
  readonly profit?: string;
  readonly liquidation?: true;
}

/** Asks the library once, within the limits, and reads the answer. Throws what the venue refuses or what does not parse. */
export type Ask = <Value>(question: () => Promise<unknown>, parse: (answer: unknown) => Value) => Promise<Value>;

/** What every reading of a venue's answers works with. */
export interface Reading {
  readonly exchange: ProtocolCalls;
  readonly markets: OrderMarkets;
  readonly ask: Ask;
}

/** A message of an account's stream, read. What does not tell an order as a whole, or not exactly, is unclear: it is asked for. */
export type StreamFrame =
  | { readonly kind: 'subscribed' }
  /** What comes after it would not be all: the connection has to be made anew. */
  | { readonly kind: 'lost'; readonly problem: string }
  | {
      readonly kind: 'told';
      readonly orders: readonly SeenOrder[];
      readonly fills: readonly ReadTrade[];
      /** `ended`: it has ended, whatever the venue still answers. */
      readonly unclear: readonly { readonly venueId: string; readonly symbol: string; readonly ended?: boolean }[];
    };

/** A market of contracts at its leverage. */
export interface LeveragedMarket {
  readonly market: OrderMarket;
  readonly leverage: number;
}

/** What a venue of perpetuals is asked beside orders. */
export interface ContractProtocol {
  /** Sees to it that the account holds these on cross margin, one net position each, at their leverage. Fails with `venue.refused` where it does not. */
  readonly prepare: (reading: Reading, contracts: readonly LeveragedMarket[]) => Promise<void>;
  readonly positions: (reading: Reading) => Promise<readonly SeenPosition[]>;
  /** Funding of these since an instant of the venue's, oldest first. */
  readonly funding: (reading: Reading, markets: readonly OrderMarket[], since: number) => Promise<readonly SeenFunding[]>;
}

/** How one venue's orders are written and read, beyond signing and sending, which is the library's. Figures go and come as they are. */
export interface OrderProtocol {
  readonly abilities: OrderAbilities;
  /** Perpetuals; absent where none are traded. */
  readonly contracts?: ContractProtocol;
  /** Pairs and changes; absent where orders are single there and keep their terms. */
  readonly exits?: ExitProtocol;
  /** Our id as the venue takes it; null where it cannot be written so. */
  readonly nameOf: (id: ClientOrderId) => string | null;
  /** The id of ours that a venue's client id stands for; null for a stranger's. */
  readonly idOf: (name: string | null | undefined) => ClientOrderId | null;
  readonly place: (exchange: ProtocolCalls, market: OrderMarket, order: NamedOrder) => Promise<unknown>;
  /** Reads the answer to a placing; throws unless it says that this order stands there. `time` null where it is not told. */
  readonly placed: (body: unknown, name: string) => { readonly venueId: string; readonly time: number | null };
  /** Only what is known to mean that the request was not carried out; null for anything else. */
  readonly refusal: (status: number, body: unknown) => Refusal | null;
  readonly cancel: (
    exchange: ProtocolCalls,
    market: OrderMarket,
    order: { readonly name: string; readonly venueId: string | null },
  ) => Promise<unknown>;
  /** What the answer to a cancel says; null where nothing is proven. */
  readonly cancelled: (status: number, body: unknown) => 'taken' | 'unknown-order' | null;
  /** The order under its name, or where that is null under the venue's id; null where the venue says that it knows none. */
  readonly find: (
    reading: Reading,
    market: OrderMarket,
    order: { readonly name: string | null; readonly venueId: string | null },
  ) => Promise<SeenOrder | null>;
  /** All open orders, of one market or of every one. */
  readonly open: (reading: Reading, market: OrderMarket | null) => Promise<readonly SeenOrder[]>;
  /** Orders of a market, ended ones among them, since an instant of the venue's. */
  readonly ordersSince: (reading: Reading, market: OrderMarket, since: number) => Promise<readonly SeenOrder[]>;
  /** Trades of a market since an instant, or of one order. */
  readonly trades: (
    reading: Reading,
    market: OrderMarket,
    of: { readonly since: number } | { readonly order: SeenOrder },
  ) => Promise<readonly ReadTrade[]>;
  readonly balances: (reading: Reading) => Promise<SeenAccount['balances']>;
  readonly time: (reading: Reading) => Promise<number>;
  /** How finely that is told, ms: what is told is rounded down. */
  readonly timeStepMs: number;
  /** What `ask` searches, in words. */
  readonly searched: readonly string[];
  /** For how long an order is remembered that was cancelled with nothing filled, ms; absent where none is forgotten. */
  readonly forgetsMs?: number;
  /** Arms the dead man's switch and answers until when it holds, venue time; null where there is none. */
  readonly keepAlive: ((reading: Reading, ms: number) => Promise<number | null>) | null;
  /** Reads the account's stream, each time anew from the beginning of a connection. Throws for what does not parse; null for what is not about orders. */
  readonly stream: (markets: OrderMarkets) => (message: unknown) => StreamFrame | null;
  /** What the library is asked to listen to, each by its own options; absent where one subscription tells everything. */
  readonly listens?: readonly Readonly<Record<string, unknown>>[];
}

/** An action that is signed when it is sent, and how long after that it may be taken, ms. */
export interface Action {
  readonly action: Params;
  readonly takenMs?: number;
}

type Params = Readonly<Record<string, unknown>>;

/** The library's calls for the venues' own endpoints: it signs and sends, and changes no figure. */
export interface ProtocolCalls extends UsdmCalls {
  /** The number of the next request: the venue's time as far as it is known, ms, where requests carry none that must grow. */
  nonce(): number;
  /** A market as the library has it. */
  market(symbol: string): unknown;
  /** The account, where it is an address. */
  readonly walletAddress: string;
  publicGetTime(params?: Params): Promise<unknown>;
  privatePostOrder(params: Params): Promise<unknown>;
  privateDeleteOrder(params: Params): Promise<unknown>;
  privatePostOrderCancelReplace(params: Params): Promise<unknown>;
  privatePostOrderListOco(params: Params): Promise<unknown>;
  privateGetOrder(params: Params): Promise<unknown>;
  privateGetOpenOrders(params: Params): Promise<unknown>;
  privateGetAllOrders(params: Params): Promise<unknown>;
  privateGetMyTrades(params: Params): Promise<unknown>;
  privateGetAccount(params: Params): Promise<unknown>;
  privatePostAddOrder(params: Params): Promise<unknown>;
  privatePostAmendOrder(params: Params): Promise<unknown>;
  privatePostCancelOrder(params: Params): Promise<unknown>;
  privatePostOpenOrders(params: Params): Promise<unknown>;
  privatePostClosedOrders(params: Params): Promise<unknown>;
  privatePostQueryOrders(params: Params): Promise<unknown>;
  privatePostQueryTrades(params: Params): Promise<unknown>;
  privatePostTradesHistory(params: Params): Promise<unknown>;
  privatePostBalanceEx(params: Params): Promise<unknown>;
  privatePostCancelAllOrdersAfter(params: Params): Promise<unknown>;
  publicGetPublicTime(params?: Params): Promise<unknown>;
  privatePostTradeOrder(params: Params): Promise<unknown>;
  privatePostTradeCancelOrder(params: Params): Promise<unknown>;
  privatePostTradeCancelAllAfter(params: Params): Promise<unknown>;
  privatePostTradeAmendOrder(params: Params): Promise<unknown>;
  privatePostTradeOrderAlgo(params: Params): Promise<unknown>;
  privatePostTradeCancelAlgos(params: readonly Params[]): Promise<unknown>;
  privatePostTradeAmendAlgos(params: Params): Promise<unknown>;
  privateGetTradeOrderAlgo(params: Params): Promise<unknown>;
  privateGetTradeOrdersAlgoPending(params: Params): Promise<unknown>;
  privateGetTradeOrdersAlgoHistory(params: Params): Promise<unknown>;
  privateGetTradeOrder(params: Params): Promise<unknown>;
  privateGetTradeOrdersPending(params: Params): Promise<unknown>;
  privateGetTradeOrdersHistory(params: Params): Promise<unknown>;
  privateGetTradeOrdersHistoryArchive(params: Params): Promise<unknown>;
  privateGetTradeFills(params: Params): Promise<unknown>;
  privateGetTradeFillsHistory(params: Params): Promise<unknown>;
  privateGetAccountBalance(params: Params): Promise<unknown>;
  privateGetAccountConfig(): Promise<unknown>;
  privateGetAccountPositions(params: Params): Promise<unknown>;
  privateGetAccountBills(params: Params): Promise<unknown>;
  privateGetAccountBillsArchive(params: Params): Promise<unknown>;
  privateGetAccountLeverageInfo(params: Params): Promise<unknown>;
  privatePostAccountSetLeverage(params: Params): Promise<unknown>;
  publicPostInfo(params: Params): Promise<unknown>;
  privatePostExchange(params: Action): Promise<unknown>;
  publicGetTickersSymbol(params: Params): Promise<unknown>;
  privatePostSendorder(params: Params): Promise<unknown>;
  privatePostEditorder(params: Params): Promise<unknown>;
  privatePostCancelorder(params: Params): Promise<unknown>;
  privatePostCancelallordersafter(params: Params): Promise<unknown>;
  privateGetOpenorders(params: Params): Promise<unknown>;
  privateGetFills(params: Params): Promise<unknown>;
  privateGetAccounts(params: Params): Promise<unknown>;
  privateGetOpenpositions(params: Params): Promise<unknown>;
  privateGetLeveragepreferences(params: Params): Promise<unknown>;
  privatePutLeveragepreferences(params: Params): Promise<unknown>;
  privateGetPnlpreferences(params: Params): Promise<unknown>;
  historyGetOrders(params: Params): Promise<unknown>;
  historyGetTriggers(params: Params): Promise<unknown>;
  historyGetExecutions(params: Params): Promise<unknown>;
  historyGetAccountLog(params: Params): Promise<unknown>;
  /** Any other endpoint of the venue's. */
  request(path: string, api: string, method: string, params: Params): Promise<unknown>;
}

/** What a protocol's pairs and changes come to. */
export function abilitiesOf({ exits }: Pick<OrderProtocol, 'exits'>): ExitAbilities | null {
  if (exits === undefined) return null;
  const { pair, replace } = exits;
  return { pairs: pair !== null, changes: replace === null ? 'in-place' : replace.beside === true ? 'beside' : 'anew' };
}
