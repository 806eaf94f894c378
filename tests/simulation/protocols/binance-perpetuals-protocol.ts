import { BINANCE_USDM } from '../../../src-main/adapters/exchange-ccxt/venues/binanceusdm.ts';
import { HOUR_MS } from '../../../src-shared/kernel/time.ts';
import type { RequestFault } from '../../venue/faults/fault-rules.ts';
import { credentialsAt } from '../../venue/protocols.ts';
import { algoIdOf } from '../../venue/usdm/usdm-desk.ts';
import { UsdmVenue } from '../../venue/usdm/usdm-venue.ts';
import { type CarriedRequest, asItIs, endpointOf, figure, perpetualsIn, type Wish, type WorldProtocol } from './world-protocol.ts';

const PLACE = 'POST /fapi/v1/order';
const WAIT = 'POST /fapi/v1/algoOrder';
/** What comes before our id in the name of an order that waits for a price, and of what that one places. */
const WAITS = 'w-';

const says = (status: number, code: number, msg: string, carriedOut: boolean): RequestFault => ({
  ...{ kind: 'answer', status, carriedOut },
  body: JSON.stringify({ code, msg }),
});
const THROTTLED = 'Request throttled by system-level protection. Reduce-only/close-position orders are exempt. Please try again.';
const GONE = 'Service Unavailable.';
/** What of 503 says that nothing was done. */
const NOT_DONE = ['"code":-1008', GONE];
const UNKNOWN = 'Unknown error, please check your request or try again later.';
const TIMEOUT = 'Timeout waiting for response from backend server. Send status unknown; execution status unknown.';
const DOUBT = 'in doubt by the venue’s word';

/**
 * Binance's perpetuals: at hosts and with money of their own; orders that wait for a price are kept by a service of its own and place another one when it comes; an account is
 * listened to by a key that may end; each contract has a dead man's switch; other terms are another order beside the first.
 */
export const BINANCE_PERPETUALS: WorldProtocol = {
  ...{ name: 'binance-perpetuals', markets: perpetualsIn('USDT'), profile: BINANCE_USDM.profile },
  credentials: credentialsAt('binance'),
  faults: {
    place: [PLACE, WAIT],
    placeMore: [],
    cancel: ['DELETE /fapi/v1/order', 'DELETE /fapi/v1/algoOrder'],
    questions: [
      ...['order', 'algoOrder', 'openOrders', 'openAlgoOrders', 'allOrders', 'allAlgoOrders', 'userTrades', 'forceOrders'].map(question),
      ...['income', 'accountConfig', 'symbolConfig', 'time'].map(question),
      ...['GET /fapi/v3/account', 'POST /fapi/v1/countdownCancelAll', 'POST /fapi/v1/listenKey', 'POST /fapi/v1/leverage'],
    ],
    messages: [
      ...['ORDER_TRADE_UPDATE:TRADE', 'ORDER_TRADE_UPDATE:NEW', 'ORDER_TRADE_UPDATE:CANCELED', 'ORDER_TRADE_UPDATE:*'],
      ...['ALGO_UPDATE', 'ALGO_UPDATE', 'ACCOUNT_UPDATE'],
    ],
    busy: '{"code":-1003,"msg":"Too many requests."}',
    doubts: [
      ['throttled by the venue’s word', says(503, -1_008, THROTTLED, false)],
      ['not there by the venue’s word', says(503, 0, GONE, false)],
      [DOUBT, says(503, 0, UNKNOWN, true)],
      [DOUBT, says(503, 0, UNKNOWN, false)],
      [DOUBT, says(408, -1_007, TIMEOUT, true)],
    ],
    endListening: (venue, account, told) => {
      if (!(venue instanceof UsdmVenue)) return;
      const key = venue.users.create(account);
      if (told) venue.expireListening(key);
      else venue.users.close(key);
    },
  },
  open: (options) => new UsdmVenue({ ...options, symbols: 0, contracts: 2, algoLagMs: 300 }),
  wish,
  refuses: ({ status, body }) => status === 400 || (status === 503 && NOT_DONE.some((words) => body.includes(words))),
  ownId: (name) => asItIs(name.startsWith(WAITS) ? name.slice(WAITS.length) : name),
  tradeId: (_order, { tradeId }) => String(tradeId),
  // One that waits is known by its name.
  idsOf: ({ id, clientId }) => [String(id), String(algoIdOf(id)), `algo-${clientId}`],
  forgetsMs: 72 * HOUR_MS,
  endsAs: { FILLED: ['filled'], CANCELED: ['cancelled'], EXPIRED: ['expired'] },
  // What is refused when its price comes was taken before, as a rule, and has ended without having been asked to.
  endsWaitingAs: { CANCELED: ['cancelled'], EXPIRED: ['cancelled', 'rejected'] },
};

function question(name: string): string {
  return `GET /fapi/v1/${name}`;
}

function wish(request: CarriedRequest): Wish | null {
  const { values } = request;
  switch (endpointOf(request)) {
    case PLACE:
      return placing(values.get('newClientOrderId') ?? '', values, figure(values, 'price'));
    case WAIT:
      return placing((values.get('clientAlgoId') ?? '').replace(WAITS, ''), values, figure(values, 'triggerPrice'));
    default:
      return null;
  }
}

function placing(id: string, values: URLSearchParams, price: number | null): Wish {
  const symbol = (values.get('symbol') ?? '').replace(/USDT$/u, '/USDT:USDT');
  const [buys, reduces] = [values.get('side') === 'BUY', values.get('reduceOnly') === 'true'];
  return { placed: [id], order: { id, symbol, buys, size: figure(values, 'quantity'), amount: null, price, old: undefined, reduces } };
}
