import type { ClientOrderId } from '../../../src-shared/kernel/ids.ts';
import type { VenueCredentials, VenueProfile } from '../../../src-main/ports/venue-accounts.ts';
import type { Fill, OrderStatus, VenueOrder } from '../../venue/core/order.ts';
import type { RequestFault } from '../../venue/faults/fault-rules.ts';
import type { HouseOptions, VenueHouse } from '../../venue/house/venue-house.ts';

/** A request as the network carries it. */
export interface CarriedRequest {
  readonly verb: string;
  readonly path: string;
  /** Fields of its query and its body. */
  readonly values: URLSearchParams;
}

/** What came back, or should have. */
export interface CarriedReply {
  readonly status: number;
  readonly body: string;
}

/** An order that a request asks a venue for, or the terms that it asks for in place of another one's. */
export interface WishedOrder {
  /** Our own id. */
  readonly id: string;
  /** As the venue's books call it: `BTCUSDT`, `BTC/USDT:USDT`. */
  readonly symbol: string;
  readonly buys: boolean;
  /** Base units; null where it is by an amount of money, or stays as it is. */
  readonly size: number | null;
  /** An amount of the quote. */
  readonly amount: number | null;
  /** Null takes the market's, or leaves it as it is. */
  readonly price: number | null;
  /** The order in whose place it comes, by whatever id; undefined where there is none. */
  readonly old: string | undefined;
  /** Of a contract: it may only reduce. */
  readonly reduces?: boolean;
}

/** What a request comes to, as far as rules look at it. */
export interface Wish {
  /** Ids that may be handed to the network only once. */
  readonly placed: readonly string[];
  /** What limits are held against; null where nothing of it buys. */
  readonly order: WishedOrder | null;
}

/** Where faults strike. */
export interface FaultPlaces {
  /** Endpoints of one order, and those that are struck with them where more than that is placed. */
  readonly place: readonly string[];
  readonly placeMore: readonly string[];
  readonly cancel: readonly string[];
  readonly questions: readonly string[];
  /** Messages of an account's stream. */
  readonly messages: readonly string[];
  /** What is answered where too much is asked. */
  readonly busy: string;
  /** Answers of the venue's own that leave a fate open. */
  readonly doubts: readonly (readonly [name: string, RequestFault])[];
  /** Where an account is listened to by a key: ends it, and says so to whoever listens, or does not. */
  readonly endListening?: (venue: VenueHouse, account: number, told: boolean) => void;
}

/** What is traded in a world. */
export interface WorldMarkets {
  /** As the program calls them. */
  readonly symbols: readonly [string, string];
  /** As the venue's books call one of them. */
  bookOf(symbol: string): string;
  /** Of perpetuals: the leverage that sessions want. Null for coins. */
  readonly leverage: number | null;
  /** What the asset is that they are paid in, and how much of it the account begins with. */
  readonly money: readonly [asset: string, amount: string];
  /** Money is told without what open contracts cost. */
  readonly lessCost?: boolean;
  /** Most figures of a price, and the least that an order is worth, where they are not the usual ones. */
  readonly figures?: number;
  readonly least?: string;
}

/** Coins, all of them held long. */
export const COINS: WorldMarkets = {
  symbols: ['BTC/USDT', 'ETH/USDT'],
  bookOf: (symbol) => symbol.replace('/', ''),
  leverage: null,
  money: ['USDT', '100000'],
};

/** Perpetuals in an asset; so little money that limits on leverage and on the distance to liquidation are met. */
export function perpetualsIn(asset: string): WorldMarkets {
  return {
    symbols: [`BTC/${asset}:${asset}`, `ETH/${asset}:${asset}`],
    bookOf: (symbol) => symbol,
    leverage: 3,
    money: [asset, '4000'],
  };
}

/** A protocol that worlds speak: the venue that speaks it without sockets, and what the rules must know to read it. */
export interface WorldProtocol {
  /** How reports and `--venue` call it. */
  readonly name: string;
  readonly markets: WorldMarkets;
  readonly profile: VenueProfile;
  readonly credentials: VenueCredentials;
  readonly faults: FaultPlaces;
  open(options: HouseOptions): VenueHouse;
  /** Sets a leverage of a contract as its owner does elsewhere; absent where the exchange takes it as it is. */
  lever?(venue: VenueHouse, account: number, symbol: string, leverage: number): void;
  /** What a request asks for; null where it is about no order that comes. */
  wish(request: CarriedRequest): Wish | null;
  /** The venue's own word that a request was not carried out. */
  refuses(reply: CarriedReply): boolean;
  /** The id of ours that a client id at the venue stands for; null for a stranger's. */
  ownId(clientId: string): ClientOrderId | null;
  /** The venue's id of a trade. */
  tradeId(order: Pick<VenueOrder, 'symbol' | 'forced'>, fill: Pick<Fill, 'tradeId'>): string;
  /** The venue's ids of an order, and what it is called by here: it is asked for by these or by our own. */
  idsOf(order: Pick<VenueOrder, 'id' | 'clientId'>): readonly string[];
  /** For how long the venue remembers what was cancelled with nothing filled, ms; null where it forgets nothing. */
  readonly forgetsMs: number | null;
  /** How the venue calls what has ended so, where there are several in one way or another. */
  readonly endsAs: Readonly<Partial<Record<OrderStatus, readonly string[]>>>;
  /** As `endsAs`, of what ended while it waited for its price, where that is called otherwise. */
  readonly endsWaitingAs?: WorldProtocol['endsAs'];
}

const OWN = /^o[0-9a-z]{25}$/u;

/** Our ids where a venue takes them as they are. Nobody else's begin so. */
export function asItIs(clientId: string): ClientOrderId | null {
  return OWN.test(clientId) ? (clientId as ClientOrderId) : null;
}

/** What a request is called where faults are planned. */
export function endpointOf({ verb, path }: Pick<CarriedRequest, 'verb' | 'path'>): string {
  return `${verb} ${path}`;
}

/** A figure of a request; null where there is none. */
export function figure(values: URLSearchParams, name: string): number | null {
  const text = values.get(name);
  return text === null || text === '' ? null : Number(text);
}
