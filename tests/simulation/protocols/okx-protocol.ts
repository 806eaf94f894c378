import { OKX } from '../../../src-main/adapters/exchange-ccxt/venues/okx.ts';
import { HOUR_MS } from '../../../src-shared/kernel/time.ts';
import { okxAlgoId, okxOrderId } from '../../venue/okx/okx-order.ts';
import { OkxVenue } from '../../venue/okx/okx-venue.ts';
import { credentialsAt } from '../../venue/protocols.ts';
import type { RequestFault } from '../../venue/faults/fault-rules.ts';
import {
  type CarriedReply,
  type CarriedRequest,
  COINS,
  asItIs,
  endpointOf,
  figure,
  perpetualsIn,
  type Wish,
  type WishedOrder,
  type WorldProtocol,
} from './world-protocol.ts';

const PLACE = 'POST /api/v5/trade/order';
const WAIT = 'POST /api/v5/trade/order-algo';
const AMEND = 'POST /api/v5/trade/amend-order';
const AMEND_WAITING = 'POST /api/v5/trade/amend-algos';
/** Its own codes for what it cannot say: that it is under load, and that its own time ran out. */
const doubt = (status: number, code: string, carriedOut: boolean): RequestFault => ({
  ...{ kind: 'answer', status, carriedOut },
  body: JSON.stringify({ code, data: [], msg: 'Please check the request result.' }),
});

/** OKX's spot market: orders that wait for a price are of another kind, terms change where an order stands, and a dead man's switch holds all but those. */
export const OKX_WORLD: WorldProtocol = {
  ...{ name: 'okx', markets: COINS, profile: OKX.profile },
  credentials: credentialsAt('okx'),
  faults: {
    place: [PLACE, WAIT],
    placeMore: [AMEND, AMEND_WAITING],
    cancel: ['POST /api/v5/trade/cancel-order', 'POST /api/v5/trade/cancel-algos'],
    questions: [
      ...['GET /api/v5/trade/order', 'GET /api/v5/trade/order-algo', 'GET /api/v5/trade/orders-pending', 'GET /api/v5/trade/fills'],
      ...['GET /api/v5/account/balance', 'GET /api/v5/public/time', 'POST /api/v5/trade/cancel-all-after'],
    ],
    messages: ['orders', 'orders', 'orders-algo', 'orders*'],
    busy: '{"code":"50011","data":[],"msg":"Too Many Requests"}',
    doubts: [
      ['in doubt by the venue’s word', doubt(400, '50004', true)],
      ['in doubt by the venue’s word', doubt(400, '50004', false)],
      ['in doubt by the venue’s word', doubt(200, '50013', false)],
    ],
  },
  open: (options) => new OkxVenue(options),
  wish,
  refuses,
  ownId: asItIs,
  // What it closes itself has a number below nought.
  tradeId: ({ forced }, { tradeId }) => String(forced === null ? tradeId : -tradeId),
  idsOf: ({ id }) => [okxOrderId(id), okxAlgoId(id)],
  forgetsMs: 2 * HOUR_MS,
  // It has one word for both.
  endsAs: { FILLED: ['filled'], CANCELED: ['cancelled'], EXPIRED: ['cancelled'] },
};

/** Its perpetuals: the same account and orders, counted in contracts, with questions about positions, funding and leverage beside them. */
export const OKX_PERPETUALS: WorldProtocol = {
  ...OKX_WORLD,
  ...{ name: 'okx-perpetuals', markets: perpetualsIn('USDT') },
  open: (options) => new OkxVenue({ ...options, symbols: 0, contracts: 2 }),
  faults: {
    ...OKX_WORLD.faults,
    questions: [
      ...OKX_WORLD.faults.questions,
      ...['GET /api/v5/account/positions', 'GET /api/v5/account/bills', 'GET /api/v5/account/leverage-info'],
    ],
  },
};

/** Base units of a contract, by its base asset. */
const CONTRACTS: Readonly<Record<string, number>> = { BTC: 0.01, ETH: 0.1 };

function wish(request: CarriedRequest): Wish | null {
  const { values } = request;
  switch (endpointOf(request)) {
    case PLACE:
      return placing(values.get('clOrdId') ?? '', values, figure(values, 'px'));
    case WAIT:
      return placing(values.get('algoClOrdId') ?? '', values, figure(values, 'slTriggerPx') ?? figure(values, 'tpTriggerPx'));
    case AMEND:
      return { placed: [], order: amendment(values, 'clOrdId', figure(values, 'newPx')) };
    case AMEND_WAITING:
      return { placed: [], order: amendment(values, 'algoClOrdId', figure(values, 'newSlTriggerPx')) };
    default:
      return null;
  }
}

function placing(id: string, values: URLSearchParams, price: number | null): Wish {
  const size = sizeOf(values, 'sz');
  const byMoney = values.get('tgtCcy') === 'quote_ccy';
  const buys = values.get('side') === 'buy';
  const sizes = byMoney ? { size: null, amount: size } : { size, amount: null };
  const reduces = values.get('reduceOnly') === 'true';
  return { placed: [id], order: { id, symbol: symbolOf(values), buys, price, old: undefined, reduces, ...sizes } };
}

/** Which side it is on, the order says that it is about. */
function amendment(values: URLSearchParams, name: string, price: number | null): WishedOrder {
  const id = values.get(name) ?? values.get('ordId') ?? values.get('algoId') ?? '';
  return { id, symbol: symbolOf(values), buys: false, size: sizeOf(values, 'newSz'), amount: null, price, old: id };
}

/** `BTC-USDT` is `BTCUSDT` in the books, and `BTC-USDT-SWAP` is `BTC/USDT:USDT`. */
function symbolOf(values: URLSearchParams): string {
  const [base = '', quote = '', swap] = (values.get('instId') ?? '').split('-');
  return swap === undefined ? base + quote : `${base}/${quote}:${quote}`;
}

function sizeOf(values: URLSearchParams, name: string): number | null {
  const size = figure(values, name);
  const [base = '', , swap] = (values.get('instId') ?? '').split('-');
  return size === null || swap === undefined ? size : size * CONTRACTS[base]!;
}

/** The code of the one order in it: it was looked at. */
function refuses({ body }: CarriedReply): boolean {
  return body.startsWith('{"code":"1"');
}
