import { HYPERLIQUID, HYPERLIQUID_PERP } from '../../../src-main/adapters/exchange-ccxt/venues/hyperliquid.ts';
import { hyperliquidId } from '../../../src-main/adapters/exchange-ccxt/venues/hyperliquid-ids.ts';
import { FIRST_ASSET } from '../../venue/hyperliquid/hyperliquid-desk.ts';
import { hyperliquidOrderId, tradeNumber } from '../../venue/hyperliquid/hyperliquid-order.ts';
import { HyperliquidVenue } from '../../venue/hyperliquid/hyperliquid-venue.ts';
import { credentialsAt } from '../../venue/protocols.ts';
import {
  type CarriedReply,
  type CarriedRequest,
  COINS,
  perpetualsIn,
  type Wish,
  type WishedOrder,
  type WorldProtocol,
} from './world-protocol.ts';

const exchange = (action: string) => `POST /exchange ${action}`;
const info = (question: string) => `POST /info ${question}`;
/** It takes prices of so many figures, and orders worth so much. */
const TERMS = { figures: 5, least: '10' } as const;

/** An order as an action writes it, and the actions that have one. */
interface WireOrder {
  readonly a: number;
  readonly b: boolean;
  readonly p: string;
  readonly s: string;
  readonly r: boolean;
  readonly t: { readonly limit?: { readonly tif: string }; readonly trigger?: { readonly triggerPx: string } };
  readonly c?: string;
}
interface Action {
  readonly type: string;
  readonly orders?: readonly WireOrder[];
  readonly modifies?: readonly { readonly oid: number | string; readonly order: WireOrder }[];
}

const PERPETUALS = perpetualsIn('USDC');

/** Hyperliquid's spot market: signed actions, questions that anybody may ask, no market orders and none that wait for a price, orders and fills over two channels. */
export const HYPERLIQUID_WORLD: WorldProtocol = {
  ...{ name: 'hyperliquid', markets: { ...COINS, ...TERMS }, profile: HYPERLIQUID.profile },
  credentials: credentialsAt('hyperliquid'),
  faults: {
    place: [exchange('order')],
    placeMore: [exchange('batchModify')],
    cancel: [exchange('cancel')],
    questions: [
      ...['frontendOpenOrders', 'orderStatus', 'historicalOrders', 'userFillsByTime', 'spotClearinghouseState', 'exchangeStatus'].map(info),
      exchange('scheduleCancel'),
    ],
    messages: ['orderUpdates', 'userFills', 'userFills'],
    busy: '{"status":"err","response":"Too many cumulative requests sent"}',
    doubts: [],
  },
  open: (options) => new HyperliquidVenue(options),
  wish,
  refuses,
  ownId: hyperliquidId,
  tradeId: ({ symbol }, { tradeId }) => String(tradeNumber(tradeId, assetOf(symbol))),
  idsOf: ({ id }) => [String(hyperliquidOrderId(id))],
  forgetsMs: null,
  // What took nothing at once is refused, and what took some of it is cancelled.
  endsAs: { FILLED: ['filled'], CANCELED: ['cancelled'], EXPIRED: ['cancelled', 'rejected'] },
};

/** Its perpetuals: an account of their own, whose money is told without what contracts cost. */
export const HYPERLIQUID_PERPETUALS: WorldProtocol = {
  ...HYPERLIQUID_WORLD,
  ...{ name: 'hyperliquid-perpetuals', markets: { ...PERPETUALS, ...TERMS, lessCost: true }, profile: HYPERLIQUID_PERP.profile },
  faults: {
    ...HYPERLIQUID_WORLD.faults,
    questions: [
      ...['frontendOpenOrders', 'orderStatus', 'historicalOrders', 'userFillsByTime', 'clearinghouseState', 'userFunding'].map(info),
      ...[info('exchangeStatus'), info('activeAssetData'), exchange('scheduleCancel')],
    ],
  },
  open: (options) => new HyperliquidVenue({ ...options, symbols: 0, contracts: 2 }),
};

function wish({ path, values }: CarriedRequest): Wish | null {
  if (path !== '/exchange') return null;
  const action = JSON.parse(values.get('action') ?? '{}') as Action;
  const [order] = action.orders ?? [];
  if (order !== undefined) return wished(order, undefined);
  const [change] = action.modifies ?? [];
  if (change === undefined) return null;
  const { oid } = change;
  return wished(change.order, typeof oid === 'number' ? String(oid) : (hyperliquidId(oid) ?? oid));
}

/** A market order is a limit far beyond the market that takes at once: it is worth what the market is. */
function wished({ a, b, p, s, r, t, c }: WireOrder, old: string | undefined): Wish {
  const id = hyperliquidId(c) ?? '';
  const price = t.trigger === undefined ? (t.limit?.tif === 'Ioc' ? null : Number(p)) : Number(t.trigger.triggerPx);
  const order: WishedOrder = { id, symbol: bookOf(a), buys: b, size: Number(s), amount: null, price, old, reduces: r };
  return { placed: [id], order };
}

function bookOf(asset: number): string {
  const { symbols, bookOf: named } = asset >= FIRST_ASSET ? COINS : PERPETUALS;
  return named(symbols[asset % FIRST_ASSET] ?? symbols[0]);
}

function assetOf(book: string): number {
  const place = book.startsWith('ETH') ? 1 : 0;
  return book.includes(':') ? place : FIRST_ASSET + place;
}

/** The one order of the action was looked at. */
function refuses({ body }: CarriedReply): boolean {
  return body.includes('"statuses":[{"error"');
}
