import type { VenueOrder } from '../core/order.ts';
import { Refusal } from '../core/refusal.ts';
import { UNIT_DIGITS, unitsText } from '../core/units.ts';
import { ApiError } from './api-error.ts';
import { type Customer, type Desk, type Route, marketIfNamed, marketOf } from './desk.ts';
import { listJson, queriedOrder } from './order-json.ts';
import type { Params } from './params.ts';

const DAY_MS = 86_400_000;

/** Endpoints that answer what an account has and did. */
export const ACCOUNT_ROUTES: readonly Route[] = [
  { endpoint: 'GET /api/v3/account', method: 'account.status', weight: 20, security: 'read', answer: account },
  { endpoint: 'GET /api/v3/account/commission', method: 'account.commission', weight: 20, security: 'read', answer: commission },
  { endpoint: 'GET /api/v3/order', method: 'order.status', weight: 4, security: 'read', answer: order },
  {
    endpoint: 'GET /api/v3/openOrders',
    method: 'openOrders.status',
    weight: (params) => (params.text('symbol') === undefined ? 80 : 6),
    security: 'read',
    answer: openOrders,
  },
  { endpoint: 'GET /api/v3/allOrders', method: 'allOrders', weight: 20, security: 'read', answer: allOrders },
  {
    endpoint: 'GET /api/v3/myTrades',
    method: 'myTrades',
    weight: (params) => (params.text('orderId') === undefined ? 20 : 5),
    security: 'read',
    answer: myTrades,
  },
  {
    endpoint: 'GET /api/v3/rateLimit/order',
    method: 'account.rateLimits.orders',
    weight: 40,
    security: 'read',
    answer: (_params, desk, customer) => desk.counts.list(customer.account.id),
  },
  { endpoint: 'GET /api/v3/orderList', method: 'orderList.status', weight: 4, security: 'read', answer: orderList },
  { endpoint: 'GET /api/v3/allOrderList', method: 'allOrderLists', weight: 20, security: 'read', answer: allOrderLists },
  { endpoint: 'GET /api/v3/openOrderList', method: 'openOrderLists.status', weight: 6, security: 'read', answer: openOrderLists },
  { endpoint: 'GET /sapi/v1/account/apiRestrictions', weight: 1, security: 'read', answer: restrictions },
  { endpoint: 'GET /sapi/v1/capital/config/getall', weight: 10, security: 'read', answer: coins },
  { endpoint: 'GET /sapi/v1/asset/tradeFee', weight: 1, security: 'read', answer: tradeFees },
  // Libraries that load every market of the company ask for its margin pairs too: here there are none.
  { endpoint: 'GET /sapi/v1/margin/allPairs', weight: 1, security: 'read', answer: () => [] },
  { endpoint: 'GET /sapi/v1/margin/isolated/allPairs', weight: 10, security: 'read', answer: () => [] },
  {
    endpoint: 'POST /api/v3/userDataStream',
    weight: 2,
    security: 'key',
    answer: (_params, desk, customer) => ({ listenKey: desk.listenKeys.create(customer.account.id) }),
  },
  {
    endpoint: 'PUT /api/v3/userDataStream',
    weight: 2,
    security: 'key',
    answer: (params, desk) => listening(desk.listenKeys.extend(params.required('listenKey'))),
  },
  {
    endpoint: 'DELETE /api/v3/userDataStream',
    weight: 2,
    security: 'key',
    answer: (params, desk) => listening(desk.listenKeys.close(params.required('listenKey'))),
  },
];

function listening(known: boolean): Record<string, never> {
  if (!known) throw new ApiError(-1125, 'This listenKey does not exist.');
  return {};
}

