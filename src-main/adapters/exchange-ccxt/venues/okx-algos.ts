import * as z from 'zod/mini';
import type { OrderType } from '../../../../src-shared/domain/order.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import { Fault } from '../../../../src-shared/kernel/fault.ts';
import type { SeenOrder } from '../../../ports/venue-orders.ts';
import {
  isTradedKind,
  MILLISECONDS,
  OKX_SIDE,
  okxHeld,
  okxId,
  okxReduces,
  okxSize,
  okxUnits,
  placedName,
  waitingVenueId,
} from './okx-parts.ts';
import { type OkxRow, okxRowOf, only, orMissing, paged, type Query, rowsOf, soleOf } from './okx-rows.ts';
import type { NamedOrder, OrderMarket, OrderMarkets, Reading } from './order-protocol.ts';
import { AMOUNT, plain, plainOrNull, sumOf } from './read-parts.ts';

/** For how long the venue remembers what was cancelled with nothing filled, less a minute, ms. */
const REMEMBERED_MS = 119 * 60_000;
/** In place of a price: at the market. */
const AT_MARKET = '-1';
/** Kinds that are looked for among open orders: the second is asked for by itself. */
const KINDS = ['conditional,oco', 'trigger'] as const;
/** States in which the history is asked for. */
const ENDED = ['effective', 'canceled', 'order_failed'] as const;

const NAME = z.string().check(z.minLength(1));
const PRICE = z.optional(z.union([z.literal(''), AMOUNT]));
/** What became of an order that waits; it has placed another one in the states of `effective`. */
const STATES = {
  live: 'working',
  pause: 'working',
  partially_effective: 'placed',
  effective: 'placed',
  partially_failed: 'placed',
  canceled: 'cancelled',
  order_failed: 'rejected',
} as const;
const ALGO = z.object({
  instId: z.string(),
  instType: z.optional(z.string()),
  algoId: NAME,
  algoClOrdId: z.string(),
  side: OKX_SIDE,
  ordType: z.enum(['conditional', 'oco', 'trigger']),
  tgtCcy: z.optional(z.string()),
  // Nothing where it is to close a position, however large that is then.
  sz: z.union([z.literal(''), AMOUNT]),
  reduceOnly: z.optional(z.string()),
  state: z.enum(Object.keys(STATES) as (keyof typeof STATES)[]),
  ...{ slTriggerPx: PRICE, slOrdPx: PRICE, tpTriggerPx: PRICE, tpOrdPx: PRICE, triggerPx: PRICE, ordPx: PRICE, last: PRICE },
  ordIdList: z.optional(z.array(NAME)),
  ordId: z.optional(z.string()),
  cTime: MILLISECONDS,
  uTime: MILLISECONDS,
});

/** An order that waits for a price, or did, as the venue tells it. */
export interface OkxAlgo {
  readonly algoId: string;
  /** The market by the venue's own name. */
  readonly instId: string;
  /** As it waits, or how it ended without placing anything; `working` where it has placed something, which says the rest. */
  readonly order: SeenOrder;
  /** Its market is traded here. */
  readonly traded: boolean;
  /** It has placed something, or is about to: which orders, as far as they are told. */
  readonly placed: readonly string[] | null;
  /** It may place more. */
  readonly goesOn: boolean;
  readonly cTime: number;
}

/** A request as the venue's own fields. It waits for the last price on the side that its type says: one that is there already is refused, not waited for from the other side. */
export function algoRequest(market: OrderMarket, order: NamedOrder): Readonly<Record<string, unknown>> {
  const { type, side, size, price, trigger, name, reduceOnly } = order;
  const leg = type === 'take-profit' ? 'tp' : 'sl';
  return {
    instId: market.id,
    ...okxHeld(market, reduceOnly === true),
    algoClOrdId: name,
    // Else the library makes a name by chance.
    clOrdId: placedName(name),
    side,
    ordType: 'conditional',
    sz: okxSize(size, market),
    // Coins that are bought at the market would be meant as an amount of money.
    ...(side === 'buy' && price === null && market.contract === null ? { tgtCcy: 'base_ccy' } : {}),
    [`${leg}TriggerPx`]: trigger,
    [`${leg}TriggerPxType`]: 'last',
    [`${leg}OrdPx`]: price ?? AT_MARKET,
  };
}

export function okxAlgo(row: unknown, markets: OrderMarkets): OkxAlgo {
  const algo = ALGO.parse(row);
  const { instId, algoId, algoClOrdId, side, tgtCcy, sz, state, ordIdList = [], ordId = '', cTime, uTime } = algo;
  const known = STATES[state];
  const market = markets.named(instId);
  const order: SeenOrder = {
    id: okxId(algoClOrdId),
    venueId: waitingVenueId(algoId),
    symbol: market?.symbol ?? instId,
    side,
    ...termsOf(algo),
    // What is bought for an amount of money, or closes a whole position, has no size but what was traded.
    size: sz === '' || (tgtCcy === 'quote_ccy' && side === 'buy') ? '0' : okxUnits(sz, market),
    filled: '0',
    state: known === 'placed' ? 'working' : known,
    time: uTime,
    ...okxReduces(algo.reduceOnly),
  };
  const placed = known !== 'placed' ? null : ordIdList.length > 0 ? ordIdList : ordId === '' ? [] : [ordId];
  const traded = isTradedKind(algo.instType, market);
  return { algoId, instId, order, traded, placed, goesOn: state === 'partially_effective', cTime };
}

