import { KRAKEN } from '../../../src-main/adapters/exchange-ccxt/venues/kraken.ts';
import { krakenId } from '../../../src-main/adapters/exchange-ccxt/venues/kraken-ids.ts';
import type { RequestFault } from '../../venue/faults/fault-rules.ts';
import { KrakenVenue } from '../../venue/kraken/kraken-venue.ts';
import { orderTxid, tradeTxid } from '../../venue/kraken/names.ts';
import { credentialsAt } from '../../venue/protocols.ts';
import { type CarriedReply, type CarriedRequest, COINS, endpointOf, figure, type Wish, type WorldProtocol } from './world-protocol.ts';

const call = (name: string) => `POST /0/private/${name}`;
const PLACE = call('AddOrder');
const AMEND = call('AmendOrder');
/** It answers 200 whatever happens. */
const says = (error: string, carriedOut: boolean): RequestFault => ({
  ...{ kind: 'answer', status: 200, carriedOut },
  body: JSON.stringify({ error: [error] }),
});
const DOUBT = 'in doubt by the venue’s word';

/** Kraken's spot market: numbers that must grow instead of times, fees in money, terms change where an order stands, and a dead man's switch holds every order. */
export const KRAKEN_WORLD: WorldProtocol = {
  ...{ name: 'kraken', markets: COINS, profile: KRAKEN.profile },
  credentials: credentialsAt('kraken'),
  faults: {
    place: [PLACE],
    placeMore: [AMEND],
    cancel: [call('CancelOrder')],
    questions: [
      ...['OpenOrders', 'ClosedOrders', 'QueryOrders', 'QueryTrades', 'TradesHistory', 'BalanceEx', 'CancelAllOrdersAfter'].map(call),
      'GET /0/public/Time',
    ],
    messages: ['executions'],
    busy: '{"error":["EAPI:Rate limit exceeded"]}',
    doubts: [
      [DOUBT, says('EGeneral:Internal error', true)],
      [DOUBT, says('EService:Unavailable', false)],
    ],
  },
  open: (options) => new KrakenVenue(options),
  wish,
  refuses,
  ownId: krakenId,
  idsOf: ({ id }) => [orderTxid(id)],
  tradeId: ({ symbol }, { tradeId }) => tradeTxid(symbol, tradeId),
  forgetsMs: null,
  endsAs: { FILLED: ['filled'], CANCELED: ['cancelled'], EXPIRED: ['expired'] },
};

function wish(request: CarriedRequest): Wish | null {
  const { values } = request;
  const id = krakenId(values.get('cl_ord_id')) ?? values.get('txid') ?? '';
  const symbol = (values.get('pair') ?? '').replace('XBT', 'BTC');
  switch (endpointOf(request)) {
    case PLACE: {
      const size = figure(values, 'volume');
      const byMoney = (values.get('oflags') ?? '').split(',').includes('viqc');
      const sizes = byMoney ? { size: null, amount: size } : { size, amount: null };
      const price = figure(values, 'price2') ?? figure(values, 'price');
      return { placed: [id], order: { id, symbol, buys: values.get('type') === 'buy', price, old: undefined, ...sizes } };
    }
    case AMEND: {
      const price = figure(values, 'limit_price') ?? figure(values, 'trigger_price');
      return { placed: [], order: { id, symbol, buys: false, size: figure(values, 'order_qty'), amount: null, price, old: id } };
    }
    default:
      return null;
  }
}

/** The order was looked at. Of a client id that it has already it says that it is an argument. */
function refuses({ body }: CarriedReply): boolean {
  return /^\{"error":\["(?:EOrder:|EGeneral:Invalid arguments)/u.test(body) && !body.includes('cl_ord_id');
}
