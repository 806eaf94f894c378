import { KRAKENFUTURES } from '../../../src-main/adapters/exchange-ccxt/venues/krakenfutures.ts';
import type { RequestFault } from '../../venue/faults/fault-rules.ts';
import type { HouseOptions } from '../../venue/house/venue-house.ts';
import { CONTRACT_ASSET, kfExecutionId, kfOrderId } from '../../venue/krakenfutures/kf-desk.ts';
import { KfVenue } from '../../venue/krakenfutures/kf-venue.ts';
import { credentialsAt } from '../../venue/protocols.ts';
import {
  type CarriedReply,
  type CarriedRequest,
  asItIs,
  endpointOf,
  figure,
  perpetualsIn,
  type Wish,
  type WorldProtocol,
} from './world-protocol.ts';

const call = (verb: string, name: string) => `${verb} /derivatives/api/v3/${name}`;
const history = (name: string) => `GET /api/history/v3/${name}`;
const PLACE = call('POST', 'sendorder');
const EDIT = call('POST', 'editorder');
/** How far behind its orders what it tells of the past may be, ms: by the world. */
const LAGS_MS = [0, 1_500, 0, 12_000, 0] as const;
/** In one of so many worlds its fills and its history name executions otherwise. */
const APART = 7;
/** In one of so many nothing tells of the end of what takes at once. */
const SILENT = 4;
/** In one of so many worlds funding comes due with orders that take, at such a rate, units of 1e-8. */
const FUNDS_WITH_TRADES = 4;
const DUE = 1_300n;
/** For so long a contract stays on margin of its own. */
const ISOLATED_MS = 20_000;
/** In one of so many worlds dollars are booked with four digits, as by the venue itself, units of 1e-8. */
const COARSE = 5;
const CENT = 10_000n;

/** Its errors leave a fate open; it answers 200 whatever happens. */
const says = (error: string, carriedOut: boolean): RequestFault => ({
  ...{ kind: 'answer', status: 200, carriedOut },
  body: JSON.stringify({ result: 'error', error }),
});
const DOUBT = 'in doubt by the venue’s word';

/** Kraken's perpetuals, at hosts of their own: states of orders in answers of 200, terms that change where an order stands, and a history of all that has ended, which may be behind. */
export const KRAKEN_PERPETUALS: WorldProtocol = {
  ...{ name: 'kraken-perpetuals', markets: perpetualsIn(CONTRACT_ASSET), profile: KRAKENFUTURES.profile },
  credentials: credentialsAt('krakenfutures'),
  faults: {
    place: [PLACE],
    placeMore: [EDIT],
    cancel: [call('POST', 'cancelorder')],
    questions: [
      ...['openorders', 'fills', 'accounts', 'openpositions', 'leveragepreferences', 'pnlpreferences', 'tickers/PF_XBTUSD'].map((name) =>
        call('GET', name),
      ),
      ...['orders', 'triggers', 'executions', 'account-log'].map(history),
      ...[call('POST', 'orders/status'), call('POST', 'cancelallordersafter')],
    ],
    messages: ['open_orders_verbose', 'fills', 'open_orders_verbose', 'fills'],
    busy: '{"result":"error","error":"apiLimitExceeded"}',
    doubts: [
      [DOUBT, says('Server Error', true)],
      [DOUBT, says('Unavailable', false)],
      [DOUBT, says('apiLimitExceeded', false)],
    ],
  },
  open,
  lever: (venue, account, symbol, leverage) => {
    if (venue instanceof KfVenue) venue.isolate(account, symbol, leverage, ISOLATED_MS);
  },
  wish,
  refuses,
  ownId: asItIs,
  tradeId: ({ symbol }, { tradeId }) => kfExecutionId(symbol, tradeId),
  idsOf: ({ id }) => [kfOrderId(id)],
  forgetsMs: null,
  // What took nothing at once is refused, and what took some of it is cancelled.
  endsAs: { FILLED: ['filled'], CANCELED: ['cancelled'], EXPIRED: ['cancelled', 'rejected'] },
};

function open(options: HouseOptions): KfVenue {
  const venue = new KfVenue({ ...options, symbols: 0, contracts: 2 });
  venue.desk.history.lagMs = LAGS_MS[options.seed % LAGS_MS.length]!;
  if (options.seed % COARSE === 2) venue.exchange.state.contractStep = CENT;
  venue.fundsWithTrades = options.seed % FUNDS_WITH_TRADES === 1 ? DUE : 0n;
  venue.desk.history.silentEnds = options.seed % SILENT === 3;
  venue.desk.history.apart = options.seed % APART === 0;
  return venue;
}

function wish(request: CarriedRequest): Wish | null {
  const { values } = request;
  const price = figure(values, 'limitPrice') ?? figure(values, 'stopPrice');
  switch (endpointOf(request)) {
    case PLACE: {
      const id = values.get('cliOrdId') ?? '';
      const [buys, reduces] = [values.get('side') === 'buy', values.get('reduceOnly') === 'true'];
      const order = { id, symbol: bookOf(values), buys, size: figure(values, 'size'), amount: null, price, old: undefined, reduces };
      return { placed: [id], order };
    }
    // Which side and contract it is of, the order says that it is about.
    case EDIT: {
      const id = values.get('cliOrdId') ?? values.get('orderId') ?? '';
      return { placed: [], order: { id, symbol: '', buys: false, size: figure(values, 'size'), amount: null, price, old: id } };
    }
    default:
      return null;
  }
}

/** `PF_XBTUSD` is `BTC/USD:USD` in the books. */
function bookOf(values: URLSearchParams): string {
  const [, base = ''] = /^PF_(\w+)USD$/u.exec(values.get('symbol') ?? '') ?? [];
  return `${base === 'XBT' ? 'BTC' : base}/${CONTRACT_ASSET}:${CONTRACT_ASSET}`;
}

/** The order was looked at. Of a name that it has already it says so, whosever that is. */
function refuses({ body }: CarriedReply): boolean {
  const status = /^\{"result":"success","sendStatus":\{.*?"status":"(\w+)"/u.exec(body)?.[1];
  return status !== undefined && status !== 'placed' && status !== 'clientOrderIdAlreadyExist';
}