/** What it waits for and what it then does. Of one that waits on both sides the loss counts. */
function termsOf(algo: z.infer<typeof ALGO>): Pick<SeenOrder, 'type' | 'price' | 'trigger'> {
  const { ordType, side, slTriggerPx = '', slOrdPx, tpTriggerPx = '', tpOrdPx, triggerPx = '', ordPx, last = '' } = algo;
  if (ordType === 'trigger') {
    const above = last === '' || triggerPx === '' || Decimal.parse(triggerPx).compare(Decimal.parse(last)) > 0;
    return terms(above === (side === 'buy') ? 'stop' : 'take-profit', triggerPx, ordPx);
  }
  return slTriggerPx === '' ? terms('take-profit', tpTriggerPx, tpOrdPx) : terms('stop', slTriggerPx, slOrdPx);
}

function terms(kind: 'stop' | 'take-profit', trigger: string, price = ''): Pick<SeenOrder, 'type' | 'price' | 'trigger'> {
  const limited = price !== '' && price !== AT_MARKET;
  const type: OrderType = kind === 'stop' && limited ? 'stop-limit' : kind;
  return { type, price: limited ? plain(price) : null, trigger: plainOrNull(trigger) };
}

/** What is known of an order that waits, under its name or its id; null where the venue knows none. */
export function algoOf({ exchange, markets, ask }: Reading, named: Query): Promise<OkxAlgo | null> {
  return ask(
    () => orMissing(() => exchange.privateGetTradeOrderAlgo(named)),
    (answer) => (answer === null ? null : okxAlgo(soleOf(answer), markets)),
  );
}

/** An order that waits for a price, or what became of it: from then on it is what it has placed, under its own name and id. */
export async function algoOrder(reading: Reading, named: Query): Promise<SeenOrder | null> {
  const algo = await algoOf(reading, named);
  return algo === null ? null : followed(reading, algo);
}

/** Throws while it has placed something that is not told yet. */
export async function followed(reading: Reading, algo: OkxAlgo): Promise<SeenOrder> {
  const { order, placed, instId, goesOn } = algo;
  if (placed === null) return order;
  if (placed.length === 0) throw new Fault('venue.garbled', { venue: 'OKX' });
  const rows: OkxRow[] = [];
  for (const ordId of placed) {
    const row = await okxRowOf(reading, { id: instId }, { ordId });
    if (row !== null) rows.push(row);
    // What was cancelled with nothing filled is forgotten after two hours; what is not known before has not been told yet.
    else if (reading.exchange.nonce() - order.time < REMEMBERED_MS) throw new Fault('venue.garbled', { venue: 'OKX' });
  }
  const filled = sumOf(rows.map((row) => row.order.filled));
  const works = goesOn || rows.some((row) => row.order.state === 'working');
  const byMoney = order.size === '0';
  const whole = byMoney
    ? rows.length > 0 && rows.every((row) => row.order.state === 'filled')
    : filled.compare(Decimal.parse(order.size)) >= 0;
  return {
    ...order,
    size: byMoney ? filled.toString() : order.size,
    filled: filled.toString(),
    // One that was made smaller there, for want of money, has not filled whole.
    state: works ? 'working' : whole ? 'filled' : 'cancelled',
    time: Math.max(order.time, ...rows.map((row) => row.order.time)),
  };
}

/** Orders that wait now, of one market or of all. */
export async function waitingOrders(reading: Reading, market: OrderMarket | null): Promise<readonly SeenOrder[]> {
  const { exchange, markets, ask } = reading;
  const orders: SeenOrder[] = [];
  for (const ordType of KINDS) {
    const page = (after: Query) =>
      ask(
        () => exchange.privateGetTradeOrdersAlgoPending({ ordType, ...only(market), ...after }),
        rowsOf((row) => okxAlgo(row, markets)),
      );
    const rows = await paged(page, { idOf: ({ algoId }) => algoId });
    orders.push(...rows.filter(({ traded }) => traded).map(({ order }) => order));
  }
  return orders;
}

/** Orders of ours and of others that waited, came since an instant and wait no more, with what each has placed. */
export async function waitedSince(reading: Reading, market: OrderMarket, since: number): Promise<readonly SeenOrder[]> {
  const { exchange, markets, ask } = reading;
  const [ordType] = KINDS;
  const orders: SeenOrder[] = [];
  for (const state of ENDED) {
    const page = (after: Query) =>
      ask(
        () => exchange.privateGetTradeOrdersAlgoHistory({ ordType, state, ...only(market), ...after }),
        rowsOf((row) => okxAlgo(row, markets)),
      );
    // The venue takes no beginning here; pages stand in the order in which orders came.
    const algos = await paged(page, { idOf: ({ algoId }) => algoId, isLast: ({ cTime }) => cTime < since });
    for (const algo of algos) if (algo.cTime >= since) orders.push(await followed(reading, algo));
  }
  return orders;
}
