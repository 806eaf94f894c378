import { BINANCE } from '../../../src-main/adapters/exchange-ccxt/venues/binance.ts';
import { BinanceVenue } from '../../venue/binance/binance-venue.ts';
import { credentialsAt } from '../../venue/protocols.ts';
import { type CarriedRequest, COINS, asItIs, endpointOf, figure, type Wish, type WorldProtocol } from './world-protocol.ts';

const PLACE = 'POST /api/v3/order';
const PAIR = 'POST /api/v3/orderList/oco';
const REPLACE = 'POST /api/v3/order/cancelReplace';
/** The ids of a pair in its request. */
const PAIR_IDS = ['listClientOrderId', 'aboveClientOrderId', 'belowClientOrderId'];

/** Binance's spot market: pairs, and other terms by another order in an order's place. */
export const BINANCE_WORLD: WorldProtocol = {
  ...{ name: 'binance', markets: COINS, profile: BINANCE.profile },
  credentials: credentialsAt('binance'),
  faults: {
    place: [PLACE],
    placeMore: [PAIR, REPLACE],
    cancel: ['DELETE /api/v3/order'],
    questions: ['GET /api/v3/order', 'GET /api/v3/openOrders', 'GET /api/v3/myTrades', 'GET /api/v3/account', 'GET /api/v3/time'],
    messages: ['executionReport:TRADE', 'executionReport:NEW', 'executionReport:CANCELED', 'executionReport:*'],
    busy: '{"code":-1003,"msg":"Too many requests."}',
    doubts: [],
  },
  open: (options) => new BinanceVenue(options),
  wish,
  refuses: ({ status }) => status === 400,
  ownId: asItIs,
  tradeId: (_order, { tradeId }) => String(tradeId),
  idsOf: ({ id }) => [String(id)],
  forgetsMs: null,
  endsAs: { FILLED: ['filled'], CANCELED: ['cancelled'], EXPIRED: ['expired'] },
};

function wish(request: CarriedRequest): Wish | null {
  const { values } = request;
  const endpoint = endpointOf(request);
  if (endpoint === PAIR) return { placed: PAIR_IDS.map((name) => values.get(name) ?? ''), order: null };
  if (endpoint !== PLACE && endpoint !== REPLACE) return null;
  const id = values.get('newClientOrderId') ?? '';
  return {
    placed: [id],
    order: {
      id,
      symbol: values.get('symbol') ?? '',
      buys: values.get('side') === 'BUY',
      size: figure(values, 'quantity'),
      amount: figure(values, 'quoteOrderQty'),
      price: figure(values, 'price') ?? figure(values, 'stopPrice'),
      old: values.get('cancelOrigClientOrderId') ?? values.get('cancelOrderId') ?? undefined,
    },
  };
}
