import type { ApiError } from '../binance/api-error.ts';
import { BinanceHouse, type Pairs, type StageFault } from '../binance/binance-house.ts';
import type { Route } from '../binance/desk.ts';
import { Keys } from '../binance/keys.ts';
import { type LimitNumbers, OrderCounts, RequestWeights } from '../binance/limits.ts';
import { MarketSession } from '../binance/market-session.ts';
import { Params } from '../binance/params.ts';
import { stageOf } from '../binance/stage.ts';
import { StreamHub } from '../binance/stream-hub.ts';
import { UserHub } from '../binance/user-hub.ts';
import { DeadMan } from '../core/dead-man.ts';
import { Outbox } from '../faults/outbox.ts';
import type { HouseOptions, WireAddress, WireKind } from '../house/venue-house.ts';
import type { Wire, WireSession } from '../house/wire.ts';
import { usdmAccountRoutes } from './usdm-account-routes.ts';
import { contractsById, isAlgoAlone, type UsdmDesk } from './usdm-desk.ts';
import { usdmErrorOf } from './usdm-error.ts';
import { usdmMessages } from './usdm-json.ts';
import { USDM_MARKET_ROUTES } from './usdm-market-routes.ts';
import { type Category, usdmStreams } from './usdm-streams.ts';
import { usdmTradeRoutes } from './usdm-trade-routes.ts';

/** What a venue that speaks the protocol of Binance's futures is started with. */
export interface UsdmVenueOptions extends HouseOptions {
  readonly limits?: Partial<LimitNumbers>;
  /** As of `UsdmDesk`; nothing where it is not said. */
  readonly algoLagMs?: number;
}

/** The numbers that it publishes for its futures. */
const LIMITS: LimitNumbers = { weight: 2_400, ordersPerTenSeconds: 300, ordersPerDay: 1_728_000, refusalsToBan: 10 };

/**
 * Perpetuals as Binance keeps them: at hosts of their own, with money apart from coins. Orders that wait for a price are kept by a service of its own, hold nothing until it comes, and place an
 * ordinary one then that bears their name; what was cancelled with nothing filled is forgotten three days after it came; tables are read a week at a time; an account is listened to by a key; each contract has
 * a dead man's switch; numbers of a book's changes leave others out.
 */
export class UsdmVenue extends BinanceHouse {
  readonly desk: UsdmDesk;
  readonly users: UserHub;
  readonly weights: RequestWeights;
  private readonly hubs: Readonly<Record<Category, StreamHub>>;
  private readonly routes: ReadonlyMap<string, Route>;

  constructor(options: UsdmVenueOptions) {
    super(options, { waitersHoldNothing: true, waitersOutlivePositions: true });
    const { clock, time, exchange } = this;
    const { algoLagMs = 0 } = options;
    const numbers = { ...LIMITS, ...options.limits };
    this.weights = new RequestWeights(time, numbers);
    this.users = new UserHub(exchange.state, { venueTime: time, clock }, options.userDelayMs ?? 1, (event, state) =>
      usdmMessages(event, state, algoLagMs),
    );
    const switches = new Map<string, DeadMan>();
    const deadMan = (symbol: string): DeadMan => {
      const own = switches.get(symbol) ?? new DeadMan(exchange, clock, (order) => order.symbol === symbol && !isAlgoAlone(order));
      switches.set(symbol, own);
      return own;
    };
    this.desk = {
      ...{ exchange, clock: time, keys: new Keys(time), weights: this.weights, counts: new OrderCounts(time, numbers), numbers },
      ...{ givenBars: new Map(), listenKeys: this.users, deadMan, kinds: new Map(), isolated: new Set(), algoLagMs },
    };
    const contracts = contractsById(this.desk);
    const hub = (category: Category) => new StreamHub(exchange.state, time, clock, usdmStreams(contracts, category));
    this.hubs = { public: hub('public'), market: hub('market') };
    const routes = [...USDM_MARKET_ROUTES, ...usdmTradeRoutes(this.desk), ...usdmAccountRoutes(this.desk)];
    this.routes = new Map(routes.map((route) => [route.endpoint, route]));
  }

  /** Streams that somebody listens to. */
  get streams(): readonly string[] {
    return Object.values(this.hubs).flatMap((hub) => hub.names);
  }

  protected route(endpoint: string): Route | undefined {
    return this.routes.get(endpoint);
  }

  protected errorOf(thrown: unknown): ApiError {
    return usdmErrorOf(thrown);
  }

  /** What waits for a price is nobody's to fill. */
  protected stage(fault: StageFault, pairs: Pairs, key: string | undefined): () => void {
    const contracts = contractsById(this.desk);
    const named = pairs.map(([name, value]) => [name, name === 'symbol' ? (contracts.get(value)?.rules.name ?? value) : value] as const);
    return stageOf(fault, { desk: this.desk, maker: this.maker, params: new Params(named), key });
  }

  protected open(address: WireAddress, wire: Wire): { readonly kind: WireKind; readonly session: WireSession } {
    const { clock, users } = this;
    const outbox = new Outbox({ rules: this.faults, frost: this.frost, clock }, wire);
    const category: Category = address.path.startsWith('/public') ? 'public' : 'market';
    const key = new URLSearchParams(address.query).get('listenKey');
    const parts = { hub: this.hubs[category], users, outbox, limits: this.wireLimits, clock };
    const session = new MarketSession(wire, parts, { combined: false, streams: key === null ? [] : [key] });
    return { kind: key === null ? 'stream' : 'account', session };
  }
}