function account(params: Params, _desk: Desk, { account: own, key }: Customer): unknown {
  const held = [...own.balances].filter(([, { free, locked }]) => !params.flag('omitZeroBalances') || free + locked > 0n);
  const points = (rate: bigint) => Number(rate / 10_000n);
  return {
    makerCommission: points(own.maker),
    takerCommission: points(own.taker),
    buyerCommission: 0,
    sellerCommission: 0,
    commissionRates: { maker: unitsText(own.maker), taker: unitsText(own.taker), buyer: unitsText(0n), seller: unitsText(0n) },
    canTrade: own.mayTrade && key.rights.trading,
    canWithdraw: true,
    canDeposit: true,
    brokered: false,
    requireSelfTradePrevention: false,
    preventSor: false,
    updateTime: own.updatedAt,
    accountType: 'SPOT',
    balances: held.map(([asset, { free, locked }]) => ({ asset, free: unitsText(free), locked: unitsText(locked) })),
    permissions: ['SPOT'],
    uid: 354_000_000 + own.id,
  };
}

function commission(params: Params, desk: Desk, { account: own }: Customer): unknown {
  const none = unitsText(0n);
  const nothing = { maker: none, taker: none, buyer: none, seller: none };
  return {
    symbol: marketOf(params, desk).rules.name,
    standardCommission: { ...nothing, maker: unitsText(own.maker), taker: unitsText(own.taker) },
    specialCommission: nothing,
    taxCommission: nothing,
    discount: { enabledForAccount: false, enabledForSymbol: false, discountAsset: 'BNB', discount: none },
  };
}

function order(params: Params, desk: Desk, { account: own }: Customer): unknown {
  const { rules } = marketOf(params, desk);
  const orderId = params.whole('orderId');
  const clientId = params.text('origClientOrderId');
  if (orderId === undefined && clientId === undefined)
    throw new ApiError(-1102, "Param 'origClientOrderId' or 'orderId' must be sent, but both were empty/null!");
  const found = desk.exchange.find(own.id, { symbol: rules.name, orderId, clientId });
  if (!found) throw new Refusal('unknown order');
  return queriedOrder(found);
}

function openOrders(params: Params, desk: Desk, { account: own }: Customer): unknown {
  const market = marketIfNamed(params, desk);
  const open = desk.exchange.state.openOrders(own.id);
  return open.filter((each) => market === null || each.symbol === market.rules.name).map(queriedOrder);
}

/** The bounds of a query by time and number. */
function readPage(params: Params): { readonly from: number; readonly to: number; readonly limit: number; readonly oldest: boolean } {
  const from = params.whole('startTime');
  const to = params.whole('endTime');
  if (from !== undefined && to !== undefined && to - from > DAY_MS)
    throw new ApiError(-1127, 'More than 24 hours between startTime and endTime.');
  const limit = Math.min(1_000, params.whole('limit') ?? 500);
  return { from: from ?? 0, to: to ?? Number.MAX_SAFE_INTEGER, limit, oldest: from !== undefined };
}

/** As many as the page has room for: from its begin on where that was named, else the newest. */
function paged<Row>(rows: readonly Row[], page: { readonly limit: number; readonly oldest: boolean }, fromId: boolean): readonly Row[] {
  return page.oldest || fromId ? rows.slice(0, page.limit) : rows.slice(-page.limit);
}

function allOrders(params: Params, desk: Desk, { account: own }: Customer): unknown {
  const { rules } = marketOf(params, desk);
  const orderId = params.whole('orderId');
  const page = readPage(params);
  const fits = (each: VenueOrder) =>
    each.symbol === rules.name && each.id >= (orderId ?? 0) && each.createdAt >= page.from && each.createdAt <= page.to;
  return paged(desk.exchange.state.ordersOf(own.id).filter(fits), page, orderId !== undefined).map(queriedOrder);
}

function myTrades(params: Params, desk: Desk, { account: own }: Customer): unknown {
  const { rules } = marketOf(params, desk);
  const orderId = params.whole('orderId');
  const fromId = params.whole('fromId');
  const page = readPage(params);
  const rows = desk.exchange.state.fillsOf(own.id).filter(({ order: each, fill }) => {
    if (each.symbol !== rules.name || (orderId !== undefined && each.id !== orderId)) return false;
    return fill.tradeId >= (fromId ?? 0) && fill.time >= page.from && fill.time <= page.to;
  });
  return paged(rows, page, fromId !== undefined).map(({ order: each, fill }) => ({
    symbol: each.symbol,
    id: fill.tradeId,
    orderId: each.id,
    orderListId: each.list,
    price: unitsText(fill.price),
    qty: unitsText(fill.quantity),
    quoteQty: unitsText(fill.quote),
    commission: unitsText(fill.commission),
    commissionAsset: fill.commissionAsset,
    time: fill.time,
    isBuyer: each.side === 'BUY',
    isMaker: fill.maker,
    isBestMatch: true,
  }));
}

function orderList(params: Params, desk: Desk, { account: own }: Customer): unknown {
  const name = { listId: params.whole('orderListId'), clientId: params.text('origClientOrderId') };
  const list = desk.exchange.findList(own.id, name);
  if (!list || (name.listId === undefined && name.clientId === undefined)) throw new ApiError(-2018, 'Order list does not exist.');
  return listJson(list, desk.exchange.ordersOf(list));
}

function allOrderLists(params: Params, desk: Desk, { account: own }: Customer): unknown {
  const fromId = params.whole('fromId');
  const page = readPage(params);
  const lists = [...desk.exchange.state.lists.values()].filter((list) => {
    return list.account === own.id && list.id >= (fromId ?? 0) && list.createdAt >= page.from && list.createdAt <= page.to;
  });
  return paged(lists, page, fromId !== undefined).map((list) => listJson(list, desk.exchange.ordersOf(list)));
}

function openOrderLists(_params: Params, desk: Desk, { account: own }: Customer): unknown {
  const lists = [...desk.exchange.state.lists.values()].filter((list) => list.account === own.id && !list.done);
  return lists.map((list) => listJson(list, desk.exchange.ordersOf(list)));
}

function restrictions(_params: Params, _desk: Desk, { key }: Customer): unknown {
  return {
    ipRestrict: false,
    createTime: key.createdAt,
    enableReading: key.rights.reading,
    enableSpotAndMarginTrading: key.rights.trading,
    enableWithdrawals: key.rights.withdrawals,
    enableInternalTransfer: false,
    permitsUniversalTransfer: false,
    enableMargin: false,
    enableFutures: false,
    enableVanillaOptions: false,
    enablePortfolioMarginTrading: false,
    enableFixApiTrade: false,
    enableFixReadOnly: false,
  };
}

function coins(_params: Params, desk: Desk, { account: own }: Customer): unknown {
  const assets = new Set([...desk.exchange.state.markets.values()].flatMap(({ rules }) => [rules.base, rules.quote]));
  return [...assets].map((coin) => ({
    coin,
    depositAllEnable: true,
    withdrawAllEnable: true,
    name: coin,
    free: unitsText(own.free(coin)),
    locked: unitsText(own.balances.get(coin)?.locked ?? 0n),
    freeze: '0',
    withdrawing: '0',
    ipoing: '0',
    ipoable: '0',
    storage: '0',
    isLegalMoney: false,
    trading: true,
    networkList: [
      {
        network: coin,
        coin,
        withdrawIntegerMultiple: `0.${'0'.repeat(UNIT_DIGITS - 1)}1`,
        isDefault: true,
        depositEnable: true,
        withdrawEnable: true,
        withdrawFee: '0',
        withdrawMin: '0',
        withdrawMax: '9999999',
        name: coin,
      },
    ],
  }));
}

function tradeFees(params: Params, desk: Desk, { account: own }: Customer): unknown {
  const market = marketIfNamed(params, desk);
  const markets = market ? [market] : [...desk.exchange.state.markets.values()];
  return markets.map(({ rules }) => ({ symbol: rules.name, makerCommission: unitsText(own.maker), takerCommission: unitsText(own.taker) }));
}
